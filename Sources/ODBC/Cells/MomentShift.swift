/// Moves moments from the wall clock of one time zone to that of another.
package struct MomentShift: Sendable {
    /// The seconds since 1970-01-01 00:00, by the first clock, from which each shift holds, in ascending order.
    private let starts: [Int64]
    /// The seconds that are added.
    private let seconds: [Int64]

    /// - Parameter steps: from when on how many seconds are added; before the first one as many as from it on.
    package init(_ steps: [(from: Int64, seconds: Int64)]) {
        starts = steps.map(\.from)
        seconds = steps.map(\.seconds)
    }

    /// A moment of the first clock as the second shows it.
    func moved(_ moment: Int64) -> Int64 {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return seconds.isEmpty ? moment : moment + seconds[max(0, low - 1)]
    }
}

/// A day of the Gregorian calendar as the number of days since 1970-01-01, and back (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms").
enum CivilDay {
    static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func parts(_ number: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
