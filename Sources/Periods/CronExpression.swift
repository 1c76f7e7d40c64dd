package import Foundation

/// A schedule in cron's five fields: minute, hour, day of the month, month, day of the week.
///
/// Lists, ranges, steps and the English three-letter names of months and days are read. As in cron, a day fits when
/// the day of the month *or* the day of the week fits, if both are restricted.
package struct CronExpression: Hashable, Sendable {
    package let text: String
    private let minutes: [Int]
    private let hours: [Int]
    private let days: Set<Int>
    private let months: Set<Int>
    /// Sunday = 0 … Saturday = 6.
    private let weekdays: Set<Int>
    private let daysAreRestricted: Bool
    private let weekdaysAreRestricted: Bool

    /// The years that are searched: 29 February on a given weekday comes at least once in 40 years.
    private static let horizonInDays = 366 * 41

    package init?(_ text: String) {
        let fields = text.split(separator: " ")
        guard fields.count == 5,
            let minutes = CronField(fields[0], 0...59), let hours = CronField(fields[1], 0...23),
            let days = CronField(fields[2], 1...31),
            let months = CronField(fields[3], 1...12, names: CronField.months),
            let weekdays = CronField(fields[4], 0...7, names: CronField.weekdays)
        else { return nil }
        self.text = text
        self.minutes = minutes.values.sorted()
        self.hours = hours.values.sorted()
        self.days = days.values
        self.months = months.values
        self.weekdays = Set(weekdays.values.map { $0 % 7 })
        daysAreRestricted = days.isRestricted
        weekdaysAreRestricted = weekdays.isRestricted
    }

    /// The first time after an instant; nil when it never comes, as on 31 February.
    package func next(after instant: Date, in timeZone: TimeZone) -> Date? {
        // The day before is searched too: around midnight a change of the clocks can put its times after the instant.
        let start = WallTime(instant, in: timeZone).date.adding(days: -1)
        return (0..<Self.horizonInDays).lazy.compactMap { offset -> Date? in
            times(on: start.adding(days: offset), in: timeZone).filter { $0 > instant }.min()
        }.first
    }

    /// The last time at or before an instant; nil when there was none.
    package func previous(at instant: Date, in timeZone: TimeZone) -> Date? {
        let start = WallTime(instant, in: timeZone).date.adding(days: 1)
        return (0..<Self.horizonInDays).lazy.compactMap { offset -> Date? in
            times(on: start.adding(days: -offset), in: timeZone).filter { $0 <= instant }.max()
        }.first
    }

    private func times(on date: CivilDate, in timeZone: TimeZone) -> [Date] {
        guard fits(date) else { return [] }
        return hours.flatMap { hour in
            minutes.map { WallTime(date, hour: hour, minute: $0).instant(in: timeZone) }
        }
    }

    private func fits(_ date: CivilDate) -> Bool {
        let parts = date.components
        guard months.contains(parts.month) else { return false }
        let day = days.contains(parts.day)
        let weekday = weekdays.contains(date.weekday % 7)
        return daysAreRestricted && weekdaysAreRestricted ? day || weekday : day && weekday
    }
}

/// One field of a schedule, as the numbers it stands for.
private struct CronField {
    let values: Set<Int>
    /// Whether the field says more than `*`.
    let isRestricted: Bool

    static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        .enumerated().reduce(into: [String: Int]()) { $0[$1.element] = $1.offset + 1 }
    static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        .enumerated().reduce(into: [String: Int]()) { $0[$1.element] = $1.offset }

    init?(_ text: Substring, _ allowed: ClosedRange<Int>, names: [String: Int] = [:]) {
        var values: Set<Int> = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), let step = parts.count == 2 ? Int(parts[1]) : 1, step > 0,
                let range = Self.range(parts[0], allowed, names, openEnded: parts.count == 2)
            else { return nil }
            values.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: step))
        }
        guard !values.isEmpty else { return nil }
        self.values = values
        isRestricted = !text.hasPrefix("*")
    }

    private static func range(
        _ text: Substring, _ allowed: ClosedRange<Int>, _ names: [String: Int], openEnded: Bool
    ) -> ClosedRange<Int>? {
        if text == "*" { return allowed }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { names[$0.lowercased()] ?? Int($0) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends.count == 2 ? ends[1] : low,
            low <= high, allowed.contains(low), allowed.contains(high)
        else { return nil }
        return low...(openEnded && ends.count == 1 ? allowed.upperBound : high)
    }
}
