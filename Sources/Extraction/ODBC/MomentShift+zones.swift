import Foundation
internal import ODBC

extension TimeZone {
    /// How a database session names the zone: by its offset where that never changes, so that no tables are needed.
    var sessionName: String {
        let epoch = Date(timeIntervalSince1970: 0)
        guard nextDaylightSavingTimeTransition(after: epoch) == nil else { return identifier }
        let seconds = secondsFromGMT(for: epoch)
        let minutes = abs(seconds) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (seconds < 0 ? "-" : "+") + "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// The instants at which the offset changes, from 1900 to 2150.
    fileprivate var transitions: [Date] {
        var found: [Date] = []
        var last = Date(timeIntervalSince1970: -2_208_988_800)
        let end = Date(timeIntervalSince1970: 5_680_281_600)
        while let next = nextDaylightSavingTimeTransition(after: last), next < end, next > last {
            found.append(next)
            last = next
        }
        return found
    }
}

extension MomentShift {
    /// Moves moments from one zone's clock to another's; nil when both show the same.
    init?(from source: TimeZone, to target: TimeZone) {
        guard source.identifier != target.identifier else { return nil }
        let begin = Date(timeIntervalSince1970: -2_208_988_800)
        let instants = [begin] + Set(source.transitions + target.transitions).sorted()
        self.init(
            instants.map { instant in
                let own = source.secondsFromGMT(for: instant)
                return (
                    from: Int64(instant.timeIntervalSince1970) + Int64(own),
                    seconds: Int64(target.secondsFromGMT(for: instant) - own)
                )
            })
    }
}
