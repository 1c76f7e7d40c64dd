import Foundation
import Synchronization

/// Cancels a call to a driver that takes too long, for those drivers that know no timeout themselves.
///
/// Its thread looks now and then at the call under way, and ends when the statement is gone.
final class CallWatch: Sendable {
    /// How often it looks, in microseconds.
    private static let pause: UInt32 = 200_000

    private let cancellation: ODBCCancellation
    private let seconds: UInt64
    /// When the call under way began, in nanoseconds; 0 when there is none.
    private let began = Atomic<UInt64>(0)
    private let expired = Atomic(false)
    private let ended = Atomic(false)

    init(_ cancellation: ODBCCancellation, seconds: Int) {
        self.cancellation = cancellation
        self.seconds = UInt64(max(1, seconds))
        Thread.detachNewThread { [self] in
            while !ended.load(ordering: .relaxed), !expired.load(ordering: .relaxed) {
                usleep(Self.pause)
                let began = began.load(ordering: .relaxed)
                guard began > 0, Self.now &- began > self.seconds * 1_000_000_000 else { continue }
                expired.store(true, ordering: .relaxed)
                cancellation.request()
            }
        }
    }

    /// Whether a call was cancelled because it took too long.
    var hasExpired: Bool { expired.load(ordering: .relaxed) }

    /// Ends the watch.
    func end() { ended.store(true, ordering: .relaxed) }

    /// Watches over one call.
    @inline(__always)
    func call<Result>(_ body: () -> Result) -> Result {
        began.store(Self.now, ordering: .relaxed)
        defer { began.store(0, ordering: .relaxed) }
        return body()
    }

    private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
