internal import Definitions

/// The text of a path that begins with the role or column it is rooted in, whatever word was used for it.
func rootedPath(_ path: String, _ query: FactQuery, _ resolver: AttributeResolver) throws -> String {
    let attribute = try resolver.resolve(path, in: query.fact, dateRole: query.date.name.value)
    guard case .role(let role, _) = attribute.root else { return path }
    return role.name.value + path.drop { $0 != "." && $0 != " " }
}

/// How many columns of a natural key stand behind the name that a path ends in.
func keyCount(of path: String, _ query: FactQuery, _ resolver: AttributeResolver) throws -> Int {
    let attribute = try resolver.resolve(path, in: query.fact, dateRole: query.date.name.value)
    guard let column = attribute.column(in: query.language) else { return 0 }
    return attribute.dimension?.identities(behind: column).count ?? 0
}
