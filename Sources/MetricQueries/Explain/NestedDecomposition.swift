/// The change of a metric, taken apart by the members of one attribute, those again by the members of the next.
///
/// A matched member contributes within + mix. Its within is its weight times the change of its own rate, which is taken
/// apart by the members beneath it just as the headline is (`RatioDecomposition`). Its mix is a multiple of its
/// denominators, and each member beneath it has the same multiple of its own; so has each its share of the entry or exit
/// of a member that is not matched. So contributions add up to that of the member above, and at every level to the
/// headline; what was within a member above can be mix or entry and exit between the members beneath.
struct NestedDecomposition {
    let headline: BigFraction
    /// One per attribute: the sum over all members of that level.
    let levels: [RatioContribution]
    let members: [ExplainedMember]

    /// Takes a ratio apart.
    ///
    /// - Throws: `DecompositionError`, `RationalError.overflow`.
    init(ratioOf trees: [MemberTree], total: RatioMember, depth: Int) throws {
        let wholes = try WholeTree.scaled(trees, total)
        headline = try RatioDecomposition([wholes.total]).headline
        var descent = RatioDescent(depth: depth)
        members = try descent.explain(wholes.trees, weight: .one, mix: .none, level: 0).byEffect()
        guard depth == 0 || BigFraction.sum(members.map(\.contribution.total)) == headline else {
            throw DecompositionError.doesNotAddUp
        }
        levels = descent.levels(headline)
    }

    /// Takes a count or a sum apart: every contribution is a difference.
    init(sumOf trees: [MemberTree], total: RatioMember, depth: Int) throws {
        let change = Self.difference(total).total
        headline = change
        members = Self.differences(trees)
        levels = (0..<depth).map { _ in .whole(change) }
        guard depth == 0 || BigFraction.sum(members.map(\.contribution.total)) == headline else {
            throw DecompositionError.doesNotAddUp
        }
    }

    private static func difference(_ numbers: RatioMember) -> RatioContribution {
        .whole(BigFraction(numbers.after.numerator) - BigFraction(numbers.before.numerator))
    }

    private static func differences(_ trees: [MemberTree]) -> [ExplainedMember] {
        trees.map { tree in
            ExplainedMember(
                name: tree.name, keys: tree.keys, numbers: tree.numbers, marks: tree.marks,
                contribution: difference(tree.numbers),
                children: differences(tree.children))
        }.byEffect()
    }
}

/// A tree of members in whole numbers.
private struct WholeTree {
    let tree: MemberTree
    let whole: WholeRatioMember
    let children: [WholeTree]

    static func scaled(
        _ trees: [MemberTree], _ total: RatioMember
    ) throws(RationalError) -> (trees: [WholeTree], total: WholeRatioMember) {
        var numbers: [RatioMember] = [total]
        func collect(_ trees: [MemberTree]) {
            for tree in trees {
                numbers.append(tree.numbers)
                collect(tree.children)
            }
        }
        collect(trees)
        var rest = try WholeRatioMember.scaled(numbers)[...]
        func next() -> WholeRatioMember { rest.popFirst() ?? .nothing }
        func build(_ trees: [MemberTree]) -> [WholeTree] {
            trees.map { tree in
                let whole = next()
                return WholeTree(tree: tree, whole: whole, children: build(tree.children))
            }
        }
        let whole = next()
        return (build(trees), whole)
    }

    func explained(_ contribution: RatioContribution, _ children: [ExplainedMember]) throws(DecompositionError)
        -> ExplainedMember
    {
        guard children.isEmpty || BigFraction.sum(children.map(\.contribution.total)) == contribution.total else {
            throw .doesNotAddUp
        }
        return ExplainedMember(
            name: tree.name, keys: tree.keys, numbers: tree.numbers, marks: tree.marks, contribution: contribution,
            children: children.byEffect())
    }
}

/// Goes down from the headline, level by level, and sums up what it finds.
private struct RatioDescent {
    private var within: [[BigFraction]]
    private var entryExit: [[BigFraction]]

    init(depth: Int) {
        within = Array(repeating: [], count: depth)
        entryExit = within
    }

    /// The sums by level; each level's members contribute the headline, so what is neither of the others is mix.
    func levels(_ headline: BigFraction) -> [RatioContribution] {
        zip(within, entryExit).map { changes, entries in
            let (within, entryExit) = (BigFraction.sum(changes), BigFraction.sum(entries))
            return RatioContribution(
                within: within, mix: headline - within - entryExit, entryExit: entryExit, total: headline)
        }
    }

    /// - Parameters:
    ///   - weight: what a change of these members' common rate amounts to in the headline.
    ///   - mix: their shares of the mix of the members above.
    mutating func explain(
        _ trees: [WholeTree], weight: BigFraction, mix above: ProportionalRule, level: Int
    ) throws(DecompositionError) -> [ExplainedMember] {
        guard !trees.isEmpty else { return [] }
        let local = try RatioDecomposition(trees.map(\.whole))
        within[level].append(weight * local.sum.within)
        var members: [ExplainedMember] = []
        for (index, tree) in trees.enumerated() {
            let rules = local.rules[index]
            guard let share = rules.weight else {
                members.append(try enter(tree, weight * rules.entryExit, mix: above, level: level))
                continue
            }
            let part = local.contributions[index]
            let inherited = above.value(of: tree.whole)
            let contribution = RatioContribution(
                within: weight * part.within, mix: weight * part.mix + inherited, entryExit: .zero,
                total: weight * part.total + inherited)
            let children = try explain(
                tree.children, weight: weight * share, mix: above + weight * rules.mix, level: level + 1)
            members.append(try tree.explained(contribution, children))
        }
        return members
    }

    /// A member that is not matched, and all that are beneath it.
    private mutating func enter(
        _ tree: WholeTree, _ rule: ProportionalRule, mix above: ProportionalRule, level: Int
    ) throws(DecompositionError) -> ExplainedMember {
        let own = rule.value(of: tree.whole)
        let inherited = above.value(of: tree.whole)
        entryExit[level].append(own)
        var children: [ExplainedMember] = []
        for child in tree.children { children.append(try enter(child, rule, mix: above, level: level + 1)) }
        return try tree.explained(
            RatioContribution(within: .zero, mix: inherited, entryExit: own, total: own + inherited), children)
    }
}
