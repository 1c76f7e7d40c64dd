import Definitions
import Periods
import Testing

@testable import MetricQueries

@Suite struct CompletenessTests {
    private func months(_ year: Int, _ range: ClosedRange<Int> = 1...12) -> [String] {
        range.map { "\(year)-\($0 < 10 ? "0" : "")\($0)" }
    }

    private func completeness(_ sales: [String], _ web: [String]) throws -> Completeness {
        Completeness(try bakery(), published: ["sales": sales, "web_sales": web])
    }

    @Test("names the slices that are not there, and asks for none before the feed began")
    func missing() throws {
        let completeness = try completeness(months(2021) + months(2022, 1...10), [])
        let year = try #require(Period("2022"))
        #expect(
            completeness.missing(facts: ["sale"], in: year).map(\.description) == [
                "sales 2022-11", "sales 2022-12", "web_sales 2022",
            ])
        #expect(completeness.isComplete(facts: ["sale"], in: try #require(Period("2021"))))
        #expect(
            completeness.missing(facts: ["sale"], in: try #require(Period("FY2022"))).map(\.description) == [
                "web_sales 2022"
            ])
        #expect(completeness.missing(facts: [String](), in: year).isEmpty)
    }

    @Test("finds the last complete period of each grain")
    func lastComplete() throws {
        let completeness = try completeness(
            months(2021) + months(2022) + months(2023, 1...5), ["2022", "2023"])
        #expect(completeness.lastComplete(.month, facts: ["sale"])?.key == "2023-05")
        #expect(completeness.lastComplete(.quarter, facts: ["sale"])?.key == "2023-Q1")
        #expect(completeness.lastComplete(.year, facts: ["sale"])?.key == "2022")
        #expect(completeness.lastComplete(.fiscalYear, facts: ["sale"])?.key == "FY2022")
        let today = try #require(CivilDate("2023-05-20"))
        #expect(completeness.lastComplete(.month, facts: ["sale"], today: today)?.key == "2023-04")
    }

    @Test(
        "finds the months that are complete from a period's first on",
        arguments: [
            ("2023", nil, "2023-01..2023-05"), ("2023", "2023-05-31", "2023-01..2023-04"),
            ("2023", "2023-06-01", "2023-01..2023-05"), ("FY2023", nil, "2022-10..2023-05"),
            ("2023-Q2", nil, "2023-04..2023-05"), ("2022..2023", nil, "2022-01..2023-05"),
            ("2022", nil, "2022-01..2022-12"), ("2023-06", nil, nil), ("2024", nil, nil), ("2023-05-02", nil, nil),
            // February of 2020 is missing; what comes after it does not count.
            ("2020", nil, "2020-01"),
        ] as [(String, String?, String?)])
    func completeMonths(period: String, today: String?, expected: String?) throws {
        let completeness = try completeness(
            months(2020, 1...1) + months(2020, 3...12) + months(2021) + months(2022) + months(2023, 1...5),
            ["2022", "2023"])
        let found = completeness.completeMonths(
            of: try #require(Period(period)), facts: ["sale"], today: today.flatMap { CivilDate($0) })
        #expect(found?.key == expected)
    }

    @Test("does not take a time without data for a complete one")
    func noData() throws {
        #expect(try completeness([], []).lastComplete(.year, facts: ["sale"]) == nil)
        #expect(try completeness(months(2021, 1...3), []).lastComplete(.year, facts: ["sale"]) == nil)
        #expect(try !completeness(months(2021), []).hasData(fact: "sale", in: try #require(Period("2020"))))
    }
}
