import Foundation
import Testing

@testable import Periods

@Suite struct CivilDateTests {
    /// Day numbers as PostgreSQL computes them: `select date '…' - date '2000-01-01'`.
    @Test(
        "counts days from PostgreSQL's epoch",
        arguments: [
            (2000, 1, 1, 0), (1999, 12, 31, -1), (2000, 2, 29, 59), (2000, 3, 1, 60), (2024, 2, 29, 8825),
            (1900, 3, 1, -36465), (2400, 12, 31, 146_462), (1, 1, 1, -730_119),
        ] as [(Int, Int, Int, Int32)])
    func countsDays(year: Int, month: Int, day: Int, expected: Int32) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == expected)
        #expect(date.components == (year, month, day))
    }

    @Test("agrees with Foundation's Gregorian calendar for every day of two centuries")
    func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "GMT"))
        calendar.locale = Locale(identifier: "en_US_POSIX")
        for days in stride(from: -36_524, through: 36_524, by: 1) {
            let date = CivilDate(daysSinceEpoch: Int32(days))
            let instant = Date(timeIntervalSince1970: TimeInterval((days + 10_957) * 86_400))
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: instant)
            let expected = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            guard date.components == expected, date.weekday % 7 + 1 == parts.weekday,
                CivilDate(year: date.year, month: date.month, day: date.day) == date
            else {
                Issue.record("day \(days) is \(date), Foundation says \(expected)")
                return
            }
        }
    }

    @Test(
        "refuses days that the calendar does not have",
        arguments: [(2025, 2, 29), (2023, 13, 1), (2023, 0, 1), (2023, 4, 31), (2023, 1, 0), (1900, 2, 29)])
    func refusesImpossibleDays(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("writes keys and ISO dates and reads them back")
    func roundTrips() throws {
        let date = try #require(CivilDate("2024-06-03"))
        #expect(date.dateKey == 20_240_603)
        #expect(CivilDate(dateKey: 20_240_603) == date)
        #expect(date.description == "2024-06-03")
        #expect(CivilDate("2024-6-03") == nil)
        #expect(CivilDate("2024-02-30") == nil)
        #expect(CivilDate(dateKey: -1) == nil)
    }

    @Test(
        "reads years in the guard ranges of each era and no others",
        arguments: [
            (2567, 2024), (2400, 1857), (2650, 2107), (2024, 2024), (1900, 1900), (2150, 2150), (3106, nil),
            (2151, nil), (2399, nil), (2651, nil), (1899, nil), (67, nil),
        ] as [(Int, Int?)])
    func readsEras(written: Int, expected: Int?) {
        #expect(BuddhistEra.ceYear(written: written) == expected)
    }
}
