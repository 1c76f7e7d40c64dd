import Foundation

/// Tells whether some process has a file open for writing.
///
/// A read lease is only given on a file that nobody has open for writing (fcntl(2), "Leases": `F_SETLEASE` then fails
/// with EAGAIN). It is given back at once. Files of other owners cannot be asked about; they count as closed.
package func isOpenForWriting(_ path: String) -> Bool {
    // A writer who comes at this very moment makes the kernel send SIGIO, which would end the program.
    signal(SIGIO, SIG_IGN)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // F_SETLEASE and F_UNLCK by their numbers in linux/fcntl.h, which Swift does not import.
    guard fcntl(descriptor, 1024, F_RDLCK) == 0 else { return errno == EAGAIN }
    _ = fcntl(descriptor, 1024, F_UNLCK)
    return false
}
