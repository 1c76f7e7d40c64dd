package import Definitions
internal import Periods
package import Postgres

/// The versions that hold the published rows of each fact, now or as they were known at a moment.
///
/// A statement that names them as literals is planned over their leaves alone (LOADING.md 3). They are read once, in
/// the snapshot in which the facts are asked.
package struct PublishedVersions: Sendable {
    /// A slice whose rows of that moment have been removed since.
    private struct Removed: Sendable {
        let pipeline: String
        let period: Period?
        /// Until when the pipeline has slices without rows.
        let until: String
    }

    private let versions: [String: [Int32]]
    private let removed: [String: [Removed]]
    private let knowledge: Knowledge
    /// The rollups that hold all of these versions of their fact.
    private let rollups: [RollupDefinition]

    /// Takes the versions of each fact as they are.
    ///
    /// - Parameter rollups: those that hold all of these versions.
    package init(_ versions: [String: [Int32]], rollups: [RollupDefinition] = []) {
        self.versions = versions
        removed = [:]
        knowledge = .current
        self.rollups = rollups
    }

    /// Reads the ledger.
    ///
    /// - Parameter usingRollups: false asks the facts' own rows only, which gives the same figures and takes longer.
    package init(
        _ project: Project, asOf knowledge: Knowledge = .current, usingRollups: Bool = true,
        on connection: borrowing Connection
    ) throws {
        self.knowledge = knowledge
        let pairs: String
        let values: [SQLValue]
        switch knowledge {
        case .current: (pairs, values) = ("ledger.published p", [])
        case .asOf(let moment):
            pairs = "(select * from ledger.published_history where known_from <= $1 and $1 < known_to) p"
            values = [.text(moment)]
        }
        let rows = try connection.query(
            """
            select distinct l.fact, p.version_key
            from \(pairs) join ledger.load l on l.version_key = p.version_key
            order by 1, 2
            """, values)
        var versions: [String: [Int32]] = [:]
        for row in 0..<rows.rowCount {
            guard let fact = rows.text(row, 0), let version = rows.int64(row, 1) else { continue }
            versions[fact, default: []].append(Int32(truncatingIfNeeded: version))
        }
        self.versions = versions
        rollups = usingRollups ? try Self.rollups(holding: versions, on: connection) : []
        removed = try Self.removed(pairs, values, project, on: connection)
    }

    /// Finds the slices whose pair has no leaf any more.
    private static func removed(
        _ pairs: String, _ values: [SQLValue], _ project: Project, on connection: borrowing Connection
    ) throws -> [String: [Removed]] {
        let rows = try connection.query(
            """
            select s.pipeline, s.period, (
                select max(h.known_to)
                from ledger.published_history h
                join ledger.slice t on t.slice_key = h.slice_key
                where t.pipeline = s.pipeline
                  and not exists (select from ledger.load l where l.version_key = h.version_key))
            from \(pairs) join ledger.slice s on s.slice_key = p.slice_key
            where not exists (select from ledger.load l where l.version_key = p.version_key)
            order by 1, 2
            """, values)
        let fiscal = project.fiscalCalendar
        var removed: [String: [Removed]] = [:]
        for row in 0..<rows.rowCount {
            guard let pipeline = rows.text(row, 0), let fact = project.pipelines[pipeline]?.load.value else { continue }
            removed[fact, default: []].append(
                Removed(
                    pipeline: pipeline, period: rows.text(row, 1).flatMap { Period($0, fiscal: fiscal) },
                    until: rows.text(row, 2) ?? ""))
        }
        return removed
    }

    /// Finds the rollups that lack nothing of what is published.
    private static func rollups(
        holding versions: [String: [Int32]], on connection: borrowing Connection
    ) throws -> [RollupDefinition] {
        guard try connection.query("select to_regclass('ledger.rolled_up') is not null").bool(0, 0) == true else {
            return []
        }
        let rows = try connection.query(
            """
            select r.fact, r.date_role, array_to_string(r.roles, ' '), array_to_string(r.measures, ' '),
                   (select string_agg(version_key::text, ' ') from ledger.rolled_up u where u.rollup = r.rollup)
            from ledger.rollup r
            order by cardinality(r.roles), r.rollup
            """)
        return (0..<rows.rowCount).compactMap { row in
            func words(_ column: Int) -> [String] {
                (rows.text(row, column) ?? "").split(separator: " ").map(String.init)
            }
            let definition = RollupDefinition(
                fact: rows.text(row, 0) ?? "", date: rows.text(row, 1) ?? "", roles: words(2), measures: words(3))
            let held = Set(words(4).compactMap { Int32($0) })
            return (versions[definition.fact] ?? []).allSatisfy(held.contains) ? definition : nil
        }
    }

    /// The rollup that answers a question with the fewest roles; nil when none does.
    func rollup(for demand: MonthlyDemand) -> RollupDefinition? { rollups.first { $0.answers(demand) } }

    /// The condition that keeps a statement to the leaves it needs.
    func condition(on alias: String, of fact: String) -> String {
        guard let versions = versions[fact], !versions.isEmpty else { return "false" }
        return "\(alias).version_key in (\(versions.map(String.init).joined(separator: ", ")))"
    }

    /// Refuses days whose rows, as they were known at that moment, are kept no longer; the figure would lack them.
    ///
    /// - Parameter isEvent: whether the days are those that slices are cut by; what else happened to a row may have
    ///   happened at any time after its event.
    func check(_ fact: String, in span: DateSpan, isEvent: Bool) throws {
        let missing = (removed[fact] ?? []).filter { slice in
            guard let period = slice.period else { return true }
            let isAfter = isEvent && span.from.map { period.end <= $0 } ?? false
            return period.start < span.until && !isAfter
        }
        guard let first = missing.first else { return }
        throw MetricQueryError.noLongerKept(
            fact: fact, slices: missing.map { "\($0.pipeline) \($0.period?.key ?? "undated")" }, knowledge,
            until: missing.map(\.until).max() ?? first.until)
    }
}
