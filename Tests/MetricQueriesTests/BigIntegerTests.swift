import TestSupport
import Testing

@testable import MetricQueries

@Suite struct BigIntegerTests {
    /// Numbers of up to 64 bits of every length, so that their products have 127 at most.
    private static func numbers(_ count: Int) -> [Int128] {
        var random = Randomness(seed: 7)
        return (0..<count).map { index in
            let bits = UInt64(index % 63 + 1)
            let value = Int128(random.next() >> (64 - bits))
            return random.next() % 2 == 0 ? value : -value
        }
    }

    @Test("calculates as the processor does where that has room")
    func agreesWithMachine() throws {
        let numbers = Self.numbers(400)
        for (left, right) in zip(numbers, numbers.reversed()) {
            let (first, second) = (BigInteger(left), BigInteger(right))
            #expect((first + second).int128 == left + right)
            #expect((first - second).int128 == left - right)
            #expect((first * second).int128 == left * right)
            #expect((first < second) == (left < right))
            #expect((first * second).description == "\(left * right)")
            if right != 0 {
                let division = (first * second + BigInteger(1)).magnitudeQuotient(by: second)
                let magnitude = abs(left * right + 1)
                #expect(division.quotient.int128 == magnitude / abs(right))
                #expect(division.remainder.int128 == magnitude % abs(right))
            }
        }
    }

    @Test("has no bound")
    func large() throws {
        // 30! and 2²⁵⁶ − 1, by any table of them.
        let factorial = (1...30).reduce(BigInteger.one) { $0 * BigInteger(Int128($1)) }
        #expect(factorial.description == "265252859812191058636308480000000")
        let power = (0..<256).reduce(BigInteger.one) { number, _ in number + number }
        let below = power - BigInteger.one
        #expect(
            below.description
                == "115792089237316195423570985008687907853269984665640564039457584007913129639935")
        #expect(below + .one == power)
        #expect(below * below == power * power - power - power + .one)
        #expect((below * factorial).magnitudeQuotient(by: below).quotient == factorial)
        #expect((below * factorial + .one).magnitudeQuotient(by: factorial).remainder == .one)
        #expect(below.int128 == nil)
        #expect(BigInteger(Int128.min).description == "\(Int128.min)")
    }

    @Test("has one zero, which has no sign")
    func zero() {
        #expect(-BigInteger.zero == .zero)
        #expect(BigInteger(5) - BigInteger(5) == .zero)
        #expect(BigInteger(-5) * .zero == .zero)
        #expect(BigInteger.zero.description == "0")
        #expect(!(BigInteger.zero < -BigInteger.zero))
    }

    @Test(
        "rounds fractions as other exact numbers are rounded",
        arguments: [
            (52_675, 1000, 2, "52.68"), (-52_675, 1000, 2, "-52.68"), (5, 1000, 2, "0.01"), (-4, 1000, 2, "0.00"),
            (5, 2, 0, "3"), (-5, 2, 0, "-3"), (999_995, 1000, 2, "1000.00"), (1, 3, 5, "0.33333"), (0, 7, 2, "0.00"),
        ])
    func rounds(numerator: Int, denominator: Int, places: Int, text: String) throws {
        let fraction = try #require(
            BigFraction(BigInteger(Int128(numerator)), over: BigInteger(Int128(denominator))))
        #expect(fraction.decimalText(places: places) == text)
        let exact = try Rational(Int128(numerator), over: Int128(denominator))
        #expect(try exact.decimalText(places: places) == text)
    }

    @Test("adds up fractions of any denominators, in any order, to the same")
    func sums() throws {
        let fractions = try (1...200).map { try #require(BigFraction(.one, over: BigInteger(Int128($0 * ($0 + 1))))) }
        // 1/2 + 1/6 + 1/12 + … telescopes to 1 − 1/201.
        let expected = try #require(BigFraction(BigInteger(200), over: BigInteger(201)))
        #expect(BigFraction.sum(fractions) == expected)
        #expect(BigFraction.sum(fractions.reversed()) == expected)
        #expect(BigFraction.sum([]) == .zero)
        #expect(BigFraction(.one, over: .zero) == nil)
        #expect(try #require(BigFraction(.one, over: BigInteger(-2))).isNegative)
    }
}
