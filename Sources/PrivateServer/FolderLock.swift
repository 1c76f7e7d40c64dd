import Foundation
import Glibc

/// Holds a file lock that the kernel takes back when its process dies.
struct FolderLock {
    /// Covers the creation of a database by another process, with much to spare.
    static let patienceSeconds = 180
    private static let pauseMicroseconds: UInt32 = 20_000

    private let descriptor: Int32

    /// Waits for the lock.
    ///
    /// - Throws: `PrivateServerError.busy` when another process keeps it for too long.
    init(path: String) throws(PrivateServerError) {
        // Root's lock file must not keep out the user it belongs with: flock needs no right to write.
        var descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644) }
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, reason: lastSystemError())
        }
        self.descriptor = descriptor

        let end = Date().addingTimeInterval(TimeInterval(Self.patienceSeconds))
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            guard reason == EWOULDBLOCK || reason == EINTR, Date() < end else {
                close(descriptor)
                throw .busy(lockFile: path)
            }
            usleep(Self.pauseMicroseconds)
        }
    }

    func release() { close(descriptor) }
}
