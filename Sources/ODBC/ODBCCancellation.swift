internal import CLibODBC
import Synchronization

/// Asks the database to stop what a statement is doing, from any thread.
///
/// SQLCancel, "Canceling Functions Running on Another Thread": the one function that may be called meanwhile.
@safe package final class ODBCCancellation: @unchecked Sendable {
    private let statement: Mutex<Int>
    private let requested = Atomic(false)

    /// - Parameter statement: the handle, which must live until `retire` is called.
    init(_ statement: SQLHANDLE) { self.statement = Mutex(Int(bitPattern: statement)) }

    /// Whether the work is to stop.
    package var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Sends the request; nothing happens once the statement is gone.
    package func request() {
        requested.store(true, ordering: .relaxed)
        statement.withLock { statement in
            // A driver that cannot do it lets the statement end by itself or by its timeout.
            if let handle = unsafe SQLHANDLE(bitPattern: statement) { _ = unsafe SQLCancel(handle) }
        }
    }

    /// Tells that the work goes on in another statement.
    func follow(_ other: SQLHANDLE) { statement.withLock { $0 = Int(bitPattern: other) } }

    /// Tells that the statement is about to be freed.
    func retire() { statement.withLock { $0 = 0 } }
}
