internal import Definitions
internal import Hashing
internal import MetricQueries
internal import Periods
internal import Postgres

/// What a rule is held against: the published slices of its facts, and the members they point to.
struct RuleBasis {
    private struct Slices {
        let pipeline: String
        let period: Period?
        /// Which slices they are, and since when each is published as it is.
        let mark: String
    }

    let scope: RuleScope
    let definitionHash: String
    /// When the database was looked at.
    let moment: String
    private let slices: [Slices]
    private let members: String

    init(_ scope: RuleScope, in project: Project, on connection: borrowing Connection) throws {
        self.scope = scope
        definitionHash = Self.definitionHash(of: scope, project)
        moment = try connection.query("select now()").text(0, 0) ?? "now"
        // Compaction changes the version of a slice and not since when it is published.
        let rows = try connection.query(
            """
            select s.pipeline, s.period, md5(string_agg(h.slice_key || ' ' || h.known_from, ',' order by h.slice_key))
            from ledger.published_history h join ledger.slice s using (slice_key)
            where h.known_to = 'infinity'
            group by 1, 2
            """)
        slices = (0..<rows.rowCount).compactMap { row in
            guard let pipeline = rows.text(row, 0), scope.reads(pipeline) else { return nil }
            return Slices(
                pipeline: pipeline, period: rows.text(row, 1).flatMap { Period($0, fiscal: project.fiscalCalendar) },
                mark: rows.text(row, 2) ?? "")
        }
        members = try Self.members(of: scope, project, on: connection)
    }

    /// The periods that there is something to say of, in order.
    var periods: [Period] { scope.periods(of: slices.map { ($0.pipeline, $0.period) }) }

    /// Names the data that a judgement of a period stands on.
    func dataVersion(of period: Period) -> String {
        let lines = slices.filter { scope.concerns($0.pipeline, $0.period, in: period) }
            .map { "\($0.pipeline) \($0.period?.key ?? "") \($0.mark)" }.sorted()
        return String(SHA256Digest(of: (lines + [members]).joined(separator: "\n")).description.prefix(16))
    }

    /// Names the texts that say what the rule means.
    private static func definitionHash(of scope: RuleScope, _ project: Project) -> String {
        let paths = project.texts.keys.filter { path in
            switch scope.rule.kind {
            case .compare where path.hasPrefix("reports/metrics/"): true
            default:
                path == "warehouse/rules/\(scope.rule.name.value).yaml"
                    || scope.facts.contains { path == "warehouse/facts/\($0).yaml" }
            }
        }
        let texts = paths.sorted().map { "\($0)\n\(project.texts[$0] ?? "")" }
        return String(SHA256Digest(of: texts.joined(separator: "\n")).description.prefix(16))
    }

    /// Says when the members that the rule looks at last changed.
    private static func members(
        of scope: RuleScope, _ project: Project, on connection: borrowing Connection
    ) throws -> String {
        var lines: [String] = []
        for dimension in try dimensions(of: scope, project) {
            let row = try connection.query(
                """
                select max(known_from), max(known_to) filter (where known_to < 'infinity')
                from store.\(quoted(dimension))
                """)
            lines.append("\(dimension) \(row.text(0, 0) ?? "") \(row.text(0, 1) ?? "")")
        }
        return lines.joined(separator: "\n")
    }

    private static func dimensions(of scope: RuleScope, _ project: Project) throws -> [String] {
        var found: Set<String> = []
        func add(_ dimension: DimensionDefinition?) {
            guard let dimension else { return }
            switch dimension.members {
            case .calendar, .deliveries: break
            case .file, .pipeline: found.insert(dimension.name.value)
            }
        }
        switch scope.rule.kind {
        case .orphans(let orphans):
            let role = project.facts[orphans.fact.value]?.role(orphans.role.value)
            add(role.flatMap { project.dimensions[$0.dimension.value] })
        case .compare(let comparison):
            let resolver = AttributeResolver(dimensions: project.dimensions)
            for name in [comparison.left, comparison.right] {
                guard case .simple(let simple) = project.metrics[name.value]?.kind,
                    let fact = project.facts[simple.fact.value]
                else { continue }
                let paths = comparison.by + simple.filters.map(\.path) + [simple.times].compactMap { $0 }
                for path in paths {
                    let attribute = try resolver.resolve(path.value, in: fact, dateRole: simple.date?.value)
                    if case .role(_, let dimension) = attribute.root { add(dimension) }
                    attribute.steps.forEach { add($0.dimension) }
                }
            }
        }
        return found.sorted()
    }
}
