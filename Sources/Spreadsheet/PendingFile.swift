internal import Glibc

/// A file that is written beside its place and renamed into it when it is whole.
struct PendingFile: Sendable {
    let target: String
    let temporaryPath: String
    private let folder: String

    /// Chooses the temporary name: in the target's folder, since a rename is atomic only within one file system.
    init(target: String) throws(SpreadsheetError) {
        try checkText(target, "the path of a workbook", limit: 4_000)
        let slash = target.lastIndex(of: "/")
        let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
        guard !name.isEmpty else { throw .empty(what: "the file name of a workbook") }
        folder = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
        self.target = target
        let unique = String(UInt64.random(in: 0 ... .max), radix: 36)
        temporaryPath = "\(folder)/.\(name.utf8.count > 120 ? "workbook" : name).\(getpid())-\(unique).tmp"
        guard unsafe access(folder, W_OK) == 0 else { throw failure("write into", folder) }
    }

    /// Waits until the bytes are on the disk.
    func flush() throws(SpreadsheetError) {
        try flush(temporaryPath, O_RDONLY)
    }

    /// Renames the file to its place and makes the rename last.
    func putInPlace() throws(SpreadsheetError) {
        guard unsafe rename(temporaryPath, target) == 0 else {
            throw failure("rename the new workbook to", target)
        }
        try flush(folder, O_RDONLY | O_DIRECTORY)
    }

    /// Removes what was written; a file that is not there is fine.
    func discard() {
        unsafe unlink(temporaryPath)
    }

    private func flush(_ path: String, _ flags: Int32) throws(SpreadsheetError) {
        let descriptor = unsafe open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("flush", path) }
    }

    private func failure(_ doing: String, _ path: String) -> SpreadsheetError {
        .file(path: path, doing: doing, errno: errno)
    }
}
