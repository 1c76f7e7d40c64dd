/// A day of the Gregorian calendar that is known to exist.
struct DayStamp: Hashable, CustomStringConvertible {
    let year: Int
    let month: Int
    let day: Int

    /// Makes a day of its parts; nil when there is no such day.
    init?(year: Int, month: Int = 1, day: Int = 1) {
        guard (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The first day of the month that comes so many months after this day's.
    func firstOfMonth(after months: Int) -> DayStamp? {
        let index = year * 12 + month - 1 + months
        return DayStamp(year: index / 12, month: index % 12 + 1)
    }

    var nextDay: DayStamp? { DayStamp(year: year, month: month, day: day + 1) ?? firstOfMonth(after: 1) }

    /// The day as ISO 8601 writes it.
    var description: String {
        func digits(_ number: Int, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - String(number).count)) + String(number)
        }
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
