/// A calendar day of the proleptic Gregorian calendar, without time and time zone.
///
/// Days are counted from 2000-01-01, PostgreSQL's own epoch, so that a date is sent to it as it is.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 2000-01-01.
    package let daysSinceEpoch: Int32

    package init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// The day of a year (CE), month and day; nil when the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, year: year)
        else { return nil }
        self.init(checkedYear: year, month: month, day: day)
    }

    /// The day of components that are known to be right, such as the first of a month.
    init(checkedYear year: Int, month: Int, day: Int) {
        // Years are taken to begin in March, so that the leap day is a year's last (Hinnant, chrono dates).
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        // 0000-03-01 lies 730,425 days before 2000-01-01.
        daysSinceEpoch = Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 730_425)
    }

    /// Year (CE), month and day.
    package var components: (year: Int, month: Int, day: Int) {
        let days = Int(daysSinceEpoch) + 730_425
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { components.year }
    package var month: Int { components.month }
    package var day: Int { components.day }

    /// The day of the week, Monday = 1 … Sunday = 7.
    package var weekday: Int {
        // 2000-01-01 was a Saturday.
        let offset = (Int(daysSinceEpoch) + 5) % 7
        return (offset < 0 ? offset + 7 : offset) + 1
    }

    /// The key of the calendar dimension: yyyymmdd.
    package var dateKey: Int32 {
        let parts = components
        return Int32(truncatingIfNeeded: parts.year * 10_000 + parts.month * 100 + parts.day)
    }

    /// The day of a calendar key (yyyymmdd); nil when it is none.
    package init?(dateKey: Int32) {
        let key = Int(dateKey)
        self.init(year: key / 10_000, month: key / 100 % 100, day: key % 100)
    }

    /// Parses `yyyy-mm-dd` (CE).
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            text.utf8.allSatisfy({
                $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Writes `yyyy-mm-dd`.
    package var description: String {
        let parts = components
        return "\(padded(parts.year, to: 4))-\(padded(parts.month, to: 2))-\(padded(parts.day, to: 2))"
    }

    package static func < (left: Self, right: Self) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

    package func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: Int(daysSinceEpoch) + days))
    }

    package func days(until other: CivilDate) -> Int { Int(other.daysSinceEpoch) - Int(daysSinceEpoch) }

    package static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// The number of days of a month, 1 to 12.
    package static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Writes a number with leading zeros.
func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
