internal import Foundation

/// An open file, with what it was when it was opened.
struct InputFile: ~Copyable {
    /// How many bytes are read at once.
    static let blockBytes = 256 << 10

    let identity: FileIdentity
    private let descriptor: Int32
    private let path: String
    private let source: String

    /// Opens a file; a folder or a pipe is none.
    init(path: String, source: String) throws(ExtractionError) {
        // Before it is opened, because opening a pipe waits for whoever writes to it.
        var status = stat()
        guard stat(path, &status) == 0 else { throw .cannotOpen(source, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ExtractionError(
                .badInput, source: source, "it is not a file", remedy: "deliver a file, or correct the pattern")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(source, errno) }
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .cannotOpen(source, code)
        }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        self.descriptor = descriptor
        self.path = path
        self.source = source
        identity = FileIdentity(status)
    }

    deinit { close(descriptor) }

    /// Reads the next bytes into an array, from a place in it to its end.
    ///
    /// - Returns: how many were read, 0 at the end of the file.
    func read(into buffer: inout [UInt8], from start: Int) throws(ExtractionError) -> Int {
        var count = -1
        repeat {
            count = buffer.withUnsafeMutableBytes { bytes in
                let free = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
                return Foundation.read(descriptor, free.baseAddress, free.count)
            }
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw readingFailed() }
        return count
    }

    /// Goes to a byte, from which is then read.
    func seek(to offset: Int64) throws(ExtractionError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw readingFailed() }
    }

    /// Says what has become of the file since it was opened, nil when nothing has.
    ///
    /// The path is looked at first: a file that was replaced is still open, and has changed only in that it lost its name.
    var change: String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "the file was moved away or removed" }
        if let change = identity.difference(to: FileIdentity(status)) { return change }
        return fstat(descriptor, &status) == 0 ? identity.difference(to: FileIdentity(status)) : nil
    }

    /// Throws when the file is no longer what it was when it was opened.
    func checkUnchanged() throws(ExtractionError) {
        guard let change else { return }
        throw ExtractionError(
            .changing, source: source, "\(change) while it was read",
            remedy: "the delivery is left alone and will be taken by a later run")
    }

    private func readingFailed() -> ExtractionError {
        ExtractionError(
            .badInput, source: source, "reading failed: \(String(cString: strerror(errno)))",
            remedy: "check the disk and run again")
    }
}

extension ExtractionError {
    /// The error of a file that is not there or not readable.
    static func cannotOpen(_ source: String, _ code: Int32) -> ExtractionError {
        ExtractionError(
            .missingInput, source: source, "the file cannot be opened: \(String(cString: strerror(code)))",
            remedy: "check that it is there and readable")
    }
}
