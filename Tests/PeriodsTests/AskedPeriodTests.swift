import Testing

@testable import Periods

@Suite struct AskedPeriodTests {
    @Test("reads a year up to where its data are complete, of either era and either calendar")
    func yearToDate() {
        #expect(AskedPeriod("2026-YTD") == .yearToDate(.year(2026)))
        #expect(AskedPeriod("2569-YTD") == .yearToDate(.year(2026)))
        #expect(AskedPeriod("FY2569-YTD") == .yearToDate(.fiscalYear(2026)))
        #expect(AskedPeriod("2567-06") == .period(.month(6, of: 2024)))
    }

    @Test(
        "refuses what is no year",
        arguments: ["2026-06-YTD", "2026-Q1-YTD", "2024..2026-YTD", "-YTD", "YTD", "2026-ytd", "2026-YTD-YTD"])
    func refuses(text: String) {
        #expect(AskedPeriod(text) == nil)
    }
}
