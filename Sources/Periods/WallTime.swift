package import Foundation

/// A date and a time of day as a clock on the wall shows it.
package struct WallTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let date: CivilDate
    /// Seconds since midnight, 0 to 86,399.
    package let seconds: Int

    package init(_ date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
        self.date = date
        seconds = hour * 3600 + minute * 60 + second
    }

    /// What the clock shows in a time zone.
    package init(_ instant: Date, in timeZone: TimeZone) {
        let local = Int(instant.timeIntervalSince1970.rounded(.down)) + timeZone.secondsFromGMT(for: instant)
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        // 1970-01-01 lies 10,957 days before 2000-01-01.
        date = CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: days - 10_957))
        seconds = local - days * 86_400
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.date, left.seconds) < (right.date, right.seconds)
    }

    /// The instant at which the clock shows this.
    ///
    /// When clocks are put back and it is shown twice, the first time; when they are put forward and it is never
    /// shown, the moment as far after the change as it would have been.
    package func instant(in timeZone: TimeZone) -> Date {
        let local = (Int(date.daysSinceEpoch) + 10_957) * 86_400 + seconds
        func offset(at seconds: Int) -> Int {
            timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
        let before = offset(at: local - 86_400)
        let after = offset(at: local + 86_400)
        for candidate in [local - before, local - after].sorted()
        where candidate + offset(at: candidate) == local {
            return Date(timeIntervalSince1970: TimeInterval(candidate))
        }
        return Date(timeIntervalSince1970: TimeInterval(local - before))
    }

    /// Writes `2024-06-30T08:15:00`.
    package var description: String {
        "\(date)T\(padded(seconds / 3600, to: 2)):\(padded(seconds / 60 % 60, to: 2)):\(padded(seconds % 60, to: 2))"
    }
}
