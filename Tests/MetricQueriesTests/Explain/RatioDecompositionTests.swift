import Foundation
import TestSupport
import Testing

@testable import MetricQueries

/// A member by its numerator and denominator, first earlier, then later.
private func member(_ n0: Int64, _ d0: Int64, _ n1: Int64, _ d1: Int64) -> RatioMember {
    RatioMember(
        before: RatioParts(numerator: Rational(n0), denominator: Rational(d0)),
        after: RatioParts(numerator: Rational(n1), denominator: Rational(d1)))
}

private func fraction(_ numerator: Int128, _ denominator: Int128) throws -> BigFraction {
    BigFraction(try Rational(numerator, over: denominator))
}

/// Random tables with zero and negative numbers, members of one period only, and decimals.
private struct RandomTables {
    private var random: Randomness

    init(seed: UInt64) { random = Randomness(seed: seed) }

    mutating func table() throws -> [RatioMember] {
        while true {
            let count = Int(random.next() % 9) + 1
            let members = try (0..<count).map { _ in try member() }
            let wholes = try WholeRatioMember.scaled(members).reduce(.nothing, +)
            if !wholes.d0.isZero, !wholes.d1.isZero { return members }
        }
    }

    private mutating func member() throws -> RatioMember {
        switch random.next() % 6 {
        case 0: RatioMember(before: .nothing, after: try parts())
        case 1: RatioMember(before: try parts(), after: .nothing)
        default: RatioMember(before: try parts(), after: try parts())
        }
    }

    private mutating func parts() throws -> RatioParts {
        let denominator = Int64(random.next() % 1000) - (random.next() % 10 == 0 ? 400 : 0)
        let numerator = Int64(random.next() % 1000) - (random.next() % 10 == 0 ? 400 : 0)
        let scale: Int128 = random.pick([1, 1, 1, 100, 1000])
        return RatioParts(
            numerator: try Rational(Int128(numerator), over: scale),
            denominator: try Rational(Int128(denominator), over: random.pick([1, 1, 100])))
    }

    mutating func shuffle(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for index in order.indices.reversed() { order.swapAt(index, Int(random.next() % UInt64(index + 1))) }
        return order
    }
}

@Suite struct RatioDecompositionTests {
    @Test("says that services have improved where the headline has fallen")
    func mixAgainstWithin() throws {
        // A: 90 of 100, then 46 of 50; B: 10 of 50, then 22 of 100. Both rates rise by two points, but B has grown.
        let decomposition = try RatioDecomposition([member(90, 100, 46, 50), member(10, 50, 22, 100)])
        #expect(decomposition.headline == (try fraction(68 - 100, 150)))
        #expect(decomposition.sum.within == (try fraction(2, 100)))
        // ½(0.90 + 0.92)(⅓ − ⅔) + ½(0.20 + 0.22)(⅔ − ⅓)
        #expect(decomposition.sum.mix == (try fraction(-70, 300)))
        #expect(decomposition.sum.entryExit.isZero)
        // Shares of ½(⅔ + ⅓) each, rates 35 points above and below the average of 0.56 in the middle.
        #expect(decomposition.contributions.map(\.within) == (try [fraction(1, 100), fraction(1, 100)]))
        #expect(decomposition.contributions.map(\.mix) == (try [fraction(-7, 60), fraction(-7, 60)]))
    }

    @Test("gives members that came or went what they lift the ratio above the others")
    func entryAndExit() throws {
        // The matched: 50 of 100, then 60 of 100. C goes with 10 of 20; D comes with 30 of 30 and lifts 60 % to 90/130.
        let decomposition = try RatioDecomposition([
            member(50, 100, 60, 100), member(10, 20, 0, 0), member(0, 0, 30, 30),
        ])
        #expect(decomposition.headline == (try fraction(90 * 120 - 60 * 130, 130 * 120)))
        #expect(decomposition.sum.within == (try fraction(1, 10)))
        #expect(decomposition.sum.mix.isZero)
        // C had the rate of the others, so its going changes nothing.
        #expect(decomposition.contributions[1].entryExit.isZero)
        #expect(decomposition.contributions[2].entryExit == (try fraction(12, 130)))
        #expect(decomposition.contributions[2].total == (try fraction(12, 130)))
    }

    @Test("takes all members as come or gone where none is in both periods")
    func nothingMatched() throws {
        let decomposition = try RatioDecomposition([member(10, 20, 0, 0), member(0, 0, 30, 40)])
        #expect(decomposition.headline == (try fraction(1, 4)))
        #expect(decomposition.sum.within.isZero && decomposition.sum.mix.isZero)
        // Half of it is that a rate of 50 % went, half that one of 75 % came.
        #expect(decomposition.contributions.map(\.total) == (try [fraction(1, 8), fraction(1, 8)]))
    }

    @Test("counts a numerator without a denominator, in one period or in both, as come or gone")
    func numeratorAlone() throws {
        let decomposition = try RatioDecomposition([member(50, 100, 50, 100), member(0, 0, 5, 0), member(3, 0, 3, 0)])
        #expect(decomposition.headline == (try fraction(5, 100)))
        #expect(decomposition.contributions.map(\.entryExit) == (try [.zero, fraction(5, 100), .zero]))
    }

    @Test("matches nobody where the denominators in both periods cancel each other out")
    func cancelling() throws {
        let decomposition = try RatioDecomposition([member(1, 5, 1, 5), member(1, -5, 1, 5), member(8, 10, 0, 0)])
        #expect(decomposition.sum.within.isZero && decomposition.sum.mix.isZero)
        #expect(decomposition.sum.entryExit == decomposition.headline)
        #expect(decomposition.headline == (try fraction(2, 10) - fraction(10, 10)))
    }

    @Test("refuses a period without a denominator")
    func noDenominator() throws {
        #expect(throws: DecompositionError.noDenominator(.earlier)) { try RatioDecomposition([member(0, 0, 1, 2)]) }
        #expect(throws: DecompositionError.noDenominator(.later)) { try RatioDecomposition([member(1, 2, 3, 0)]) }
        #expect(throws: DecompositionError.noDenominator(.earlier)) { try RatioDecomposition([RatioMember]()) }
    }

    @Test("adds up exactly, whatever the table, and does not depend on the members' order")
    func identities() throws {
        var random = RandomTables(seed: 2567)
        for _ in 0..<1000 {
            let members = try random.table()
            let decomposition = try RatioDecomposition(members)
            let (sum, headline) = (decomposition.sum, decomposition.headline)
            #expect(sum.within + sum.mix + sum.entryExit == headline)
            let parts = RatioContribution.sum(decomposition.contributions)
            #expect(parts.total == headline && parts.within == sum.within)
            #expect(parts.mix == sum.mix && parts.entryExit == sum.entryExit)
            for contribution in decomposition.contributions {
                #expect(contribution.within + contribution.mix + contribution.entryExit == contribution.total)
            }
            let order = random.shuffle(members.count)
            let shuffled = try RatioDecomposition(order.map { members[$0] })
            #expect(shuffled.contributions.map(\.total) == order.map { decomposition.contributions[$0].total })
        }
    }

    @Test("agrees with the formulas in Python's fractions, also for a thousand members of eight digits")
    func independently() throws {
        var random = RandomTables(seed: 42)
        var numbers = Randomness(seed: 43)
        var tables = try (0..<200).map { _ in try random.table() }
        tables.append(
            (0..<1000).map { index in
                let (d0, d1) = (Int64(numbers.next() % 90_000_000) + 10_000_000, Int64(numbers.next() % 99_999_999))
                let (n0, n1) = (Int64(numbers.next() % UInt64(d0)), Int64(numbers.next() % UInt64(d1 + 1)))
                return index % 50 == 0 ? member(0, 0, n1, d1) : member(n0, d0, n1, d1)
            })
        let texts = tables.map { table in
            table.map { member in
                [member.before, member.after].flatMap { ["\($0.numerator)", "\($0.denominator)"] }
            }
        }
        try withTemporaryDirectory { directory in
            let file = "\(directory)/tables.json"
            try JSONEncoder().encode(texts).write(to: URL(filePath: file))
            let script = "\(repositoryDirectory)/Tests/MetricQueriesTests/Explain/decompose.py"
            let outcome = try runProgram(pythonProgram, ["-B", script, file])
            try #require(outcome.status == 0, "\(outcome.standardError)")
            let expected = try JSONDecoder().decode([[String]].self, from: Data(outcome.standardOutput.utf8))
            #expect(expected.count == tables.count)
            for (table, parts) in zip(tables, expected) {
                let result = try RatioDecomposition(table)
                let found = [result.headline, result.sum.within, result.sum.mix, result.sum.entryExit]
                #expect(found.map { $0.decimalText(places: 30) } == parts)
            }
        }
    }
}
