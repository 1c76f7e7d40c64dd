import Definitions
import Periods
import Testing

@testable import Transformation

@Suite struct DateFormatTests {
    @Test(
        "reads days of both calendars",
        arguments: [
            ("dd/MM/yyyy", .gregorian, "29/02/2024", "2024-02-29"),
            ("dd/MM/yyyy", .buddhist, "29/02/2567", "2024-02-29"),
            ("yyyy-MM-dd", .gregorian, "1999-12-31", "1999-12-31"), ("d.M.yyyy", .gregorian, "1.3.2024", "2024-03-01"),
            ("d.M.yyyy", .gregorian, "01.03.2024", "2024-03-01"), ("d.M.yyyy", .gregorian, "11.12.2024", "2024-12-11"),
            ("ddMMyy", .buddhist, "150667", "2024-06-15"), ("ddMMyy", .gregorian, "150624", "2024-06-15"),
            ("MMyy", .buddhist, "0967", "2024-09-01"), ("yyyyMM", .gregorian, "202402", "2024-02-01"),
            ("dd/MM/yyyy", .buddhist, "๒๙/๐๒/๒๕๖๗", "2024-02-29"),
            ("วันที่ dd/MM/yyyy", .buddhist, "วันที่ 01/10/2566", "2023-10-01"),
            // The bounds of the years that are read (THAI.md, "Calendar").
            ("yyyy-MM-dd", .gregorian, "1900-01-01", "1900-01-01"),
            ("yyyy-MM-dd", .gregorian, "2150-12-31", "2150-12-31"),
            ("yyyy-MM-dd", .buddhist, "2400-04-01", "1857-04-01"),
            ("yyyy-MM-dd", .buddhist, "2650-12-31", "2107-12-31"),
        ] as [(String, ColumnMapping.Calendar, String, String)])
    func readsDays(pattern: String, calendar: ColumnMapping.Calendar, text: String, expected: String) throws {
        #expect(try parse(text, pattern, calendar) == .day(#require(CivilDate(expected)), secondOfDay: 0))
    }

    @Test(
        "knows which days exist, leap days by the CE year",
        arguments: [
            (.buddhist, "29/02/2568"), (.gregorian, "29/02/2023"), (.gregorian, "29/02/1900"),
            (.buddhist, "29/02/2443"),
            (.gregorian, "30/02/2024"), (.gregorian, "31/04/2024"), (.gregorian, "32/01/2024"),
            (.gregorian, "00/01/2024"),
            (.gregorian, "01/13/2024"), (.gregorian, "01/00/2024"),
        ] as [(ColumnMapping.Calendar, String)])
    func knowsDays(calendar: ColumnMapping.Calendar, text: String) throws {
        #expect(try parse(text, "dd/MM/yyyy", calendar) == .noSuchDay)
    }

    @Test(
        "refuses years that neither calendar can mean, such as one converted twice",
        arguments: [
            (.buddhist, "01/01/3106", 3106), (.gregorian, "01/01/3106", 3106), (.gregorian, "01/01/1481", 1481),
            (.gregorian, "01/01/1899", 1899), (.gregorian, "01/01/2151", 2151), (.buddhist, "01/01/2399", 2399),
            (.buddhist, "01/01/2651", 2651), (.gregorian, "01/01/0000", 0),
        ] as [(ColumnMapping.Calendar, String, Int64)])
    func refusesYears(calendar: ColumnMapping.Calendar, text: String, year: Int64) throws {
        #expect(try parse(text, "dd/MM/yyyy", calendar) == .impossibleYear(year))
    }

    @Test(
        "refuses a year of the other calendar",
        arguments: [(.buddhist, "01/01/2024", 2024), (.gregorian, "01/01/2567", 2567)]
            as [(ColumnMapping.Calendar, String, Int64)])
    func refusesOtherCalendar(calendar: ColumnMapping.Calendar, text: String, year: Int64) throws {
        #expect(try parse(text, "dd/MM/yyyy", calendar) == .otherCalendar(year))
    }

    @Test(
        "refuses another form",
        arguments: [
            "", "2024", "2024-6-01", "2024-06-1", "2024/06/01", "20240601", "2024-06-01 ", "2024-06-011", " 2024-06-01",
            "01-06-2024", "2024-Jun-01", "24-06-01",
        ])
    func refusesForms(text: String) throws { #expect(try parse(text, "yyyy-MM-dd", .gregorian) == .malformed) }

    @Test(
        "reads the time of day",
        arguments: [
            ("2024-06-01 00:00:00", 0), ("2024-06-01 23:59:59", 86_399), ("2024-06-01 07:05:09", 25_509),
        ] as [(String, Int64)])
    func readsTimes(text: String, second: Int64) throws {
        let day = try #require(CivilDate("2024-06-01"))
        #expect(try parse(text, "yyyy-MM-dd HH:mm:ss", .gregorian) == .day(day, secondOfDay: second))
    }

    @Test("knows which times exist", arguments: ["24:00:00", "12:60:00", "12:00:60"])
    func knowsTimes(time: String) throws {
        #expect(try parse("2024-06-01 \(time)", "yyyy-MM-dd HH:mm:ss", .gregorian) == .noSuchDay)
    }

    @Test(
        "is no form without a year and a month",
        arguments: [
            "", "dd/MM", "yyyy", "dd.yyyy", "yyyyy-MM-dd", "yyy-MM", "yyyy-MMM-dd", "yyyy-MM-ddd", "yyyy-MM-dd H:mm",
        ])
    func needsYearAndMonth(pattern: String) { #expect(DateFormat(pattern, calendar: .gregorian) == nil) }

    /// Counts the days by hand: 1900-01-01 lies 36,524 days before 2000-01-01.
    @Test("numbers every day of 1900 to 2107 one after the other, in both calendars")
    func numbersDays() throws {
        let gregorian = try #require(DateFormat("yyyyMMdd", calendar: .gregorian))
        let buddhist = try #require(DateFormat("yyyyMMdd", calendar: .buddhist))
        var number: Int32 = -36_524
        var wrong: [String] = []
        for year in 1900...2107 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, days) in zip(1..., [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                for day in 1...days {
                    for (format, era) in [(gregorian, year), (buddhist, year + 543)] {
                        let bytes = Array(String(era * 10_000 + month * 100 + day).utf8)
                        var expected = DateFormat.Parsed.day(CivilDate(daysSinceEpoch: number), secondOfDay: 0)
                        // The year began in April until BE 2483, so January to March are of two years.
                        if era != year, era <= 2483, month <= 3 { expected = .ambiguousYear(Int64(era)) }
                        if format.parse(bytes.span, bytes.indices) != expected {
                            wrong.append("\(era)-\(month)-\(day)")
                        }
                    }
                    number += 1
                }
            }
        }
        #expect(wrong.isEmpty)
        // 2107-12-31 by Python's `date(2107, 12, 31) - date(2000, 1, 1)`.
        #expect(number - 1 == 39_445)
    }

    /// THAI.md, "Calendar".
    @Test(
        "knows leap days, both eras, and years that were converted twice",
        arguments: [
            ("29/02/2567", .buddhist, .day(CivilDate(daysSinceEpoch: 8825), secondOfDay: 0)),
            ("29/02/2566", .buddhist, .noSuchDay), ("29/02/2568", .buddhist, .noSuchDay),
            ("29/02/2443", .buddhist, .noSuchDay),
            ("29/02/2543", .buddhist, .day(CivilDate(daysSinceEpoch: 59), secondOfDay: 0)),
            ("01/01/3106", .buddhist, .impossibleYear(3106)), ("01/01/3106", .gregorian, .impossibleYear(3106)),
            ("01/04/2399", .buddhist, .impossibleYear(2399)), ("01/04/2651", .buddhist, .impossibleYear(2651)),
            ("01/01/1899", .gregorian, .impossibleYear(1899)), ("01/01/2151", .gregorian, .impossibleYear(2151)),
            ("01/01/2567", .gregorian, .otherCalendar(2567)), ("01/01/2024", .buddhist, .otherCalendar(2024)),
            ("31/03/2483", .buddhist, .ambiguousYear(2483)), ("01/01/2482", .buddhist, .ambiguousYear(2482)),
            ("01/04/2483", .buddhist, .day(CivilDate(daysSinceEpoch: -21_824), secondOfDay: 0)),
            ("01/01/2484", .buddhist, .day(CivilDate(daysSinceEpoch: -21_549), secondOfDay: 0)),
        ] as [(String, ColumnMapping.Calendar, DateFormat.Parsed)])
    func thaiCalendar(text: String, calendar: ColumnMapping.Calendar, expected: DateFormat.Parsed) throws {
        #expect(try parse(text, "dd/MM/yyyy", calendar) == expected)
    }

    private func parse(_ text: String, _ pattern: String, _ calendar: ColumnMapping.Calendar) throws
        -> DateFormat.Parsed
    {
        let format = try #require(DateFormat(pattern, calendar: calendar))
        let bytes = Array("1\(text)1".utf8)
        return format.parse(bytes.span, 1..<bytes.count - 1)
    }
}
