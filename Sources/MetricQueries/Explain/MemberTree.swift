/// A member of a path of attributes, with what it brings to a metric in both periods and the members beneath it.
struct MemberTree {
    let name: ExplainedMember.Name
    /// The natural key behind the name; empty where there is none.
    let keys: [String?]
    let sortKey: MemberSortKey
    /// The sum over what is beneath it.
    let numbers: RatioMember
    let marks: ExplainedMember.Marks
    let children: [MemberTree]

    /// Groups leaves by attribute after attribute, in the members' own order.
    static func grow(_ leaves: [MemberLeaf], from level: Int = 0) throws(RationalError) -> [MemberTree] {
        var trees: [(tree: MemberTree, text: String)] = []
        for group in Dictionary(grouping: leaves, by: { $0.identities[level] }).values {
            trees.append(try tree(group, level))
        }
        trees.sort { left, right in
            if left.tree.sortKey != right.tree.sortKey { return left.tree.sortKey < right.tree.sortKey }
            return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
        }
        return trees.map(\.tree)
    }

    private static func tree(_ group: [MemberLeaf], _ level: Int) throws(RationalError) -> (MemberTree, String) {
        var numbers = RatioMember(before: .nothing, after: .nothing)
        for leaf in group { numbers = try numbers.adding(leaf.numbers) }
        let text = group.compactMap { $0.names[level] }.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let isRest = group.first?.isRest(at: level) ?? false
        let isLast = isRest || level + 1 == group.first?.identities.count
        let tree = MemberTree(
            name: isRest ? .other(group.reduce(0) { $0 + $1.hidden }) : text.map { .member($0) } ?? .missing,
            keys: isRest ? [] : group.first?.keys(level) ?? [],
            sortKey: group.map { $0.sortKeys[level] }.min() ?? .missing, numbers: numbers,
            // What is said of a member's own figure is not said of the figure of many.
            marks: isLast ? group.reduce(ExplainedMember.Marks()) { $0.union($1.marks) } : ExplainedMember.Marks(),
            children: isLast ? [] : try grow(group, from: level + 1))
        return (tree, text ?? "")
    }
}
