package import Definitions
package import Periods
package import Postgres

/// Answers why a metric has changed.
package struct MetricExplainer {
    /// More members than this explain nothing to anybody, and exact sums over them would take long.
    static let maximumMembers = 10_000

    let project: Project
    /// Before which a period is over; nil takes the ledger's word for what is complete.
    private let today: CivilDate?
    /// What keeps small counts from being told by the engines of its own.
    private let controls: DisclosureControls?

    package init(_ project: Project, today: CivilDate? = nil, controls: DisclosureControls? = nil) {
        self.project = project
        self.controls = controls
        self.today = today
    }

    /// Takes the change of a metric apart.
    ///
    /// - Parameters:
    ///   - known: an engine of the request's moment, if there is one already.
    ///   - mark: adds to an answer what is to be said beside its figures.
    /// - Throws: `MetricQueryError` when what is asked for is not there or cannot be taken apart; `ExplanationError`.
    package func explain(
        _ request: ExplanationRequest, engine known: MetricEngine? = nil,
        marking mark: (inout MetricTable, MetricRequest) throws -> Void = { _, _ in },
        on connection: borrowing Connection
    ) throws -> MetricExplanation {
        var request = request
        let engine = try known ?? engine(request.asOf, on: connection)
        let subject = try ExplanationSubject(request.metric, engine)
        let base = try subject.settlePeriods(of: &request, engine)
        let name = subject.metric.name.value
        func table(_ period: Period, _ engine: MetricEngine, _ asOf: Knowledge, by: [AttributePath]) throws
            -> MetricTable
        {
            let question = MetricRequest(
                metrics: [name], by: by, period: period, filters: request.filters, language: request.language,
                asOf: asOf, subtotals: needsSubtotals(name, by: by))
            var table = try engine.table(question, on: connection)
            if asOf == request.asOf { try mark(&table, question) }
            return table
        }
        let after = try table(request.period, engine, request.asOf, by: request.by)
        let before = try table(base, engine, request.asOf, by: request.by)
        let (afterCell, beforeCell) = (after.total.cells[0], before.total.cells[0])
        let notes = ExplanationNotes(subject, engine, later: request.period, earlier: base)
        let isComparable = notes.isComparable(afterCell, beforeCell)
        do {
            let change = isComparable ? try decomposition(before, after, subject, request, engine) : nil
            let hidden = change?.hidesMembers ?? false ? [ExplanationNotes.hiddenMembers] : []
            var restatement: MetricExplanation.Restatement?
            if let moment = request.againstAsOf, moment != request.asOf {
                let published = try table(base, try self.engine(moment, on: connection), moment, by: []).total.cells[0]
                restatement = MetricExplanation.Restatement(
                    publishedAsOf: moment, published: published, effect: Self.difference(published, beforeCell))
            }
            var since: MetricExplanation.Since?
            if request.asOf != .current {
                let current = try self.engine(.current, on: connection)
                let later = try table(request.period, current, .current, by: []).total.cells[0]
                let earlier = try table(base, current, .current, by: []).total.cells[0]
                since = MetricExplanation.Since(
                    after: later, before: earlier, afterEffect: Self.difference(afterCell, later),
                    beforeEffect: Self.difference(beforeCell, earlier), headline: Self.difference(earlier, later))
            }
            return MetricExplanation(
                metric: subject.metric, by: try attributes(request, subject, engine), period: request.period,
                base: base, language: request.language, asOf: request.asOf, after: afterCell, before: beforeCell,
                change: change, restatement: restatement, since: since,
                notes: notes.texts(afterCell, beforeCell) + hidden)
        } catch let error as RationalError {
            throw MetricQueryError.arithmetic(error, metric: name)
        } catch let error as DecompositionError {
            throw ExplanationError(metric: name, underlying: error)
        }
    }

    /// Refuses a metric that is not there or cannot be taken apart, before anything else is asked.
    package func check(_ metric: String, on connection: borrowing Connection) throws {
        _ = try ExplanationSubject(metric, engine(.current, on: connection))
    }

    /// The statements that a request comes down to, apart from those of other moments.
    package func sql(for request: ExplanationRequest, on connection: borrowing Connection) throws -> [SQLStatement] {
        var request = request
        let engine = try engine(request.asOf, on: connection)
        let subject = try ExplanationSubject(request.metric, engine)
        let base = try subject.settlePeriods(of: &request, engine)
        return try [base, request.period].flatMap { period in
            try engine.sql(
                for: MetricRequest(
                    metrics: [subject.metric.name.value], by: request.by, period: period, filters: request.filters,
                    language: request.language, asOf: request.asOf,
                    subtotals: needsSubtotals(subject.metric.name.value, by: request.by)))
        }
    }

    /// Whether the figures of upper members are wanted as well: what is confidential beneath a member is what the others
    /// leave of its own figure, if that may be shown.
    package func needsSubtotals(_ metric: String, by path: [AttributePath]) -> Bool {
        path.count > 1 && project.metricCatalogue.isControlled(metric)
    }

    private func engine(_ knowledge: Knowledge, on connection: borrowing Connection) throws -> MetricEngine {
        MetricEngine(
            project: project, completeness: try Completeness(project, asOf: knowledge, on: connection),
            versions: try PublishedVersions(project, asOf: knowledge, on: connection), today: today,
            control: controls?.control(of: knowledge))
    }

    private static func difference(_ earlier: MetricCell, _ later: MetricCell) -> BigFraction? {
        guard let first = earlier.value, let second = later.value else { return nil }
        return BigFraction(second) - BigFraction(first)
    }
}

extension MetricExplanation.Change {
    /// Whether members stand together because their figures are confidential; to be asked before others are folded.
    fileprivate var hidesMembers: Bool { Self.hideMembers(members) }

    private static func hideMembers(_ members: [ExplainedMember]) -> Bool {
        members.contains { $0.standsForSeveral || hideMembers($0.children) }
    }
}
