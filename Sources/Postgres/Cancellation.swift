internal import CLibPQ

/// Asks the server to stop what a connection is doing, from any thread.
///
/// libpq's manual, "Canceling Queries in Progress": the object may be used by another thread than the connection's.
@safe package final class Cancellation: @unchecked Sendable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe PQfreeCancel(handle) }

    /// Sends the request; one that does not arrive changes nothing, the work then goes on to its natural end.
    package func request() {
        var message = [CChar](repeating: 0, count: 256)
        _ = unsafe PQcancel(handle, &message, Int32(message.count))
    }
}
