internal import Definitions

/// A column of a fact's rows that may be shown to whoever asks where a figure comes from.
enum RowColumn: Hashable {
    /// A degenerate column or measure.
    case own(String)
    /// A column of the natural key of the member in a role.
    case member(role: String, column: String)

    var name: String {
        switch self {
        case .own(let name): name
        case .member(let role, let column): "\(role).\(column)"
        }
    }

    /// What can be shown of a fact: days and members by their keys, other columns and measures; never a pseudonym.
    static func columns(of fact: FactDefinition, in project: Project) -> [RowColumn] {
        let members = fact.roles.flatMap { role -> [RowColumn] in
            guard let dimension = project.dimensions[role.dimension.value] else { return [] }
            return dimension.key.compactMap { key in
                guard let column = dimension.column(key.value), column.type != .pseudonym,
                    column.references == nil
                else { return nil }
                return .member(role: role.name.value, column: key.value)
            }
        }
        let columns = fact.columns.filter { $0.type != .pseudonym }.map { RowColumn.own($0.name.value) }
        return members + columns + fact.measures.map { .own($0.name.value) }
    }
}
