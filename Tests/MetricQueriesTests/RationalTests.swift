import Testing

@testable import MetricQueries

@Suite struct RationalTests {
    @Test("keeps lowest terms and a positive denominator")
    func lowestTerms() throws {
        let value = try Rational(6, over: -40)
        #expect([value.numerator, value.denominator] == [-3, 20])
        #expect(try Rational(0, over: -7) == .zero)
        #expect(throws: RationalError.divisionByZero) { try Rational(1, over: 0) }
        #expect(throws: RationalError.divisionByZero) { try Rational(1).divided(by: .zero) }
    }

    @Test("subtracts 0.015 % from 52.69 % to exactly 52.675 points, which print as 52.68")
    func publishedDifference() throws {
        let later = try Rational(5269, over: 10_000)
        let earlier = try Rational(6, over: 40_000)
        let points = try later.subtracting(earlier).multiplied(by: .hundred)
        #expect(points == (try Rational(decimal: "52.675")))
        #expect(try points.decimalText(places: 2) == "52.68")
    }

    @Test(
        "rounds half away from zero, once",
        arguments: [
            ("52.675", 2, "52.68"), ("-52.675", 2, "-52.68"), ("0.005", 2, "0.01"), ("-0.004", 2, "0.00"),
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"), ("1.4999999999", 0, "1"), ("999.995", 2, "1000.00"),
            ("63206958.00", 0, "63206958"),
            ("0", 3, "0.000"), ("13724251", 0, "13724251"), ("0.1", 3, "0.100"),
        ])
    func rounds(text: String, places: Int, expected: String) throws {
        #expect(try Rational(decimal: text).decimalText(places: places) == expected)
    }

    @Test("rounds thirds")
    func roundsThirds() throws {
        #expect(try Rational(2, over: 3).decimalText(places: 4) == "0.6667")
        #expect(try Rational(-1, over: 3).decimalText(places: 1) == "-0.3")
    }

    @Test(
        "refuses what is not a plain decimal",
        arguments: ["", "-", ".", "1e5", "NaN", "Infinity", "1,000", " 1", "1.2.3"])
    func refuses(text: String) {
        #expect(throws: RationalError.notANumber(text)) { try Rational(decimal: text) }
    }

    @Test("reports an overflow instead of wrapping")
    func overflows() throws {
        #expect(throws: RationalError.overflow) { try Rational(decimal: String(repeating: "9", count: 40)) }
        let huge = try Rational(Int128.max, over: 1)
        #expect(throws: RationalError.overflow) { try huge.adding(Rational(1)) }
        #expect(throws: RationalError.overflow) { try huge.multiplied(by: Rational(2)) }
        #expect(try huge.multiplied(by: Rational(2, over: Int128.max)) == Rational(2))
    }

    @Test("orders fractions without multiplying them")
    func orders() throws {
        let near = try Rational(Int128.max - 1, over: Int128.max)
        #expect(near < Rational(1))
        #expect(try Rational(1, over: 3) < Rational(34, over: 100))
        #expect(try Rational(-1, over: 3) < Rational(-33, over: 100))
        #expect(try !(Rational(1, over: 3) < Rational(1, over: 3)))
        #expect(try Rational(-7, over: 2) < Rational(-3))
        #expect(try Rational(7, over: 2) > Rational(10, over: 3))
    }

    @Test("adds up whatever the order, on random fractions")
    func identities() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            func random() throws -> Rational {
                try Rational(
                    Int128(Int32.random(in: .min...(.max), using: &generator)),
                    over: Int128(Int32.random(in: 1...(.max), using: &generator)))
            }
            let (a, b) = (try random(), try random())
            #expect(try a.adding(b) == b.adding(a))
            #expect(try a.adding(b).subtracting(b) == a)
            if !b.isZero { #expect(try a.divided(by: b).multiplied(by: b) == a) }
            #expect((a < b) == (try a.subtracting(b).isNegative))
        }
    }
}
