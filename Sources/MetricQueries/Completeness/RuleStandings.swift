package import Definitions
internal import Periods
package import Postgres

/// What rules of severity `reject` say of the periods they judge, as the ledger has it.
package struct RuleStandings: Sendable {
    private struct Entry: Sendable {
        let facts: [String]
        let period: Period
        let gap: Completeness.Gap
    }

    private let entries: [Entry]

    /// No rule stands in the way of anything.
    package static let none = RuleStandings([])

    private init(_ entries: [Entry]) { self.entries = entries }

    /// Reads which rules are broken in which periods, and where data have changed since they were last checked.
    package init(_ project: Project, asOf knowledge: Knowledge = .current, on connection: borrowing Connection) throws {
        let rules = project.rulesInOrder.filter { $0.severity == .reject }
        guard !rules.isEmpty else {
            self = .none
            return
        }
        let moment: String? = if case .asOf(let text) = knowledge { text } else { nil }
        let changes = try Self.changes(project, moment, on: connection)
        let results = try Self.results(project, moment, on: connection)
        entries = rules.flatMap { rule -> [Entry] in
            let scope = RuleScope(rule, in: project)
            let published = changes.filter(\.isPublished).map { (pipeline: $0.pipeline, period: $0.period) }
            return scope.periods(of: published).compactMap { period in
                let last = changes.filter { scope.concerns($0.pipeline, $0.period, in: period) }.map(\.number).max()
                guard let result = results["\(rule.name.value) \(period)"], result.number >= last ?? 0 else {
                    return Entry(
                        facts: scope.facts, period: period, gap: .unchecked(rule: rule.name.value, period))
                }
                guard result.isBroken else { return nil }
                return Entry(
                    facts: scope.facts, period: period,
                    gap: .broken(rule: rule.name.value, period, findings: result.findings))
            }
        }
    }

    func gaps(facts: some Collection<String>, in span: DateSpan) -> [Completeness.Gap] {
        entries.filter { entry in
            entry.period.start < span.until && (span.from.map { $0 < entry.period.end } ?? true)
                && entry.facts.contains(where: facts.contains)
        }.map(\.gap)
    }

    /// When the slices of a pipeline and period last changed, in microseconds.
    private struct Change {
        let pipeline: String
        let period: Period?
        let number: Int64
        let isPublished: Bool
    }

    private static func changes(
        _ project: Project, _ moment: String?, on connection: borrowing Connection
    ) throws -> [Change] {
        // A slice that is seen no longer changed when it went out of sight.
        let rows = try connection.query(
            """
            with known as (
                select slice_key, known_from,
                       case when known_to <= coalesce($1::timestamptz, now()) then known_to end as ended
                from ledger.published_history where known_from <= coalesce($1::timestamptz, now()))
            select s.pipeline, s.period, max((extract(epoch from coalesce(k.ended, k.known_from)) * 1000000)::bigint),
                   bool_or(k.ended is null)
            from known k join ledger.slice s using (slice_key)
            group by 1, 2
            """, [SQLValue(moment)])
        return (0..<rows.rowCount).map { row in
            Change(
                pipeline: rows.text(row, 0) ?? "",
                period: rows.text(row, 1).flatMap { Period($0, fiscal: project.fiscalCalendar) },
                number: rows.int64(row, 2) ?? 0, isPublished: rows.bool(row, 3) ?? false)
        }
    }

    private struct Result {
        let isBroken: Bool
        let findings: Int
        /// When it was last held against the data, in microseconds.
        let number: Int64
    }

    /// What was found, by rule and period.
    private static func results(
        _ project: Project, _ moment: String?, on connection: borrowing Connection
    ) throws -> [String: Result] {
        // A warehouse of before rules were declared has no such table, and so no results.
        guard try connection.query("select to_regclass('ledger.rule_result') is not null").bool(0, 0) == true else {
            return [:]
        }
        let rows = try connection.query(
            """
            select rule, period, state = 'broken', findings, (extract(epoch from checked_at) * 1000000)::bigint
            from ledger.rule_result
            where known_from <= coalesce($1::timestamptz, known_from) and coalesce($1::timestamptz, now()) < known_to
            """, [SQLValue(moment)])
        var results: [String: Result] = [:]
        for row in 0..<rows.rowCount {
            let name = "\(rows.text(row, 0) ?? "") \(rows.text(row, 1) ?? "")"
            results[name] = Result(
                isBroken: rows.bool(row, 2) ?? false, findings: rows.int(row, 3) ?? 0,
                number: rows.int64(row, 4) ?? 0)
        }
        return results
    }
}
