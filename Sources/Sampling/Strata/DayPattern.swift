import Definitions
import Periods

/// The days on which rows lie, and how much each weighs.
struct DayPattern {
    enum Days: String, CaseIterable {
        case everyDay = "every_day"
        case monthEnds = "month_ends"
        /// The first day of a stratum's period only.
        case periodStart = "period_start"
    }

    var days = Days.everyDay
    /// Monday to Sunday.
    var weekdays: [Double] = Array(repeating: 1, count: 7)
    /// The first to the thirty-first.
    var daysOfMonth: [Double] = Array(repeating: 1, count: 31)

    func weight(of day: CivilDate, in span: DaySpan) -> Double {
        switch days {
        case .everyDay: weekdays[day.weekday - 1] * daysOfMonth[day.day - 1]
        case .monthEnds: CivilDate(number: day.number + 1).day == 1 ? 1 : 0
        case .periodStart: day == span.first ? 1 : 0
        }
    }

    /// Reads `{ on: every_day, weekdays: [7 weights], days_of_month: { 1-10: 1, 15: 3 } }`.
    init?(_ node: YAMLNode?) {
        guard let node else { return }
        guard var mapping = node.mapping("days") else { return nil }
        days = mapping.choice("on", of: Days.self) ?? .everyDay
        if let weights = mapping.weights("weekdays", count: 7) { weekdays = weights }
        if let ranges = mapping.optionalMapping("days_of_month") {
            daysOfMonth = Array(repeating: 0, count: 31)
            for entry in ranges.allEntries {
                let ends = entry.key.value.split(separator: "-").compactMap { Int($0) }
                guard let first = ends.first, let last = ends.last, (1...last).contains(first), last <= 31,
                    let weight = entry.value.weight(entry.key.value)
                else {
                    node.collector.error(
                        at: entry.key.location, "`\(entry.key.value)` are not days of a month",
                        remedy: "write, for example, `1-15`")
                    return nil
                }
                for day in first...last { daysOfMonth[day - 1] = weight }
            }
        }
        mapping.rejectUnreadKeys()
    }
}
