internal import Extraction
import Foundation

/// Tells files that are at rest from those that are still being written.
struct ArrivalCheck {
    let settleSeconds: Int
    let now: () -> Date

    /// A file with what it looks like, or the reason why it is left alone.
    enum Verdict {
        case settled(FileIdentity)
        case growing(String)
    }

    /// Looks at files; where one is very young, waits until it is not and looks again.
    ///
    /// A file that is copied slowly changes between two looks; one that somebody has open for writing is told at once.
    func judge(_ files: [(source: String, path: String)]) throws -> [Verdict] {
        let first = try files.map { try FileIdentity(path: $0.path, source: $0.source) }
        let ages = first.map { now().timeIntervalSince1970 - Double($0.modifiedAt) / 1e9 }
        let limit = Double(settleSeconds)
        let young = ages.filter { $0 < limit }
        if let youngest = young.min() { Thread.sleep(forTimeInterval: limit - max(0, youngest)) }
        return try files.indices.map { index in
            // Its age was judged above.
            if case .growing(let why) = arrival(ofFile: files[index].path, settleSeconds: 0) { return .growing(why) }
            guard ages[index] < limit else { return .settled(first[index]) }
            let second = try FileIdentity(path: files[index].path, source: files[index].source)
            return second == first[index] ? .settled(second) : .growing("it is still growing")
        }
    }
}
