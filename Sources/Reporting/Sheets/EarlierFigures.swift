internal import Definitions
internal import MetricQueries
internal import Periods
internal import Postgres

/// What the last edition of a report on other data showed, computed again as it was known then.
struct EarlierFigures {
    private let engine: MetricEngine
    private let knowledge: Knowledge
    private let order: ReportOrder

    /// - Returns: nil for a first edition, for one on the same data, and for a report that is itself of an earlier moment.
    init?(
        _ definition: ReportDefinition, of project: Project, basis: ReportBasis, order: ReportOrder,
        on connection: borrowing Connection
    ) throws {
        guard order.knowledge == .current, let previous = basis.previous, previous.hasOtherData else { return nil }
        knowledge = .asOf(previous.moment)
        engine = MetricEngine(
            project: project, completeness: try Completeness(project, asOf: knowledge, on: connection),
            versions: try PublishedVersions(
                project, asOf: knowledge, usingRollups: order.usesRollups, on: connection),
            today: try dayOfKnowledge(
                of: definition, project: project, period: order.period, asOf: knowledge, on: connection))
        self.order = order
    }

    /// Marks the tables of a sheet, each against the one of its period.
    func mark(_ tables: inout [MetricTable], of sheet: TableDefinition, on connection: borrowing Connection) throws {
        guard
            let earlier = try kept({
                try engine.tables(
                    sheet, period: order.period, language: order.language, asOf: knowledge, on: connection)
            })
        else { return }
        for index in tables.indices {
            guard let old = earlier.first(where: { $0.period == tables[index].period }) else { continue }
            try tables[index].markRevisions(since: old)
        }
    }

    /// Marks a list of figures, each against the one of its definition and member.
    func mark(_ rows: inout [FigureRow], of figures: [FigureDefinition], on connection: borrowing Connection) throws {
        guard
            let earlier = try kept({
                try engine.figures(
                    figures, period: order.period, language: order.language, asOf: knowledge, on: connection)
            })
        else { return }
        for index in rows.indices {
            let old = earlier.first {
                $0.definition.location == rows[index].definition.location && $0.identity == rows[index].identity
            }
            if let old { try rows[index].markRevisions(since: old) }
        }
    }

    /// Marks the answer to a question against the one that it had then.
    func mark(_ table: inout MetricTable, of request: MetricRequest, on connection: borrowing Connection) throws {
        var then = request
        then.asOf = knowledge
        guard let earlier = try kept({ try engine.table(then, on: connection) }) else { return }
        try table.markRevisions(since: earlier)
    }

    /// An edition whose rows have been removed since cannot be compared with; the report is to be written all the same.
    private func kept<Answer>(_ answer: () throws -> Answer) throws -> Answer? {
        do {
            return try answer()
        } catch MetricQueryError.noLongerKept {
            return nil
        }
    }
}

extension FigureRow {
    /// What tells the members of a ranking apart: their natural keys where there are such, else their names.
    fileprivate var identity: [String?] { keys.isEmpty ? [member] : keys }
}
