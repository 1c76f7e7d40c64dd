import Foundation
package import Hashing

/// An open file that is read block by block.
struct InputFile: ~Copyable {
    static let blockBytes = 256 << 10
    private static let emptyBlock = [UInt8](repeating: 0, count: blockBytes)

    private let descriptor: Int32
    private let source: String

    init(path: String, source: String) throws(ExtractionError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.source = source
        guard descriptor >= 0 else {
            throw ExtractionError(
                .missingInput, source: source, "the file cannot be opened: \(String(cString: strerror(errno)))",
                remedy: "check that it is there and readable")
        }
    }

    deinit { close(descriptor) }

    /// Appends the next block.
    ///
    /// - Returns: false at the end of the file.
    func read(appendingTo buffer: inout [UInt8]) throws(ExtractionError) -> Bool {
        let start = buffer.count
        buffer.append(contentsOf: Self.emptyBlock)
        var count = -1
        repeat {
            count = buffer.withUnsafeMutableBytes { bytes in
                let free = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
                return Foundation.read(descriptor, free.baseAddress, free.count)
            }
        } while count < 0 && errno == EINTR
        buffer.removeLast(Self.blockBytes - max(count, 0))
        guard count >= 0 else { throw readingFailed() }
        return count > 0
    }

    /// Reads some bytes once more, wherever the file is being read.
    func bytes(at offset: Int64, count: Int) throws(ExtractionError) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
        }
        guard bytes.count == count else { throw readingFailed() }
        return bytes
    }

    /// Goes to a byte, from which the next block is then read.
    func seek(to offset: Int64) throws(ExtractionError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw readingFailed() }
    }

    private func readingFailed() -> ExtractionError {
        ExtractionError(
            .badInput, source: source, "reading failed: \(String(cString: strerror(errno)))",
            remedy: "check the disk and run again")
    }
}

/// Hashes a file's content.
package func contentHash(ofFile path: String, source: String) throws -> SHA256Digest {
    let file = try InputFile(path: path, source: source)
    var hasher = SHA256Hasher()
    var buffer: [UInt8] = []
    while try file.read(appendingTo: &buffer) {
        hasher.update(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }
    return hasher.finish()
}

/// Reads some bytes in the middle of a file.
///
/// - Returns: nil when they cannot be read.
func readBytes(of path: String, from offset: Int64, count: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
    guard read >= 0 else { return nil }
    bytes.removeLast(count - read)
    return bytes
}
