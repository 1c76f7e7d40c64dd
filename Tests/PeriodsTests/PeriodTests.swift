import Testing

@testable import Periods

@Suite struct PeriodTests {
    /// Fiscal year N runs from 1 October N−1 to 30 September N (THAI.md).
    @Test(
        "reads a period in either era as its days",
        arguments: [
            ("2024", "2024", "2024-01-01", "2025-01-01"),
            ("2567", "2024", "2024-01-01", "2025-01-01"),
            ("FY2567", "FY2024", "2023-10-01", "2024-10-01"),
            ("FY2024", "FY2024", "2023-10-01", "2024-10-01"),
            ("2024-Q3", "2024-Q3", "2024-07-01", "2024-10-01"),
            ("FY2567-Q1", "FY2024-Q1", "2023-10-01", "2024-01-01"),
            ("FY2024-Q4", "FY2024-Q4", "2024-07-01", "2024-10-01"),
            ("2567-06", "2024-06", "2024-06-01", "2024-07-01"),
            ("2024-12", "2024-12", "2024-12-01", "2025-01-01"),
            ("2567-02-29", "2024-02-29", "2024-02-29", "2024-03-01"),
            ("2020..2024", "2020..2024", "2020-01-01", "2025-01-01"),
            ("2566-11..2567-02", "2023-11..2024-02", "2023-11-01", "2024-03-01"),
        ])
    func reads(text: String, key: String, start: String, end: String) throws {
        let period = try #require(Period(text))
        #expect(period.key == key)
        #expect(period.start.description == start)
        #expect(period.end.description == end)
        #expect(Period(key) == period)
    }

    @Test(
        "refuses what is no period",
        arguments: [
            "", "24", "3106", "2024-13", "2024-00", "2024-6", "2024-Q5", "2024-Q0", "FY2024-06", "fy2024",
            "2568-02-29",
            "2024..2020", "2024..2025-01", "2024..", "2024-06-", " 2024", "2024-06-31", "+024",
        ])
    func refuses(text: String) {
        #expect(Period(text) == nil)
    }

    @Test(
        "takes offsets on keys, never on days",
        arguments: [
            ("2024", "1 year", "2023"), ("FY2024", "1 year", "FY2023"), ("2024-02", "1 year", "2023-02"),
            ("2024-03", "1 month", "2024-02"), ("2024-01", "1 month", "2023-12"),
            ("2024-Q1", "1 quarter", "2023-Q4"),
            ("2024-Q1", "1 year", "2023-Q1"), ("2024-05", "1 quarter", "2024-02"),
            ("FY2024-Q2", "1 year", "FY2023-Q2"),
            ("2024-03-31", "1 year", "2023-03-31"), ("2024-03-31", "1 month", nil),
            ("2024-02-29", "1 year", nil),
            ("2024-02-29", "4 years", "2020-02-29"),
            ("2024-02-01..2024-02-29", "1 year", "2023-02-01..2023-02-28"),
            ("2020..2024", "1 year", "2019..2023"), ("2024", "1 month", nil), ("2024-Q1", "1 month", nil),
            ("2024-03-01", "1 day", "2024-02-29"), ("2567-02-29", "1 year", nil), ("2567-02", "12 months", "2023-02"),
            ("FY2567", "4 quarters", "FY2023"), ("FY2567-Q1", "1 quarter", "FY2023-Q4"),
            ("2567-Q1", "3 months", "2023-Q4"), ("2024-02", "30 days", nil),
            ("2024-01..2024-06", "1 year", "2023-01..2023-06"), ("2566-10..2567-03", "1 year", "2022-10..2023-03"),
            ("2024-Q1..2024-Q3", "1 year", "2023-Q1..2023-Q3"), ("FY2566..FY2567", "2 years", "FY2021..FY2022"),
            ("2024-02-01..2024-02-29", "4 years", "2020-02-01..2020-02-29"),
            ("2023-02-01..2023-02-28", "1 month", "2023-01-01..2023-01-28"),
            ("2024-02-28..2024-02-29", "1 year", "2023-02-28"),
        ] as [(String, String, String?)])
    func offsets(text: String, offset: String, expected: String?) throws {
        let period = try #require(Period(text))
        let distance = try #require(PeriodOffset(offset))
        #expect(period.earlier(by: distance)?.key == expected)
    }

    @Test("names the period in Thai by the Buddhist Era and in English by the Common Era")
    func labels() throws {
        func labels(_ text: String) throws -> [String] {
            let period = try #require(Period(text))
            return [period.label(thai: true), period.label(thai: false)]
        }
        #expect(try labels("2024") == ["2567", "2024"])
        #expect(try labels("2024-06") == ["มิ.ย. 2567", "Jun 2024"])
        #expect(try labels("FY2024") == ["ปีงบประมาณ 2567", "FY2024"])
        #expect(try labels("2024-Q3") == ["ไตรมาส 3/2567", "Q3 2024"])
        #expect(try labels("2024-12-31") == ["31 ธ.ค. 2567", "31 Dec 2024"])
        #expect(try labels("2020..2024") == ["2563 – 2567", "2020 – 2024"])
        #expect(try labels("2026-01..2026-06") == ["2569 (ม.ค.–มิ.ย.)", "2026 (Jan–Jun)"])
        #expect(try labels("2025-10..2026-06") == ["ต.ค. 2568 – มิ.ย. 2569", "Oct 2025 – Jun 2026"])
        #expect(try labels("2026-01..2027-03") == ["ม.ค. 2569 – มี.ค. 2570", "Jan 2026 – Mar 2027"])
        #expect(try #require(Period("2024-06")).longLabel(thai: true) == "มิถุนายน 2567")
    }

    @Test("finds the period of each grain that a day lies in")
    func contains() throws {
        let date = try #require(CivilDate("2023-10-01"))
        #expect(Period(.fiscalYear, containing: date).key == "FY2024")
        #expect(Period(.fiscalQuarter, containing: date).key == "FY2024-Q1")
        #expect(Period(.year, containing: date).key == "2023")
        #expect(Period(.quarter, containing: date).key == "2023-Q4")
        #expect(Period(.month, containing: date).key == "2023-10")
        #expect(Period(.fiscalYear, containing: date.adding(days: -1)).key == "FY2023")
    }

    @Test("splits a fiscal year into the months of two calendar years")
    func splits() throws {
        let months = try #require(Period("FY2024")).periods(of: .month)
        #expect(months.count == 12)
        #expect(months.first?.key == "2023-10")
        #expect(months.last?.key == "2024-09")
    }

    @Test("spans the year up to a month")
    func yearToDate() throws {
        let month = try #require(Period("2024-06"))
        #expect(Period.yearToDate(through: month)?.key == "2024-01..2024-06")
        #expect(Period.yearToDate(through: month, fiscal: .october)?.key == "2023-10..2024-06")
    }

    @Test("orders periods by time, the longer first")
    func orders() {
        let sorted = ["2024-02", "2024-01", "2024", "2023", "2024-Q1"].compactMap { Period($0) }.sorted()
        #expect(sorted.map(\.key) == ["2023", "2024", "2024-Q1", "2024-01", "2024-02"])
    }
}
