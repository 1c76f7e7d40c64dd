import Foundation
import Testing

@testable import ODBC

@Suite struct MomentShiftTests {
    @Test(
        "counts days as the calendar does",
        arguments: [
            ("1970-01-01", 0), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("1900-03-01", -25_508),
            ("0001-01-01", -719_162),
        ] as [(String, Int64)])
    func counts(text: String, number: Int64) throws {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        #expect(CivilDay.number(year: parts[0], month: parts[1], day: parts[2]) == number)
        let back = CivilDay.parts(number)
        #expect([back.year, back.month, back.day] == parts)
    }

    @Test("gives every day of four centuries back")
    func goesThereAndBack() {
        for number in -100_000...50_000 as ClosedRange<Int64> {
            let day = CivilDay.parts(number)
            guard CivilDay.number(year: day.year, month: day.month, day: day.day) == number else {
                Issue.record("day \(number) became \(day)")
                return
            }
        }
    }

    @Test("adds what holds from a moment on, and before the first one too")
    func shifts() {
        let shift = MomentShift([(from: 100, seconds: 7), (from: 200, seconds: -3)])
        #expect([0, 99, 100, 199, 200, 5000].map(shift.moved) == [7, 106, 107, 206, 197, 4997])
    }
}
