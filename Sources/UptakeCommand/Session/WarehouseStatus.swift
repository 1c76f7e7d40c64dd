import Definitions
import MetricQueries
import Periods
import Postgres
import Rules
import Warehouse

/// What is published, what is missing or late, what points nowhere, and how the rules stand.
struct WarehouseStatus: Encodable {
    struct Overdue: Encodable {
        let pipeline: String
        /// The periods that are over and have no delivery, and those of them that are late.
        let missing: [String]
        let late: [String]
        let lateSince: String?
    }

    struct Repeated: Encodable {
        let fact: String
        let grains: Int
        let rows: Int
    }

    let pipelines: [PipelineStatus]
    let unpublished: [UnpublishedDelivery]
    let lateMembers: [LateMembers]
    let overdue: [Overdue]
    let repeated: [Repeated]
    let orphans: [OrphanAudit.Count]
    let inferred: [InferredMembers]
    let rules: [RuleStatus]

    init(_ project: Project, today: CivilDate, on connection: borrowing Connection) throws {
        pipelines = try PipelineStatus.all(project.pipelinesInOrder, on: connection)
        unpublished = try UnpublishedDelivery.all(on: connection)
        lateMembers = try project.pipelinesInOrder.flatMap {
            try LateMembers.find(of: $0, in: project, on: connection)
        }
        overdue = try Completeness(project, on: connection).overdue(on: today).map {
            Overdue(
                pipeline: $0.pipeline, missing: $0.missing.map(\.key), late: $0.late.map(\.key),
                lateSince: $0.lateSince?.description)
        }
        var repeated: [Repeated] = []
        var orphans: [OrphanAudit.Count] = []
        for fact in project.factsInOrder {
            let finding = try GrainAudit(fact).published(on: connection)
            if finding.grains > 0 {
                repeated.append(Repeated(fact: fact.name.value, grains: finding.grains, rows: finding.rows))
            }
            orphans += try OrphanAudit(fact, in: project).published(on: connection)
        }
        self.repeated = repeated
        self.orphans = orphans
        inferred = try InferredMembers.waiting(in: project, on: connection)
        rules = try RuleList(project).statuses(on: connection)
    }

    /// The table of pipelines, then one line for everything that somebody should look at.
    func text(_ fiscal: FiscalCalendar) -> String {
        var table = [["pipeline", "loads", "deliveries", "rows", "rejected", "refused", "from", "to"]]
        for row in pipelines {
            table.append([
                row.pipeline, row.load, grouped(row.deliveries), grouped(row.rows), grouped(row.rejected),
                grouped(row.refused), row.firstDay ?? "–", row.lastDay ?? "–",
            ])
        }
        var lines = [aligned(table, numeric: [2, 3, 4, 5])]
        lines += overdue.map { line($0, fiscal) }
        lines += unpublished.map { delivery in
            "\(delivery.pipeline): the last delivery of \(delivery.source) (\(delivery.delivery)) is \(delivery.state) since \(delivery.since)"
                + (delivery.reason.map { ": \($0)" } ?? "")
        }
        lines += lateMembers.map(\.text)
        lines += repeated.map {
            "\($0.fact): \(grouped($0.grains)) grains stand in more than one slice, in \(grouped($0.rows)) rows; they count more than once. `unique: everywhere` in the pipeline would refuse them"
        }
        lines += orphans.map { count in
            let parts = [
                count.missing > 0 ? "\(grouped(count.missing)) rows whose code was not found" : nil,
                count.inferred > 0 ? "\(grouped(count.inferred)) rows whose member is inferred" : nil,
            ]
            return "\(count.fact).\(count.role): \(parts.compactMap(\.self).joined(separator: ", "))"
        }
        lines += inferred.map {
            "\($0.dimension): \(grouped($0.members)) inferred members wait for their description, the oldest, `\($0.oldest)`, since \($0.since)"
        }
        lines += rules.filter { $0.broken > 0 }.map(RuleOutput.line)
        lines += rules.filter(\.isIdle).map(RuleOutput.idle)
        return lines.joined(separator: "\n")
    }

    private func line(_ overdue: Overdue, _ fiscal: FiscalCalendar) -> String {
        let others = overdue.missing.filter { !overdue.late.contains($0) }
        let parts = [
            overdue.lateSince.map { "late since \($0): \(runs(overdue.late, fiscal))" },
            others.isEmpty ? nil : "not delivered: \(runs(others, fiscal))",
        ]
        return "\(overdue.pipeline): \(parts.compactMap(\.self).joined(separator: "; "))"
    }

    /// Periods in order as short as can be: `2024-03, 2026-07..2026-10`.
    private func runs(_ keys: [String], _ fiscal: FiscalCalendar) -> String {
        var runs: [Period] = []
        for period in keys.compactMap({ Period($0, fiscal: fiscal) }) {
            if let last = runs.last, last.end == period.start, let joined = Period(from: last, through: period) {
                runs[runs.count - 1] = joined
            } else {
                runs.append(period)
            }
        }
        return runs.map(\.key).joined(separator: ", ")
    }
}
