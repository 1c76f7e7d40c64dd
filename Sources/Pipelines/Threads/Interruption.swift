import Foundation
package import Postgres

/// The run was told to stop.
package struct Interrupted: Error, CustomStringConvertible {
    /// The signal that did.
    package let signal: Int32

    package var description: String {
        "interrupted; nothing of the delivery under work was published, what was published before stays. Run again to go on"
    }
}

/// Carries a signal from the thread that receives it to those that work.
///
/// Everything it holds is guarded by its lock, so it may be shared.
package final class Interruption: @unchecked Sendable {
    private let lock = NSLock()
    private var signal: Int32?
    private var cancellation: Cancellation?
    private var source: (@Sendable () -> Void)?

    package init() {}

    /// Tells all work to stop, what runs on the server included.
    package func raise(_ signal: Int32) {
        let (cancellation, source) = lock.withLock {
            self.signal = signal
            return (self.cancellation, self.source)
        }
        cancellation?.request()
        guard let source else { return }
        // Not here: a driver may let nobody in until it is done, and the next signal must be heard meanwhile.
        Thread.detachNewThread { [self] in
            source()
            // A server that was between preparing a statement and running it has heard nothing.
            while lock.withLock({ self.source != nil }) {
                Thread.sleep(forTimeInterval: 0.5)
                lock.withLock { self.source }?()
            }
        }
    }

    /// - Throws: `Interrupted` once a signal has come.
    package func check() throws(Interrupted) {
        if let signal = lock.withLock({ signal }) { throw Interrupted(signal: signal) }
    }

    /// Names the connection whose statement is to be cancelled with the work.
    package func watch(_ cancellation: Cancellation?) { lock.withLock { self.cancellation = cancellation } }

    /// Says how the source under work is told to end; nil when none is.
    func watch(source: (@Sendable () -> Void)?) { lock.withLock { self.source = source } }
}
