import Periods

extension CivilDate {
    /// The day as the whole number that stands in a slot.
    var number: Int { Int(daysSinceEpoch) }

    init(number: Int) { self.init(daysSinceEpoch: Int32(truncatingIfNeeded: number)) }

    /// Counts months since year zero, so that a month's neighbours are one away.
    var monthNumber: Int {
        let parts = components
        return parts.year * 12 + parts.month - 1
    }

    /// The first day of a month given by its number.
    static func first(ofMonth monthNumber: Int) -> CivilDate {
        CivilDate(year: monthNumber / 12, month: monthNumber % 12 + 1, day: 1) ?? CivilDate(number: 0)
    }
}
