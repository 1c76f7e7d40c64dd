/// A combination of members, one per attribute, and what it brings to a metric in both periods.
struct MemberLeaf {
    /// What makes each member the same one in both periods, whatever it is called in them.
    let identities: [[String?]]
    /// How many columns of a natural key stand behind each attribute's name.
    var keyCounts: [Int] = []
    var names: [String?]
    var sortKeys: [MemberSortKey]
    var numbers: RatioMember
    var marks = ExplainedMember.Marks()
    /// How many combinations it stands for because their figures are confidential.
    var hidden = 0

    /// Finds the combinations of members in either of two tables, each once, in no order.
    ///
    /// Those with a confidential figure in either period are shown as one beneath the member above them: what the others
    /// leave of its figure. Where that is confidential too, all beneath it is part of what is left a level higher.
    ///
    /// - Parameter keyCounts: how many columns of a natural key stand behind each attribute's name.
    static func leaves(
        _ before: MetricTable, _ after: MetricTable, keyCounts: [Int], isRatio: Bool
    ) throws(RationalError) -> [MemberLeaf] {
        let nodes = try nodes(before, after, keyCounts, isRatio: isRatio)
        let depth = keyCounts.count
        guard nodes.values.contains(where: \.isHidden) else {
            return nodes.values.filter { $0.leaf.identities.count == depth }.map(\.leaf)
        }
        let shown = nodes.values.filter { node in
            (1...max(1, node.leaf.identities.count)).allSatisfy {
                nodes[Array(node.leaf.identities.prefix($0))]?.isHidden == false
            }
        }.map(\.leaf)
        var leaves = shown.filter { $0.identities.count == depth }
        let total = MemberLeaf(
            identities: [], names: [], sortKeys: [],
            numbers: RatioMember(
                before: RatioParts(before.total.cells[0], isRatio: isRatio),
                after: RatioParts(after.total.cells[0], isRatio: isRatio)))
        let children = Dictionary(grouping: shown) { Array($0.identities.dropLast()) }
        let hidden = Dictionary(grouping: nodes.values.filter(\.isHidden)) { Array($0.leaf.identities.dropLast()) }
        for parent in shown.filter({ $0.identities.count < depth }) + [total] {
            guard let count = hidden[parent.identities]?.count else { continue }
            leaves.append(try parent.rest(children[parent.identities] ?? [], count, depth: depth))
        }
        return leaves
    }

    /// A member of any level, and whether its figure is confidential in either period.
    private struct Node {
        var leaf: MemberLeaf
        var isHidden = false
    }

    private static func nodes(
        _ before: MetricTable, _ after: MetricTable, _ keyCounts: [Int], isRatio: Bool
    ) throws(RationalError) -> [[[String?]]: Node] {
        var nodes: [[[String?]]: Node] = [:]
        for (table, isLater) in [(before, false), (after, true)] {
            for row in table.rows {
                let identities = identities(row, keyCounts)
                let parts = RatioParts(row.cells[0], isRatio: isRatio)
                let numbers = RatioMember(before: isLater ? .nothing : parts, after: isLater ? parts : .nothing)
                // That a period is provisional is said of the whole.
                let marks = row.cells[0].marks.subtracting(.provisional)
                var node =
                    nodes[identities]
                    ?? Node(
                        leaf: MemberLeaf(
                            identities: identities, keyCounts: keyCounts, names: row.members,
                            sortKeys: row.sortKeys,
                            numbers: RatioMember(before: .nothing, after: .nothing)))
                if row.cells[0].state == .confidential { node.isHidden = true }
                node.leaf.numbers = try node.leaf.numbers.adding(numbers)
                node.leaf.sortKeys = zip(node.leaf.sortKeys, row.sortKeys).map { min($0, $1) }
                node.leaf.marks = node.leaf.marks.union(
                    ExplainedMember.Marks(before: isLater ? [] : marks, after: isLater ? marks : []))
                // A member that is called otherwise now goes by its present name.
                if isLater { node.leaf.names = row.members }
                nodes[identities] = node
            }
        }
        return nodes
    }

    /// The natural key behind the name of one of its members; empty where there is none.
    func keys(_ level: Int) -> [String?] {
        keyCounts.indices.contains(level) && keyCounts[level] > 0 ? identities[level] : []
    }

    /// What the members shown beneath this one leave of its figure: so many that are hidden.
    private func rest(_ shown: [MemberLeaf], _ hidden: Int, depth: Int) throws(RationalError) -> MemberLeaf {
        var numbers = numbers
        for leaf in shown { numbers = try numbers.adding(leaf.numbers.negated) }
        let missing = depth - identities.count
        return MemberLeaf(
            identities: identities + Array(repeating: Self.noIdentity, count: missing), keyCounts: keyCounts,
            names: names.prefix(identities.count) + Array(repeating: nil, count: missing),
            sortKeys: sortKeys.prefix(identities.count) + Array(repeating: .missing, count: missing),
            numbers: numbers, hidden: hidden)
    }

    /// That of members who are not told apart; a member's own has one part at least.
    private static let noIdentity: [String?] = []

    /// Whether at a level it stands for several members that are hidden.
    func isRest(at level: Int) -> Bool { identities[level].isEmpty }

    /// By its natural key where there is one behind the name, else by what it is called.
    private static func identities(_ row: MetricRow, _ keyCounts: [Int]) -> [[String?]] {
        var offset = 0
        return zip(row.members.prefix(row.level), keyCounts).map { member, count in
            defer { offset += count }
            return count == 0 ? [member] : Array(row.keys[offset..<min(offset + count, row.keys.count)])
        }
    }
}

extension RatioParts {
    /// What a cell brings to the sum over members; rows that say nothing of a measure bring nothing.
    init(_ cell: MetricCell, isRatio: Bool) {
        self =
            isRatio
            ? RatioParts(numerator: cell.numerator ?? .zero, denominator: cell.denominator ?? .zero)
            : RatioParts(numerator: cell.value ?? .zero, denominator: .zero)
    }
}
