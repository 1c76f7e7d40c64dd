internal import CLibODBC
import Foundation
import Synchronization

/// Asks the database to stop what a statement is doing, from any thread.
///
/// SQLCancel, "Canceling Functions Running on Another Thread": the one function that may be called meanwhile. Everything
/// else here is guarded by the condition.
@safe package final class ODBCCancellation: @unchecked Sendable {
    /// How long a request that is under way is waited for, in seconds.
    private static let patience: TimeInterval = 2

    private let condition = NSCondition()
    private var statement: Int
    private var isAsking = false
    private let requested = Atomic(false)

    /// - Parameter statement: the handle, which must live until `follow` says that it may be freed.
    init(_ statement: SQLHANDLE) { self.statement = Int(bitPattern: statement) }

    /// Whether the work is to stop.
    package var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Sends the request; nothing happens once the statement is gone.
    ///
    /// MariaDB's driver makes a connection of its own for it, and waits for ever for a server that is silent.
    package func request() {
        requested.store(true, ordering: .relaxed)
        condition.lock()
        guard !isAsking, let handle = unsafe SQLHANDLE(bitPattern: statement) else { return condition.unlock() }
        isAsking = true
        condition.unlock()
        // A driver that cannot do it lets the statement end by itself or by its timeout.
        _ = unsafe SQLCancel(handle)
        condition.withLock {
            isAsking = false
            condition.broadcast()
        }
    }

    /// Tells that the work goes on in another statement, or is over.
    ///
    /// - Returns: whether the statement before may be freed; not while a request for it is under way.
    func follow(_ other: SQLHANDLE?) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let end = Date().addingTimeInterval(Self.patience)
        while isAsking, condition.wait(until: end) {}
        statement = isAsking ? 0 : Int(bitPattern: other)
        return !isAsking
    }
}
