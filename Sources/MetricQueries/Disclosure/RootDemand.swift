internal import Definitions
internal import Postgres

/// What the cells of a fact ask of each role and column, and so what its members have to be told apart by.
struct RootDemand {
    private let fact: FactDefinition
    private let resolver: AttributeResolver
    private var paths: [String: Set<String>] = [:]
    private var conditions: [String: Set<CellCondition>] = [:]

    init(_ fact: FactDefinition, _ resolver: AttributeResolver) {
        self.fact = fact
        self.resolver = resolver
    }

    var roots: [String] { Set(paths.keys).union(conditions.keys).sorted() }

    /// Whether the fact has what a condition is about, and cells ask about it too, if it is not days.
    func knows(_ condition: CellCondition) -> Bool {
        let root = condition.root
        return condition.span != nil && fact.role(root) != nil || paths[root] != nil || conditions[root] != nil
    }

    mutating func add(_ condition: CellCondition) {
        let root = condition.root
        if case .member(let path, _, _) = condition, fact.role(root) != nil {
            paths[root, default: []].insert(path)
        } else {
            conditions[root, default: []].insert(condition)
        }
    }

    mutating func add(_ rows: RecordedRows, _ identities: [RowIdentity]) throws {
        for path in rows.paths where fact.role(CellCondition.member(path: path, name: nil, keys: []).root) != nil {
            add(.member(path: path, name: nil, keys: []))
        }
        let own = rows.paths.filter { fact.role($0) == nil && !$0.contains(".") }
        guard !own.isEmpty else { return }
        for row in identities {
            for (path, name) in zip(rows.paths, rows.names(of: row)) where own.contains(path) {
                add(.member(path: path, name: name.text, keys: []))
            }
        }
    }

    /// Tells the members of a role apart by a query of its dimension, the values of a column by what is asked of them.
    func classes(of root: String, _ query: FactQuery, on connection: borrowing Connection) throws -> RootClasses {
        let conditions = (conditions[root] ?? []).sorted { $0.order < $1.order }
        guard let role = fact.role(root) else {
            let type = fact.column(root)?.type ?? fact.measure(root)?.type
            return RootClasses(
                try OwnColumnClasses(isNumber: type?.isNumeric ?? false, conditions: conditions), conditions: conditions
            )
        }
        let attribute = try resolver.resolve(root, in: fact, dateRole: query.date.name.value)
        guard let dimension = attribute.dimension else {
            throw MetricQueryError.unexpectedResult("role `\(root)` has no dimension")
        }
        let paths = (paths[root] ?? []).sorted()
        let filters = conditions.compactMap { condition in
            if case .filter(let path, let test) = condition { test.filter(on: path) } else { nil }
        }
        // Spans stand behind filters in the statement, and so here.
        let ordered = conditions.filter { $0.span == nil } + conditions.filter { $0.span != nil }
        var writer = FactQueryWriter(query: query, resolver: resolver)
        let statement = try writer.classes(
            of: role, dimension, paths: paths, filters: filters, spans: conditions.compactMap(\.span))
        return RootClasses(
            try connection.query(statement.text, statement.values), paths: paths,
            keyCounts: try paths.map { try keyCount(of: $0, query, resolver) }, conditions: ordered)
    }
}

extension CellCondition {
    /// Any order that is always the same.
    fileprivate var order: String { "\(self)" }
}
