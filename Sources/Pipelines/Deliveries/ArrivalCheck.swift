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

    /// For how many seconds a file may be waited for; what takes longer to settle is left for the next run.
    private static let patience = 5.0
    /// After how many seconds a file that somebody seems to write to is looked at again.
    private static let secondLook = 0.25

    /// Looks at files; where one is very young, waits until it is not and looks again.
    ///
    /// A file that is copied slowly changes between two looks; one that somebody has open for writing is told at once.
    func judge(_ files: [(source: String, path: String)]) -> [Verdict] {
        let first = files.map { look(at: $0) }
        let limit = Double(settleSeconds)
        let time = now().timeIntervalSince1970
        let ages = first.map { look in
            if case .settled(let identity) = look { time - Double(identity.modifiedAt) / 1e9 } else { limit }
        }
        let waits = limit <= Self.patience
        if waits, let youngest = ages.min(), youngest < limit {
            Thread.sleep(forTimeInterval: limit - max(0, youngest))
        }
        func verdict(_ index: Int) -> Verdict {
            guard case .settled(let before) = first[index] else { return first[index] }
            // Its age is judged here, with a second look.
            if case .growing(let why) = arrival(ofFile: files[index].path, settleSeconds: 0) { return .growing(why) }
            guard ages[index] < limit else { return first[index] }
            guard waits else { return .growing("it was written less than \(settleSeconds) seconds ago") }
            guard case .settled(let after) = look(at: files[index]) else { return .growing("it has gone") }
            return after == before ? .settled(after) : .growing("it is still growing")
        }
        let verdicts = files.indices.map(verdict)
        let hasWriters = zip(first, verdicts).contains { look, verdict in
            if case (.settled, .growing) = (look, verdict) { true } else { false }
        }
        guard hasWriters else { return verdicts }
        // A program that starts another one has its open files open twice until that one has begun.
        Thread.sleep(forTimeInterval: Self.secondLook)
        return files.indices.map { index in
            guard case .growing = verdicts[index], case .settled(let before) = first[index],
                case .settled(let after) = look(at: files[index]), after == before
            else { return verdicts[index] }
            return verdict(index)
        }
    }

    /// What a file looks like, or why it cannot be looked at: another program may have moved it since it was listed.
    private func look(at file: (source: String, path: String)) -> Verdict {
        do { return .settled(try FileIdentity(path: file.path, source: file.source)) } catch {
            return .growing(error.message)
        }
    }
}
