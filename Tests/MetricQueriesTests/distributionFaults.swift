import Definitions

/// Says what of a statement a database that spreads a fact's rows over nodes could not run, or not alike (DESIGN.md 4).
///
/// The small tables, dimensions and ledger, are there on every node.
func distributionFaults(of statement: String, in project: Project) -> [String] {
    let banned = [
        "recursive", "grouping", "cube", "lateral", "tablesample", "merge", "insert", "update", "delete", "union",
        "intersect", "except", "natural",
    ]
    var faults: [String] = []
    func check(_ scope: SQLScope) {
        faults += banned.filter(scope.words.contains).map { "`\($0)`" }
        if scope.calls.contains("rollup") { faults.append("`rollup (`") }
        let distributed = scope.tables.filter { isDistributed($0.name) }
        if distributed.count > 1 { faults.append("joins \(distributed.map(\.name).joined(separator: " and "))") }
        if let fact = distributed.first { checkDistributed(scope, fact.name, isFirst: fact.join == "from") }
        let unknown = scope.references.subtracting(scope.tables.map(\.alias))
        faults += unknown.sorted().map { "a subquery refers to `\($0)` outside of it" }
        for (clause, inner) in zip(scope.places, scope.within) {
            if clause == .select || clause == .rest { faults.append("a subquery outside FROM, WHERE and HAVING") }
            check(inner)
        }
    }
    func checkDistributed(_ scope: SQLScope, _ table: String, isFirst: Bool) {
        let known: Set = [
            // The aggregates that are the same however rows are spread.
            "sum", "count", "min", "max",
            "coalesce", "to_char", "filter", "in", "and", "or", "on", "where", "when", "then", "join", "as", "select",
        ]
        faults += Set(scope.calls).subtracting(known).sorted().map { "`\($0)` over rows of \(table)" }
        if !isFirst { faults.append("\(table) is joined to something") }
        for join in scope.tables.map(\.join) where ["right", "full", "outer"].contains(join) {
            faults.append("\(table) on the inner side of an outer join")
        }
        let fact = project.facts.values.first { "store.\"\($0.name.value)\"" == table }
        let key = fact.map { [$0.distributeBy.value, "\($0.distributeBy.value)_key"] } ?? []
        for index in scope.words.indices where scope.words[index] == "distinct" {
            let operand = index + 1 < scope.words.count ? scope.words[index + 1] : ""
            let isCount = index > 1 && scope.words[index - 2] == "count"
            if !isCount || !key.contains(where: { operand == "f.\"\($0)\"" }) {
                faults.append("`distinct \(operand)`, which rows of \(table) are not spread by")
            }
        }
    }
    func isDistributed(_ table: String) -> Bool {
        table.hasPrefix("rollup.") || project.facts.keys.contains { table == "store.\"\($0)\"" }
    }
    check(SQLScope(statement))
    return faults
}
