import Testing

@testable import Reporting

@Suite struct DecimalNumberTests {
    @Test(
        "is written digit for digit",
        arguments: [
            (8946, 2, "89.46"), (5, 3, "0.005"), (-5, 2, "-0.05"), (13_724_251, 0, "13724251"),
            (0, 2, "0.00"), (-2991, 2, "-29.91"),
        ])
    func writesDigits(units: Int, decimals: Int, expected: String) {
        #expect(DecimalNumber(units: Int128(units), decimals: decimals).description == expected)
    }

    @Test("moving the point makes a percentage a fraction")
    func shifts() {
        #expect(DecimalNumber(units: 8946, decimals: 2).shifted(by: 2).description == "0.8946")
        #expect(DecimalNumber(units: 15, decimals: 3).shifted(by: 2).description == "0.00015")
    }

    @Test("adds and compares whatever the decimals")
    func adds() {
        let sum = DecimalNumber(units: 15, decimals: 1) + DecimalNumber(units: 250, decimals: 2)
        #expect(sum.description == "4.00")
        #expect(sum.equals(DecimalNumber(4)))
    }
}
