internal import Definitions

extension MetricExplainer {
    /// Takes the change apart by the members of both periods.
    func decomposition(
        _ before: MetricTable, _ after: MetricTable, _ subject: ExplanationSubject, _ request: ExplanationRequest,
        _ engine: MetricEngine
    ) throws -> MetricExplanation.Change {
        let isRatio = if case .ratio = subject.metric.kind { true } else { false }
        let total = RatioMember(
            before: Self.parts(before.total.cells[0], isRatio), after: Self.parts(after.total.cells[0], isRatio))
        let leaves = try leaves(before, after, isRatio, subject, request, engine)
        guard leaves.count <= Self.maximumMembers else {
            throw MetricQueryError.notExplainable(
                subject.metric.name.value,
                reason: "\(request.by.map(\.text).joined(separator: ", ")) has \(leaves.count) members",
                remedy: "name attributes with no more than \(Self.maximumMembers), or a condition (--where)")
        }
        let depth = request.by.count
        let trees = depth == 0 ? [] : try MemberTree.grow(leaves)
        var sum = RatioMember(before: .nothing, after: .nothing)
        for tree in trees { sum = try sum.adding(tree.numbers) }
        guard depth == 0 || sum == total else {
            throw MetricQueryError.notExplainable(
                subject.metric.name.value, reason: "it does not add up over \(request.by[0].text)",
                remedy: "name another attribute (--by)")
        }
        let nested =
            isRatio
            ? try NestedDecomposition(ratioOf: trees, total: total, depth: depth)
            : try NestedDecomposition(sumOf: trees, total: total, depth: depth)
        return MetricExplanation.Change(headline: nested.headline, levels: nested.levels, members: nested.members)
    }

    /// The combinations of members in either period, each once.
    private func leaves(
        _ before: MetricTable, _ after: MetricTable, _ isRatio: Bool, _ subject: ExplanationSubject,
        _ request: ExplanationRequest, _ engine: MetricEngine
    ) throws -> [MemberTree.Leaf] {
        let counts = try keyCounts(request, subject, engine)
        var leaves: [[[String?]]: MemberTree.Leaf] = [:]
        for (table, isLater) in [(before, false), (after, true)] {
            for row in table.rows {
                let parts = Self.parts(row.cells[0], isRatio)
                let numbers = RatioMember(before: isLater ? .nothing : parts, after: isLater ? parts : .nothing)
                let identities = Self.identities(row, counts)
                guard var leaf = leaves[identities] else {
                    leaves[identities] = MemberTree.Leaf(
                        identities: identities, names: row.members, sortKeys: row.sortKeys, numbers: numbers)
                    continue
                }
                leaf.numbers = try leaf.numbers.adding(numbers)
                leaf.sortKeys = zip(leaf.sortKeys, row.sortKeys).map { min($0, $1) }
                // A member that is called otherwise now goes by its present name.
                if isLater { leaf.names = row.members }
                leaves[identities] = leaf
            }
        }
        return Array(leaves.values)
    }

    /// What a cell brings to the sum over members; rows that say nothing of a measure bring nothing.
    private static func parts(_ cell: MetricCell, _ isRatio: Bool) -> RatioParts {
        guard isRatio else { return RatioParts(numerator: cell.value ?? .zero, denominator: .zero) }
        return RatioParts(numerator: cell.numerator ?? .zero, denominator: cell.denominator ?? .zero)
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
