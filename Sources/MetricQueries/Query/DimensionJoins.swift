internal import Definitions
internal import Postgres

/// The dimension tables that a statement joins, each way through roles and references once.
struct DimensionJoins {
    private(set) var clauses: [String] = []
    private var aliases: [String: String] = [:]
    private let knowledge: Knowledge

    init(_ knowledge: Knowledge) { self.knowledge = knowledge }

    /// Joins what leads to an attribute and names the table that holds it; nil for the fact's own columns.
    ///
    /// Joins are left joins: no row of a fact may be lost because a member is not there.
    mutating func alias(for attribute: ResolvedAttribute, _ parameters: inout SQLParameters) -> String? {
        guard case .role(let role, let dimension) = attribute.root else { return nil }
        var way = role.name.value
        var alias = join(dimension, way, on: "f.\(quoted(role.keyColumn))", &parameters)
        for step in attribute.steps {
            way += ".\(step.through.name.value)"
            alias = join(step.dimension, way, on: "\(alias).\(quoted(step.through.tableColumn))", &parameters)
        }
        return alias
    }

    private mutating func join(
        _ dimension: DimensionDefinition, _ way: String, on key: String, _ parameters: inout SQLParameters
    ) -> String {
        if let alias = aliases[way] { return alias }
        let alias = "d\(aliases.count + 1)"
        aliases[way] = alias
        let known: String
        switch knowledge {
        case .current: known = "\(alias).known_to = 'infinity'"
        case .asOf(let moment):
            let moment = parameters.bindOnce(.text(moment))
            known = "\(alias).known_from <= \(moment) and \(moment) < \(alias).known_to"
        }
        let table = "store.\(quoted(dimension.name.value))"
        clauses.append(
            "left join \(table) \(alias) on \(alias).\(quoted(dimension.keyColumn)) = \(key) and \(known)")
        return alias
    }
}
