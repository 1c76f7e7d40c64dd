import Foundation

/// A new file that only its owner can read, under its name only when it is complete.
///
/// Until then it ends in `.part`, which no pipeline takes; it is removed unless it is completed.
struct CorrectionFile: ~Copyable {
    private static let bufferBytes = 256 << 10

    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    private static func part(_ path: String) -> String { path + ".part" }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes the file; nothing may have its name yet.
    static func create(_ path: String) throws(CorrectionError) -> CorrectionFile {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw exists(path) }
        let part = Self.part(path)
        // The mode is given as the file comes into being; a link that somebody has laid there is not followed.
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw CorrectionError(
                    .cannotWrite,
                    "\(part) is there: another command is writing it, or one was ended before it was done; in that case remove it, there are rows of personal data in it"
                )
            }
            throw failure(path, errno)
        }
        return CorrectionFile(path: path, descriptor: descriptor)
    }

    deinit {
        unlink(Self.part(path))
        close(descriptor)
    }

    mutating func write(_ bytes: borrowing Span<UInt8>) throws(CorrectionError) {
        for index in bytes.indices { buffer.append(bytes[index]) }
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    private mutating func flush() throws(CorrectionError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count >= 0 || errno == EINTR else { throw Self.failure(path, errno) }
            written += max(count, 0)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Gives the file its name, unless something of that name has come in the meantime.
    mutating func complete() throws(CorrectionError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw Self.failure(path, errno) }
        // Unlike a renaming, a second name never takes the place of a file.
        guard link(Self.part(path), path) == 0 else {
            if errno == EEXIST { throw Self.exists(path) }
            throw Self.failure(path, errno)
        }
    }

    private static func exists(_ path: String) -> CorrectionError {
        CorrectionError(.cannotWrite, "\(path) is there already, and is not overwritten; name another file")
    }

    private static func failure(_ path: String, _ code: Int32) -> CorrectionError {
        CorrectionError(.cannotWrite, "\(path) cannot be written: \(String(cString: strerror(code)))")
    }
}
