/// A member of a path of attributes, with what it brings to a metric in both periods and the members beneath it.
struct MemberTree {
    let name: String?
    let sortKey: MemberSortKey
    /// The sum over what is beneath it.
    let numbers: RatioMember
    let children: [MemberTree]

    /// A combination of members, one per attribute, and its numbers.
    struct Leaf {
        /// What makes each member the same one in both periods, whatever it is called in them.
        let identities: [[String?]]
        var names: [String?]
        var sortKeys: [MemberSortKey]
        var numbers: RatioMember
    }

    /// Groups leaves by attribute after attribute, in the members' own order.
    static func grow(_ leaves: [Leaf], from level: Int = 0) throws(RationalError) -> [MemberTree] {
        var trees: [MemberTree] = []
        for group in Dictionary(grouping: leaves, by: { $0.identities[level] }).values {
            trees.append(try tree(group, level))
        }
        return trees.sorted { left, right in
            if left.sortKey != right.sortKey { return left.sortKey < right.sortKey }
            return (left.name ?? "").utf8.lexicographicallyPrecedes((right.name ?? "").utf8)
        }
    }

    private static func tree(_ group: [Leaf], _ level: Int) throws(RationalError) -> MemberTree {
        let isLast = level + 1 == group.first?.identities.count
        var numbers = RatioMember(before: .nothing, after: .nothing)
        for leaf in group { numbers = try numbers.adding(leaf.numbers) }
        return MemberTree(
            name: group.compactMap { $0.names[level] }.min { $0.utf8.lexicographicallyPrecedes($1.utf8) },
            sortKey: group.map { $0.sortKeys[level] }.min() ?? .missing, numbers: numbers,
            children: isLast ? [] : try grow(group, from: level + 1))
    }
}
