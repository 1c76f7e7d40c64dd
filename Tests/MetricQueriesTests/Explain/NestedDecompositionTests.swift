import TestSupport
import Testing

@testable import MetricQueries

@Suite struct NestedDecompositionTests {
    private func leaf(_ path: [String?], _ numbers: [Int64]) -> MemberLeaf {
        MemberLeaf(
            identities: path.map { [$0] }, names: path, sortKeys: path.map { $0.map { .text($0) } ?? .missing },
            numbers: RatioMember(
                before: RatioParts(numerator: Rational(numbers[0]), denominator: Rational(numbers[1])),
                after: RatioParts(numerator: Rational(numbers[2]), denominator: Rational(numbers[3]))))
    }

    private func total(_ leaves: [MemberLeaf]) throws -> RatioMember {
        try leaves.reduce(RatioMember(before: .nothing, after: .nothing)) { try $0.adding($1.numbers) }
    }

    private func decompose(_ leaves: [MemberLeaf], depth: Int) throws -> NestedDecomposition {
        try NestedDecomposition(ratioOf: try MemberTree.grow(leaves), total: try total(leaves), depth: depth)
    }

    private func fraction(_ numerator: Int128, _ denominator: Int128) throws -> BigFraction {
        BigFraction(try Rational(numerator, over: denominator))
    }

    private func names(_ members: [ExplainedMember]) -> [ExplainedMember.Name] { members.map(\.name) }

    @Test("explains each member by those beneath it, with the upper figures as they were without them")
    func nested() throws {
        let leaves = [
            leaf(["N", "a"], [5, 10, 9, 10]), leaf(["N", "b"], [5, 10, 3, 10]), leaf(["S", "c"], [2, 20, 4, 20]),
        ]
        let result = try decompose(leaves, depth: 2)
        #expect(result.headline == (try fraction(4, 40)))
        // Alone, the regions say the same: N from 10/20 to 12/20, S from 2/20 to 4/20, at half the weight each.
        #expect(names(result.members) == [.member("N"), .member("S")])
        #expect(result.members.map(\.contribution.total) == (try [fraction(1, 20), fraction(1, 20)]))
        // In N, a has risen by 40 points and b has fallen by 20, at a quarter of the whole each.
        #expect(names(result.members[0].children) == [.member("a"), .member("b")])
        #expect(
            result.members[0].children.map(\.contribution.total) == (try [fraction(1, 10), fraction(-1, 20)]))
        #expect(result.levels.map(\.within) == (try [fraction(1, 10), fraction(1, 10)]))
    }

    @Test("tells at the lower level what the upper one takes for a change within")
    func mixBeneath() throws {
        // No shop has changed, but the better one of the only region has grown.
        let leaves = [leaf(["N", "a"], [8, 10, 24, 30]), leaf(["N", "b"], [6, 30, 2, 10])]
        let result = try decompose(leaves, depth: 2)
        let rise = try fraction(26 - 14, 40)
        #expect(result.levels.map(\.within) == [rise, .zero])
        #expect(result.levels.map(\.mix) == [.zero, rise])
    }

    @Test("gives all beneath a member that came or went their part of it")
    func entry() throws {
        let leaves = [
            leaf(["N", "a"], [5, 10, 5, 10]), leaf(["S", "b"], [0, 0, 10, 10]), leaf(["S", "c"], [0, 0, 0, 10]),
        ]
        let result = try decompose(leaves, depth: 2)
        #expect(result.headline.isZero)
        let south = try #require(result.members.first { $0.name == .member("S") })
        #expect(south.contribution.total.isZero)
        // Above and below the half that the others have: ±5 of 30.
        #expect(south.children.map(\.contribution.entryExit) == (try [fraction(5, 30), fraction(-5, 30)]))
    }

    @Test("adds up at every level, whatever the table")
    func identities() throws {
        var random = Randomness(seed: 11)
        for _ in 0..<100 {
            let leaves = (0..<(Int(random.next() % 25) + 2)).map { index in
                let path: [String?] = [
                    random.pick(["N", "S", "E", nil]), random.pick(["p", "q", "r", nil]), "\(index)",
                ]
                let numbers = (0..<4).map { _ in random.next() % 4 == 0 ? 0 : Int64(random.next() % 1000) }
                return leaf(path, numbers)
            }
            let whole = try total(leaves)
            guard !whole.before.denominator.isZero, !whole.after.denominator.isZero else { continue }
            let result = try decompose(leaves, depth: 3)
            try check(result.members, result.headline)
            for (level, parts) in result.levels.enumerated() {
                #expect(parts.within + parts.mix + parts.entryExit == result.headline)
                let members = members(result.members, at: level)
                let sum = RatioContribution.sum(members.map(\.contribution))
                #expect(sum.within == parts.within && sum.mix == parts.mix && sum.entryExit == parts.entryExit)
            }
            let alone = try decompose(
                leaves.map {
                    MemberLeaf(
                        identities: [$0.identities[0]], names: [$0.names[0]], sortKeys: [$0.sortKeys[0]],
                        numbers: $0.numbers)
                }, depth: 1)
            #expect(names(alone.members) == names(result.members))
            #expect(alone.members.map(\.contribution.total) == result.members.map(\.contribution.total))
        }
    }

    private func members(_ members: [ExplainedMember], at level: Int) -> [ExplainedMember] {
        level == 0 ? members : members.flatMap { self.members($0.children, at: level - 1) }
    }

    private func check(_ members: [ExplainedMember], _ total: BigFraction) throws {
        let contributions = members.map(\.contribution)
        #expect(BigFraction.sum(contributions.map(\.total)) == total)
        for contribution in contributions {
            #expect(contribution.within + contribution.mix + contribution.entryExit == contribution.total)
        }
        for (larger, smaller) in zip(contributions, contributions.dropFirst()) {
            #expect(larger.total.magnitude >= smaller.total.magnitude)
        }
        for member in members where !member.children.isEmpty {
            try check(member.children, member.contribution.total)
        }
    }

    @Test("puts the largest first, leaves ties in the members' own order, and folds the rest into one")
    func order() throws {
        let numbers: [(String?, Int64)] = [("a", 1), ("b", -3), ("c", 3), ("d", 0), (nil, -9), ("e", 3)]
        let leaves = numbers.map { leaf([$0.0], [10, 0, 10 + $0.1, 0]) }
        let result = try NestedDecomposition(
            sumOf: try MemberTree.grow(leaves), total: try total(leaves), depth: 1)
        #expect(result.headline == (try fraction(-5, 1)))
        #expect(
            names(result.members) == [
                .missing, .member("b"), .member("c"), .member("e"), .member("a"), .member("d"),
            ])
        let folded = try result.members.folded(after: 2)
        #expect(names(folded) == [.missing, .member("b"), .other(4)])
        #expect(folded[2].contribution.total == (try fraction(7, 1)))
        #expect(folded[2].numbers.after.numerator == Rational(47))
        // One line instead of another one would save nothing.
        #expect(names(try result.members.folded(after: 5)).count == 6)
    }

    @Test("grows no tree out of nothing")
    func empty() throws {
        #expect(throws: DecompositionError.noDenominator(.earlier)) { try decompose([], depth: 1) }
        let nothing = try NestedDecomposition(
            sumOf: [], total: RatioMember(before: .nothing, after: .nothing), depth: 1)
        #expect(nothing.headline.isZero && nothing.members.isEmpty)
    }
}
