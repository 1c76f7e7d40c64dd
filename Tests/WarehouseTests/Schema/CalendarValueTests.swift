import Definitions
import Periods
import Testing

@testable import Warehouse

/// Expected values follow THAI.md, "Calendar": the fiscal year runs from October to September and is labelled by the
/// year it ends in; Buddhist Era = CE + 543.
@Suite struct CalendarValueTests {
    @Test(
        "says of a day what it is in both eras and in the fiscal year",
        arguments: [
            ("2023-10-01", "2023 2566 2 4 10 1 7 2023-10 2023-Q4 2024 2567 1 October ตุลาคม Oct ต.ค."),
            ("2024-09-30", "2024 2567 2 3 9 30 1 2024-09 2024-Q3 2024 2567 4 September กันยายน Sep ก.ย."),
            ("2024-02-29", "2024 2567 1 1 2 29 4 2024-02 2024-Q1 2024 2567 2 February กุมภาพันธ์ Feb ก.พ."),
            ("2024-12-31", "2024 2567 2 4 12 31 2 2024-12 2024-Q4 2025 2568 1 December ธันวาคม Dec ธ.ค."),
            ("2024-06-30", "2024 2567 1 2 6 30 7 2024-06 2024-Q2 2024 2567 3 June มิถุนายน Jun มิ.ย."),
        ])
    func describesDays(day: String, expected: String) throws {
        let date = try #require(CivilDate(day))
        let values = CalendarColumn.allCases.map { EngineMembers.value($0, date, fiscalYearStarts: 10) }
        #expect(values.joined(separator: " ") == "\(day) \(expected)")
    }

    @Test("lets the fiscal year be the calendar year, and begin in any other month")
    func variesFiscalYears() throws {
        func fiscal(_ day: String, _ start: Int) throws -> [String] {
            let date = try #require(CivilDate(day))
            return [.fiscalYear, .fiscalQuarter].map { EngineMembers.value($0, date, fiscalYearStarts: start) }
        }
        #expect(try fiscal("2024-12-31", 1) == ["2024", "4"])
        #expect(try fiscal("2024-03-31", 4) == ["2024", "4"])
        #expect(try fiscal("2024-04-01", 4) == ["2025", "1"])
    }
}
