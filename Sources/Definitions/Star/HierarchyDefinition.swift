/// The levels that a dimension's members stand under, from the members themselves upward.
package struct HierarchyDefinition: Sendable {
    package let name: Located<String>
    /// Attributes of the dimension, such as `code`, `province`, `province.region`.
    package let levels: [Located<String>]

    /// Reads one entry of `hierarchies:`.
    init?(_ name: Located<String>, _ node: YAMLNode) {
        name.checkIdentifier("hierarchy", node.collector)
        guard
            let levels = node.sequence(name.value)?.compactMap({ level in
                level.string("level").map { Located($0, at: level.location) }
            })
        else { return nil }
        if levels.count < 2 {
            node.collector.error(
                at: node.location, "hierarchy `\(name.value)` has \(levels.count) levels",
                remedy: "name two or more, the lowest first")
        }
        self.name = name
        self.levels = levels
    }
}
