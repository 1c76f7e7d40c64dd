internal import CLibPQ
import Foundation
import Synchronization

/// Cuts a connection while a call on it waits too long for the server.
///
/// `statement_timeout` is counted by the server itself, and so says nothing of one that stands still. The watch's thread
/// looks now and then at the call under way; whoever owns the connection must end the watch first.
package final class SilenceWatch: Sendable {
    /// How often it looks, in microseconds.
    private static let pause: UInt32 = 200_000

    private let socket: Int32
    private let seconds: UInt64
    /// When the call under way began, in nanoseconds; 0 when there is none.
    private let began = Atomic<UInt64>(0)
    private let expired = Atomic(false)
    private let isOpen = Mutex(true)

    fileprivate init(socket: Int32, seconds: Int) {
        self.socket = socket
        self.seconds = UInt64(max(1, seconds))
        Thread.detachNewThread { [self] in
            while isOpen.withLock({ $0 }), !hasExpired {
                usleep(Self.pause)
                let began = began.load(ordering: .relaxed)
                guard began > 0, Self.now &- began > self.seconds * 1_000_000_000 else { continue }
                expired.store(true, ordering: .relaxed)
                cut()
            }
        }
    }

    /// Whether a call took too long.
    package var hasExpired: Bool { expired.load(ordering: .relaxed) }

    /// A call begins that the server must answer.
    package func begin() { began.store(Self.now, ordering: .relaxed) }

    /// The call has ended.
    package func rest() { began.store(0, ordering: .relaxed) }

    /// Ends the watch; the connection may then be closed.
    package func end() { isOpen.withLock { $0 = false } }

    /// Cuts the connection, from any thread: the call under way fails.
    package func cut() {
        isOpen.withLock { isOpen in
            // On a socket that is closed already it has no effect.
            if isOpen { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}

extension Connection {
    /// Watches over calls on this connection.
    package borrowing func silenceWatch(seconds: Int) -> SilenceWatch {
        SilenceWatch(socket: unsafe PQsocket(handle), seconds: seconds)
    }
}
