import Periods

/// How many rows of each stratum lie on each day, made month by month.
struct StratumPlan {
    private let strata: [Stratum]
    private let days: DayPattern
    private var spreads: [EvenSpread]
    /// The count of stratum `s` on the day `d` of the month is `counts[s * 31 + d - 1]`.
    private var counts: [Int]

    let firstDay: CivilDate
    let lastDay: CivilDate

    init(strata: [Stratum], days: DayPattern, scale: Int, random: inout SplitMix) {
        self.strata = strata
        self.days = days
        firstDay = strata.map(\.span.first).min() ?? CivilDate(number: 0)
        lastDay = strata.map(\.span.last).max() ?? CivilDate(number: -1)
        counts = Array(repeating: 0, count: strata.count * 31)
        spreads = []
        for stratum in strata {
            let total = (stratum.span.first.number...stratum.span.last.number).reduce(0.0) {
                $0 + Self.weight(of: CivilDate(number: $1), stratum, days)
            }
            spreads.append(
                EvenSpread(total: stratum.count * scale, totalWeight: total, start: random.fraction()))
        }
    }

    private static func weight(of day: CivilDate, _ stratum: Stratum, _ days: DayPattern) -> Double {
        days.weight(of: day, in: stratum.span) * stratum.shape.weight(of: day, in: stratum.span)
    }

    /// Fills `counts` for the month of which this is the first day to be written.
    mutating func plan(monthOf day: CivilDate) {
        for index in counts.indices { counts[index] = 0 }
        let end = CivilDate.first(ofMonth: day.monthNumber + 1).number
        for (index, stratum) in strata.enumerated() {
            for number in max(
                day.number, stratum.span.first.number)..<max(end, day.number, stratum.span.first.number)
            where number <= stratum.span.last.number {
                let day = CivilDate(number: number)
                let weight = Self.weight(of: day, stratum, days)
                if weight > 0 { counts[index * 31 + day.day - 1] = spreads[index].next(weight) }
            }
        }
    }

    /// The rows of a stratum on a day of the month that was planned last.
    func count(of stratum: Int, on day: CivilDate) -> Int { counts[stratum * 31 + day.day - 1] }

    /// The rows of a stratum in the month that was planned last.
    func monthCount(of stratum: Int) -> Int { counts[stratum * 31..<stratum * 31 + 31].reduce(0, +) }
}
