internal import Definitions
internal import Postgres

/// The dimension tables that a statement joins, each way through roles and references once.
struct DimensionJoins {
    private(set) var clauses: [String] = []
    private var aliases: [String: String] = [:]
    private let knowledge: Knowledge
    private let timeZone: String

    /// - Parameter timeZone: the one in which it is today.
    init(_ knowledge: Knowledge, timeZone: String) {
        self.knowledge = knowledge
        self.timeZone = timeZone
    }

    /// Joins what leads to an attribute and names the table that holds it; nil for the fact's own columns.
    ///
    /// Joins are left joins: no row of a fact may be lost because a member is not there.
    mutating func alias(for attribute: ResolvedAttribute, _ parameters: inout SQLParameters) -> String? {
        guard case .role(let role, let dimension) = attribute.root else { return nil }
        var way = role.name.value
        var key = "f.\(quoted(role.keyColumn))"
        if attribute.standing == .asIs {
            way += " as_is"
            let today = standing(dimension, way, key, &parameters)
            key = "coalesce(\(today).now_key, \(key))"
        }
        var alias = join(dimension, way, on: key, &parameters)
        for step in attribute.steps {
            way += ".\(step.through.name.value)"
            alias = join(step.dimension, way, on: "\(alias).\(quoted(step.through.tableColumn))", &parameters)
        }
        return alias
    }

    /// Joins the keys that the versions of a dimension have today.
    private mutating func standing(
        _ dimension: DimensionDefinition, _ way: String, _ key: String, _ parameters: inout SQLParameters
    ) -> String {
        let name = "\(way) key"
        if let alias = aliases[name] { return alias }
        let alias = "d\(aliases.count + 1)"
        aliases[name] = alias
        let today: String
        switch knowledge {
        case .current: today = "now()"
        case .asOf(let moment): today = "\(parameters.bindOnce(.text(moment)))::timestamptz"
        }
        let standing = MemberStanding(
            dimension, known: known("m", &parameters), today: "(\(today) at time zone \(literal(timeZone)))::date")
        clauses.append("left join (\n\(standing.sql)\n) \(alias) on \(alias).was_key = \(key)")
        return alias
    }

    private mutating func join(
        _ dimension: DimensionDefinition, _ way: String, on key: String, _ parameters: inout SQLParameters
    ) -> String {
        if let alias = aliases[way] { return alias }
        let alias = "d\(aliases.count + 1)"
        aliases[way] = alias
        let table = "store.\(quoted(dimension.name.value))"
        let known = known(alias, &parameters)
        clauses.append(
            "left join \(table) \(alias) on \(alias).\(quoted(dimension.keyColumn)) = \(key) and \(known)")
        return alias
    }

    /// The condition that a member's row is what was known.
    private func known(_ alias: String, _ parameters: inout SQLParameters) -> String {
        switch knowledge {
        case .current: return "\(alias).known_to = 'infinity'"
        case .asOf(let moment):
            let moment = parameters.bindOnce(.text(moment))
            return "\(alias).known_from <= \(moment) and \(moment) < \(alias).known_to"
        }
    }
}
