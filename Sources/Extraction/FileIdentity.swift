internal import Foundation

/// A file as it stood at one moment.
///
/// Two equal ones belong to the same content: whoever writes to a file moves its change time, which nobody can set back.
package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let bytes: Int64
    /// In nanoseconds since 1970.
    package let modifiedAt: Int64
    /// In nanoseconds since 1970.
    package let changedAt: Int64

    /// Looks at the file that a path names now.
    ///
    /// - Throws: an `ExtractionError` of kind `missingInput` when there is none.
    package init(path: String, source: String) throws(ExtractionError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .cannotOpen(source, errno) }
        self.init(status)
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        bytes = Int64(status.st_size)
        modifiedAt = Self.nanoseconds(status.st_mtim)
        changedAt = Self.nanoseconds(status.st_ctim)
    }

    /// Says what has become of the file between two moments, nil when nothing has.
    func difference(to later: FileIdentity) -> String? {
        if later == self { return nil }
        if (later.device, later.inode) != (device, inode) { return "the file was replaced by another" }
        if later.bytes > bytes { return "the file has grown from \(bytes) to \(later.bytes) bytes" }
        if later.bytes < bytes { return "the file has shrunk from \(bytes) to \(later.bytes) bytes" }
        return "the file was written to"
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        // A clock that is wrong by centuries must not end the program.
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
