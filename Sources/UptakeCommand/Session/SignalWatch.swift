import Foundation
import Pipelines

/// The end of the pipe that the signal handler writes to; set once, before the handler is installed.
nonisolated(unsafe) private var signalPipe: Int32 = -1

/// Turns Ctrl-C and SIGTERM into an orderly end of the run; the second one ends the program at once.
///
/// A handler may do next to nothing (signal-safety(7)), so it only writes the signal's number to a pipe; a thread reads
/// it and does the rest. Handlers, unlike blocked or ignored signals, are not inherited by programs that are started.
enum SignalWatch {
    static func start(_ interruption: Interruption) {
        var ends: [Int32] = [-1, -1]
        guard signalPipe < 0, pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        signalPipe = ends[1]
        let received = ends[0]
        let thread = Thread {
            var number: UInt8 = 0
            var isSecond = false
            while true {
                let count = read(received, &number, 1)
                if count < 0, errno == EINTR { continue }
                guard count == 1 else { return }
                if isSecond { _exit(128 + Int32(number)) }
                isSecond = true
                Console.note(
                    "Stopping: nothing of what is under work is published. Run again to go on; a second time ends at once."
                )
                interruption.raise(Int32(number))
            }
        }
        thread.name = "signals"
        thread.start()
        for number in [SIGINT, SIGTERM] {
            signal(number) { received in
                var byte = UInt8(truncatingIfNeeded: received)
                // Nothing can be done here when it fails; the signal is then lost and can be sent again.
                _ = write(signalPipe, &byte, 1)
            }
        }
    }
}
