import Foundation

/// A file as it stood at one moment.
package struct FileIdentity: Hashable, Sendable {
    package let device: Int64
    package let inode: Int64
    package let bytes: Int64
    /// Nanoseconds since 1970.
    package let modifiedAt: Int64
    package let changedAt: Int64

    package init(path: String, source: String) throws(ExtractionError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw ExtractionError(
                .missingInput, source: source, "the file cannot be looked at: \(String(cString: strerror(errno)))",
                remedy: "check that it is there and readable")
        }
        self.init(status)
    }

    init(_ status: stat) {
        device = Int64(truncatingIfNeeded: status.st_dev)
        inode = Int64(truncatingIfNeeded: status.st_ino)
        bytes = Int64(status.st_size)
        modifiedAt = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changedAt = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }
}
