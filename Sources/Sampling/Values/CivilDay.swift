/// A day as the count of days since 1970-01-01, with the arithmetic of the Gregorian calendar.
///
/// It does not use a library's calendar, which would follow the machine's locale.
struct CivilDay: Hashable, Comparable {
    let number: Int

    init(number: Int) { self.number = number }

    /// The day of a date; nil when the date does not exist.
    init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1 else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
        let parts = self.parts
        guard parts.month == month, parts.day == day else { return nil }
    }

    /// Parses `2024-02-29`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        self.init(year: year, month: month, day: day)
    }

    var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Monday is 0.
    var weekday: Int { ((number + 3) % 7 + 7) % 7 }

    /// Counts months since year zero, so that a month's neighbours are one away.
    var monthNumber: Int { parts.year * 12 + parts.month - 1 }

    /// The first day of a month given by its number.
    static func first(ofMonth monthNumber: Int) -> CivilDay {
        let year = monthNumber >= 0 ? monthNumber / 12 : (monthNumber - 11) / 12
        return CivilDay(year: year, month: monthNumber - year * 12 + 1, day: 1) ?? CivilDay(number: 0)
    }

    static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
