package import Definitions
internal import Disclosure
internal import Periods
package import Postgres

/// Keeps small counts from being told by what is shown (METRICS.md, "Disclosure control").
///
/// An engine that has one is used twice: first it notes all cells that figures are made of, then, once it is `decided`,
/// hides those that must not be known, with as many others as it takes that they cannot be worked out. What the first
/// look asked of the database is not asked again.
package final class DisclosureControl {
    /// What is done beyond hiding small counts; all of it, but for those who try how much depends on it.
    package struct Steps: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Hides further cells until no hidden one can be worked out.
        package static let complementary = Steps(rawValue: 1)
        /// Refuses what lets a hidden cell be worked out.
        package static let audit = Steps(rawValue: 2)
        package static let all: Steps = [.complementary, .audit]
    }

    private let project: Project
    private let catalogue: MetricCatalogue
    private let resolver: AttributeResolver
    private let steps: Steps
    private var requests: [RecordedRequest] = []
    private var facts: [String: DecidedFact]?
    private var days: [DaysCell] = []
    private var answers: [AnswerKey: LeafAnswers] = [:]

    private struct DecidedFact {
        let cells: FactCells
        let hidden: Set<Int>
    }

    struct AnswerKey: Hashable {
        let statements: [SQLStatement]
        let leaves: [[Leaf]]
    }

    package init(_ project: Project, steps: Steps = .all) {
        self.project = project
        self.steps = steps
        catalogue = project.metricCatalogue
        resolver = AttributeResolver(dimensions: project.dimensions)
    }

    /// A control for questions about metrics; nil when none of them is under control.
    package convenience init?(_ project: Project, metrics: some Sequence<String>, steps: Steps = .all) {
        let catalogue = project.metricCatalogue
        guard metrics.contains(where: { catalogue.isControlled($0) }) else { return nil }
        self.init(project, steps: steps)
    }

    /// Lets one session at a time decide and store: two reports that do not know of each other could tell together what
    /// each of them hides.
    package static func exclusively<Result>(
        on connection: borrowing Connection, _ body: (borrowing Connection) throws -> Result
    ) throws -> Result {
        let lock = "hashtext('uptake'), hashtext('disclosure')"
        _ = try connection.query("select pg_advisory_lock(\(lock))")
        let result: Result
        do {
            result = try body(connection)
        } catch {
            // The first error is the one to tell; the lock ends with the session.
            _ = try? connection.query("select pg_advisory_unlock(\(lock))")
            throw error
        }
        _ = try connection.query("select pg_advisory_unlock(\(lock))")
        return result
    }

    /// Notes counts of all rows of some days, which are shown beside the figures.
    package func note(_ cells: [DaysCell]) {
        days += cells.sorted { ($0.fact, $0.first, $0.end) < ($1.fact, $1.first, $1.end) }
    }

    /// Whether such a count is hidden; what was not noted is.
    package func isHidden(_ cell: DaysCell) -> Bool {
        guard let facts, days.contains(cell) else { return true }
        // A fact of which nothing else is shown has nothing to be told from.
        guard let fact = facts[cell.fact] else { return false }
        guard let box = fact.cells.box(of: [cell.condition(fact.cells.fact.event.value)], space: 0),
            let number = fact.cells.number(of: box)
        else { return true }
        return fact.hidden.contains(number)
    }

    // MARK: Answers

    func answers(_ key: AnswerKey, or ask: () throws -> LeafAnswers) rethrows -> LeafAnswers {
        if let known = answers[key] { return known }
        let asked = try ask()
        answers[key] = asked
        return asked
    }

    /// Notes the cells of an answer, or finds those of them that are hidden.
    func concealed(_ request: RecordedRequest) throws -> Set<RowLeaf> {
        guard let facts else {
            requests.append(request)
            return []
        }
        var concealed: Set<RowLeaf> = []
        for group in request.groups {
            let controlled = group.leaves.filter { catalogue.disclosure(of: $0.metric) != nil }
            guard !controlled.isEmpty else { continue }
            let rows = try recordedRows(group.query)
            let fact = facts[group.query.fact.name.value]
            for leaf in controlled where leaf.isShown {
                let base = try fact.flatMap { try self.base(of: leaf, rows, in: $0.cells) }
                for row in [nil] + request.rows.map(Optional.some) {
                    // What nobody has decided about is not shown.
                    if let fact, let base, !isHidden(row, rows, base: base, in: fact) { continue }
                    concealed.insert(RowLeaf(leaf: leaf, row: row))
                }
            }
        }
        return concealed
    }

    /// The rows behind a leaf, members apart; nil for conditions that nothing was decided about.
    private func base(of leaf: Leaf, _ rows: RecordedRows, in cells: FactCells) throws -> CellBox? {
        guard let simple = simple(leaf.metric) else { return nil }
        return cells.box(
            of: try cells.conditions(of: simple, leaf, rows.query, resolver), space: cells.space(of: simple))
    }

    private func isHidden(_ row: RowIdentity?, _ rows: RecordedRows, base: CellBox, in fact: DecidedFact) -> Bool {
        guard let (box, _) = fact.cells.box(of: row, rows, base: base) else { return true }
        if fact.cells.isEmpty(box) { return false }
        guard let number = fact.cells.number(of: box), !fact.cells.variables[number].conditions.isEmpty else {
            return true
        }
        return fact.hidden.contains(number)
    }

    private func simple(_ name: String) -> MetricDefinition.Simple? {
        guard case .simple(let simple) = catalogue.metrics[name]?.kind else { return nil }
        return simple
    }

    private func recordedRows(_ query: FactQuery) throws -> RecordedRows {
        RecordedRows(
            query: query, paths: try query.by.map { try rootedPath($0.text, query, resolver) },
            keyCounts: try query.by.map { try keyCount(of: $0.text, query, resolver) })
    }

    // MARK: Deciding

    /// Decides what is hidden of all cells noted so far, beside what earlier reports have shown and hidden.
    ///
    /// - Throws: `DisclosureError` when a hidden cell can be worked out whatever else is hidden; nothing may be shown then.
    package func decide(on connection: borrowing Connection) throws {
        var decided: [String: DecidedFact] = [:]
        var exposed: [String] = []
        let names = Set(requests.flatMap(\.groups).filter(isControlled).map(\.query.fact.name.value))
        for name in names.sorted() {
            let stored = try stored(of: name, on: connection)
            let cells = try cells(of: name, stored, on: connection)
            let problem = DisclosureProblem(
                minimums: cells.minimums, overlapping: cells.overlapping,
                cells: cells.variables.map {
                    ControlledCell(
                        counts: $0.counts, standing: $0.standing, isProtected: $0.isProtected,
                        reluctance: $0.reluctance)
                }, relations: cells.relations)
            let suppression = problem.suppression(
                complementary: steps.contains(.complementary), stopsWhereExposed: steps.contains(.audit))
            let hidden = Set(suppression.reasons.keys)
            decided[name] = DecidedFact(cells: cells, hidden: hidden)
            guard steps.contains(.audit) else { continue }
            if !suppression.exposed.isEmpty {
                exposed += suppression.exposed.map { cells.variables[$0].shownConditions(of: name) }
                continue
            }
            exposed += problem.exposures(hiding: hidden).map { cells.variables[$0.cell].shownConditions(of: name) }
        }
        guard exposed.isEmpty else { throw DisclosureError.exposed(Array(Set(exposed)).sorted()) }
        facts = decided
    }

    /// Keeps the decisions, so that no later report tells what this one hides.
    package func store(report: String, on connection: borrowing Connection) throws {
        for (name, fact) in (facts ?? [:]).sorted(by: { $0.key < $1.key }) {
            try StoredCells(fact: name).write(
                try fact.cells.decisions(hidden: fact.hidden), report: report, on: connection)
        }
    }

    private func isControlled(_ group: RecordedRequest.Group) -> Bool {
        group.leaves.contains { catalogue.disclosure(of: $0.metric) != nil }
    }

    private func groups(of fact: String) -> [(RecordedRequest, RecordedRequest.Group)] {
        requests.flatMap { request in
            request.groups.filter { $0.query.fact.name.value == fact }.map { (request, $0) }
        }
    }

    private func stored(of name: String, on connection: borrowing Connection) throws -> [StoredCell] {
        let spans = groups(of: name).flatMap { $0.1.leaves.map(\.span) }
        let from = spans.contains { $0.from == nil } ? nil : spans.compactMap(\.from).min()
        return try StoredCells(fact: name).connected(from: from, until: spans.map(\.until).max(), on: connection)
    }

    private func cells(
        of name: String, _ stored: [StoredCell], on connection: borrowing Connection
    ) throws -> FactCells {
        let groups = groups(of: name)
        guard let query = groups.first?.1.query else {
            throw MetricQueryError.unexpectedResult("no query of fact `\(name)`")
        }
        let controlled = catalogue.metrics.values.compactMap { metric in
            simple(metric.name.value).flatMap { simple in
                simple.fact.value == name ? catalogue.disclosure(of: metric.name.value).map { (simple, $0) } : nil
            }
        }
        var minimums: [CellQuantity: Int64] = [.rows: 0]
        for (simple, disclosure) in controlled {
            minimums[CellQuantity(simple, disclosure), default: 0] = Int64(disclosure.below)
        }
        let quantities = minimums.sorted { $0.key.text < $1.key.text }
        let stocks = Set(controlled.compactMap { $0.0.aggregation == .last ? $0.0.of?.value : nil }).sorted()
        var demand = RootDemand(query.fact, resolver)
        for (request, group) in groups {
            let rows = try recordedRows(group.query)
            for leaf in group.leaves {
                guard catalogue.disclosure(of: leaf.metric) != nil, let simple = simple(leaf.metric) else { continue }
                for condition in (simple.filters + group.query.filters) {
                    demand.add(
                        CellCondition(condition, path: try rootedPath(condition.path.value, group.query, resolver)))
                }
                demand.add(CellCondition(leaf.span, role: group.query.date.name.value))
            }
            try demand.add(rows, request.rows)
        }
        let days = days.filter { $0.fact == name }
        for cell in days { demand.add(cell.condition(query.fact.event.value)) }
        for cell in stored {
            for condition in cell.description.conditions { demand.add(condition) }
        }
        let history = try ContentHistory(
            of: query.fact, project, earlier: Set(stored.map(\.moment)),
            now: try ContentHistory.moment(of: query.knowledge, fact: query.fact, project, on: connection),
            on: connection)
        for condition in history.conditions where demand.knows(condition) { demand.add(condition) }
        let roots = demand.roots
        let cells = FactCells(
            query.fact, quantities: quantities.map(\.key), minimums: quantities.map(\.value), roots: roots,
            classes: try roots.map { try demand.classes(of: $0, query, on: connection) }, stocks: stocks,
            history: history)

        for (request, group) in groups {
            let rows = try recordedRows(group.query)
            for leaf in group.leaves {
                guard !leaf.isSquared, catalogue.disclosure(of: leaf.metric) != nil, let simple = simple(leaf.metric)
                else { continue }
                try cells.show(leaf, simple, rows, request, resolver)
            }
        }
        for request in requests { try protectComplements(of: request, name, in: cells) }
        for cell in days { try cells.show(cell) }
        try cells.remember(stored)
        try cells.relateJointly()
        cells.relateDistinct()
        return cells
    }

    private func protectComplements(of request: RecordedRequest, _ fact: String, in cells: FactCells) throws {
        for share in request.shares {
            guard let top = simple(share.numerator.metric), let bottom = simple(share.denominator.metric),
                top.fact.value == fact, bottom.fact.value == fact,
                let inner = request.groups.first(where: { $0.leaves.contains(share.numerator) }),
                let outer = request.groups.first(where: { $0.leaves.contains(share.denominator) }),
                catalogue.disclosure(of: share.numerator.metric) != nil,
                catalogue.disclosure(of: share.denominator.metric) != nil
            else { continue }
            let (rows, others) = (try recordedRows(inner.query), try recordedRows(outer.query))
            guard let numerator = try base(of: share.numerator, rows, in: cells),
                let denominator = try base(of: share.denominator, others, in: cells)
            else { continue }
            for row in [nil] + request.rows.map(Optional.some) {
                guard let part = cells.box(of: row, rows, base: numerator)?.box,
                    let whole = cells.box(of: row, others, base: denominator)?.box
                else { continue }
                cells.protectComplement(of: part, in: whole)
            }
        }
    }
}

extension FactCells.Variable {
    /// The conditions as they can be told; the counts are what must not be.
    fileprivate func shownConditions(of fact: String) -> String {
        guard let conditions = conditions.first ?? earlier else {
            return "\(fact): a rest that follows from other cells"
        }
        let texts = conditions.map { condition in
            switch condition {
            case .member(let path, let name, let keys):
                "\(path) = \(name ?? "–")\(keys.isEmpty ? "" : " (\(keys.map { $0 ?? "–" }.joined(separator: ", ")))")"
            case .filter(let path, let test): test.filter(on: path).description
            case .days(let role, let from, let until): "\(role) \(from.map { "from \($0) " } ?? "")before \(until)"
            }
        }
        return "\(fact): \(texts.joined(separator: ", "))"
    }
}
