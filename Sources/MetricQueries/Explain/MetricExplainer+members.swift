internal import Definitions

extension MetricExplainer {
    /// Takes the change apart by the members of both periods.
    func decomposition(
        _ before: MetricTable, _ after: MetricTable, _ subject: ExplanationSubject, _ request: ExplanationRequest,
        _ engine: MetricEngine
    ) throws -> MetricExplanation.Change {
        let isRatio = if case .ratio = subject.metric.kind { true } else { false }
        let total = RatioMember(
            before: RatioParts(before.total.cells[0], isRatio: isRatio),
            after: RatioParts(after.total.cells[0], isRatio: isRatio))
        let leaves = try MemberLeaf.leaves(
            before, after, keyCounts: after.keyColumns.map(\.count), isRatio: isRatio)
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
}
