import Definitions
import Periods
import Testing

@testable import Reporting

@Suite struct NumberFormatTests {
    @Test("each kind of figure has its code")
    func codes() {
        let percent = LayoutCell.percent(DecimalNumber(units: 15, decimals: 3))
        #expect(numberFormat(of: percent, language: .english) == "0.000%")
        let points = LayoutCell.difference(DecimalNumber(units: 2991, decimals: 2))
        #expect(numberFormat(of: points, language: .thai) == "+#,##0.00;-#,##0.00;#,##0.00")
        #expect(numberFormat(of: .integer(7), language: .thai) == "#,##0")
        #expect(numberFormat(of: .text("x"), language: .thai) == nil)
    }

    @Test("Thai days show the Buddhist year, English ones the Gregorian")
    func dates() throws {
        let day = LayoutCell.date(try #require(CivilDate(year: 2024, month: 12, day: 31)))
        #expect(numberFormat(of: day, language: .thai) == "[$-107041E]d mmm yyyy")
        #expect(numberFormat(of: day, language: .english) == "[$-409]d mmm yyyy")
        #expect(shownText(of: day, language: .thai) == "31 ธ.ค. 2567")
        #expect(shownText(of: day, language: .english) == "31 Dec 2024")
    }

    @Test("a mark is shown by the format, so that the cell stays a number")
    func marks() {
        let cell = LayoutCell(
            .percent(DecimalNumber(units: 8946, decimals: 2)), marks: [.provisional, .revised])
        #expect(numberFormat(of: cell, language: .english) == "0.00%\" [p] [r]\"")
        #expect(shownText(of: cell, language: .english) == "89.46% [p] [r]")
    }

    @Test(
        "thousands are grouped",
        arguments: [(13_724_251, "13,724,251"), (-999, "-999"), (-1000, "-1,000"), (0, "0")])
    func groups(number: Int, expected: String) {
        #expect(shownText(of: .integer(number), language: .english) == expected)
    }
}
