import Definitions
import Periods

/// Rows that are counted together: how many, in which days, with which words set.
struct Stratum {
    let span: DaySpan
    var count: Int
    /// The slots that are set, and the words in them.
    let settings: [Int: Int64]
    let shape: StratumShape
    let location: SourceLocation
}

/// How the rows of a stratum lie over its days.
struct StratumShape {
    /// The weights of January to December.
    var months: [Double] = Array(repeating: 1, count: 12)
    /// The weights of Monday to Sunday, beside those of the recipe.
    var weekdays: [Double] = Array(repeating: 1, count: 7)
    /// The last day's weight as a multiple of the first day's; the days between lie on a straight line.
    var growth = 1.0

    func weight(of day: CivilDate, in span: DaySpan) -> Double {
        let length = Double(max(1, span.last.number - span.first.number))
        let progress = Double(day.number - span.first.number) / length
        return months[day.month - 1] * weekdays[day.weekday - 1] * (1 + (growth - 1) * progress)
    }
}
