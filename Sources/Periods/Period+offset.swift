/// A distance between periods, such as one year.
package struct PeriodOffset: Hashable, Sendable {
    package let count: Int
    package let unit: PeriodGrain

    package init(_ count: Int, _ unit: PeriodGrain) {
        self.count = count
        self.unit = unit
    }

    /// Parses `1 year`, `3 months`, `1 quarter`; nil for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), count > 0 else { return nil }
        let singular = words[1].hasSuffix("s") ? words[1].dropLast() : words[1]
        switch singular {
        case "day": self.init(count, .day)
        case "month": self.init(count, .month)
        case "quarter": self.init(count, .quarter)
        case "year": self.init(count, .year)
        default: return nil
        }
    }
}

extension Period {
    package var next: Period { shifted(by: length) }
    package var previous: Period { shifted(by: -length) }

    func shifted(by count: Int) -> Period {
        Period(grain: grain, ordinal: ordinal + count, length: length, fiscal: fiscal)
    }

    /// The period that lies a distance earlier, by period keys: June 2024 becomes June 2023, FY2024 becomes FY2023.
    ///
    /// - Returns: nil when there is no such key: 29 February a year earlier, or a year moved by a month. A span of
    ///   days keeps whole months whole: its last day is the last day of the earlier month when that one is shorter.
    package func earlier(by offset: PeriodOffset) -> Period? {
        guard let own = grain.months else { return earlierDays(by: offset) }
        guard let months = offset.unit.months, (offset.count * months).isMultiple(of: own) else { return nil }
        return shifted(by: -offset.count * months / own)
    }

    private func earlierDays(by offset: PeriodOffset) -> Period? {
        guard let months = offset.unit.months else { return shifted(by: -offset.count) }
        func earlier(_ date: CivilDate, clamped: Bool) -> CivilDate? {
            let parts = date.components
            let index = parts.year * 12 + parts.month - 1 - offset.count * months
            let day = min(parts.day, clamped ? CivilDate.daysInMonth(index % 12 + 1, year: index / 12) : 31)
            return CivilDate(year: index / 12, month: index % 12 + 1, day: day)
        }
        guard let first = earlier(start, clamped: false), let last = earlier(lastDay, clamped: length > 1)
        else {
            return nil
        }
        return Period(from: .day(first), through: .day(last))
    }
}
