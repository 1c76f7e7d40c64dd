import Foundation
import Glibc

/// Reads and opens the server's log.
enum ServerLog {
    private static let shownLines = 20
    private static let shownBytes: UInt64 = 8 * 1024
    /// A larger log is set aside at the next start.
    private static let largestBytes: off_t = 32 << 20

    /// Returns the last lines, indented.
    static func end(of folder: ServerFolder, since start: UInt64 = 0) -> String {
        guard let file = FileHandle(forReadingAtPath: folder.logFile) else { return "    (there is no log)" }
        do {
            let size = try file.seekToEnd()
            try file.seek(toOffset: max(start, size > shownBytes ? size - shownBytes : 0))
            let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
            let lines = text.split(separator: "\n").suffix(shownLines)
            return lines.isEmpty
                ? "    (the log is empty)" : lines.map { "    \($0)" }.joined(separator: "\n")
        } catch {
            return "    (the log cannot be read: \(error))"
        }
    }

    /// Opens the log for appending.
    ///
    /// - Returns: A descriptor, and the length so far.
    static func open(in folder: ServerFolder) throws(PrivateServerError) -> (
        descriptor: Int32, length: UInt64
    ) {
        var information = stat()
        if lstat(folder.logFile, &information) == 0, information.st_size > largestBytes {
            rename(folder.logFile, folder.logFile + ".1")
        }
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        let descriptor = Glibc.open(folder.logFile, flags, 0o600)
        if descriptor >= 0, geteuid() == 0 { fchown(descriptor, folder.owner, gid_t.max) }
        guard descriptor >= 0, fstat(descriptor, &information) == 0 else {
            throw .cannotWrite(path: folder.logFile, reason: lastSystemError())
        }
        return (descriptor, UInt64(information.st_size))
    }
}
