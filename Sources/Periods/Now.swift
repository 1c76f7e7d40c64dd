package import Foundation

/// The moment of a run, taken once and passed on, in the project's time zone.
package struct Now: Sendable {
    package let instant: Date
    package let timeZone: TimeZone

    package init(_ instant: Date, in timeZone: TimeZone) {
        self.instant = instant
        self.timeZone = timeZone
    }

    /// Takes the machine's clock; nil when there is no such time zone.
    package init?(timeZone identifier: String) {
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.init(Date(), in: timeZone)
    }

    /// The day it is there.
    package var today: CivilDate { WallTime(instant, in: timeZone).date }

    /// Writes the moment with its offset: `2024-06-30T08:15:00+07:00`.
    package var iso8601: String {
        let offset = timeZone.secondsFromGMT(for: instant)
        let sign = offset < 0 ? "-" : "+"
        let minutes = abs(offset) / 60
        return
            "\(WallTime(instant, in: timeZone))\(sign)\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
    }
}
