import Foundation

/// A thread that can be waited for.
final class BackgroundThread: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)

    /// Runs a body on a thread of its own; loops that run for minutes have no place on the shared ones.
    ///
    /// What the body captures belongs to it alone until `join` returns.
    init(_ name: String, _ body: @escaping () -> Void) {
        nonisolated(unsafe) let body = body
        let thread = Thread { [done] in
            body()
            done.signal()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Waits for the end of the body; only to be called once.
    func join() { done.wait() }
}
