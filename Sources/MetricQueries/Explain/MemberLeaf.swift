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
    /// Those with a confidential figure in either period are shown as one, which is what the others leave of the total.
    ///
    /// - Parameter keyCounts: how many columns of a natural key stand behind each attribute's name.
    static func leaves(
        _ before: MetricTable, _ after: MetricTable, keyCounts: [Int], isRatio: Bool
    ) throws(RationalError) -> [MemberLeaf] {
        var leaves: [[[String?]]: MemberLeaf] = [:]
        var hidden: Set<[[String?]]> = []
        for (table, isLater) in [(before, false), (after, true)] {
            for row in table.rows {
                let identities = identities(row, keyCounts)
                if row.cells[0].state == .confidential { hidden.insert(identities) }
                let parts = RatioParts(row.cells[0], isRatio: isRatio)
                let numbers = RatioMember(before: isLater ? .nothing : parts, after: isLater ? parts : .nothing)
                // That a period is provisional is said of the whole.
                let marks = row.cells[0].marks.subtracting(.provisional)
                var leaf =
                    leaves[identities]
                    ?? MemberLeaf(
                        identities: identities, keyCounts: keyCounts, names: row.members, sortKeys: row.sortKeys,
                        numbers: RatioMember(before: .nothing, after: .nothing))
                leaf.numbers = try leaf.numbers.adding(numbers)
                leaf.sortKeys = zip(leaf.sortKeys, row.sortKeys).map { min($0, $1) }
                leaf.marks = leaf.marks.union(
                    ExplainedMember.Marks(before: isLater ? [] : marks, after: isLater ? marks : []))
                // A member that is called otherwise now goes by its present name.
                if isLater { leaf.names = row.members }
                leaves[identities] = leaf
            }
        }
        guard !hidden.isEmpty else { return Array(leaves.values) }
        let shown = leaves.filter { !hidden.contains($0.key) }.map(\.value)
        return shown + [try rest(of: before, after, shown, hidden.count, keyCounts.count, isRatio: isRatio)]
    }

    /// The natural key behind the name of one of its members; empty where there is none.
    func keys(_ level: Int) -> [String?] {
        keyCounts.indices.contains(level) && keyCounts[level] > 0 ? identities[level] : []
    }

    private static func rest(
        of before: MetricTable, _ after: MetricTable, _ shown: [MemberLeaf], _ hidden: Int, _ depth: Int, isRatio: Bool
    ) throws(RationalError) -> MemberLeaf {
        var numbers = RatioMember(
            before: RatioParts(before.total.cells[0], isRatio: isRatio),
            after: RatioParts(after.total.cells[0], isRatio: isRatio))
        for leaf in shown { numbers = try numbers.adding(leaf.numbers.negated) }
        return MemberLeaf(
            // A member's identity has one part at least.
            identities: Array(repeating: [], count: depth), names: Array(repeating: nil, count: depth),
            sortKeys: Array(repeating: .missing, count: depth), numbers: numbers, hidden: hidden)
    }

    /// By its natural key where there is one behind the name, else by what it is called.
    private static func identities(_ row: MetricRow, _ keyCounts: [Int]) -> [[String?]] {
        var offset = 0
        return zip(row.members, keyCounts).map { member, count in
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
