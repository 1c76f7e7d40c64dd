internal import Foundation
internal import Periods

/// The last second of a day in a time zone; a file's own dates are those of its data, never of its writing.
func secondsSince1970(endOf date: CivilDate, timeZone: String) -> Int {
    // 2000-01-01, from which days are counted, is day 10,957 since 1970.
    let midnight = (Int(date.daysSinceEpoch) + 10_957 + 1) * 86_400
    let offset =
        TimeZone(identifier: timeZone)?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight))) ?? 0
    return midnight - offset - 1
}
