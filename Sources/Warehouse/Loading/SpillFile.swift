import Foundation
import Glibc

/// Bytes cannot be kept on this machine's disk.
package struct SpillError: Error, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}

/// Bytes that are kept until they are needed: the last ones in memory, those before in a file that has no name and that
/// nobody else can open.
///
/// It is a class because it owns a descriptor; one task at a time uses it.
package final class SpillFile {
    private static let bufferBytes = 256 << 10

    /// What is kept, as messages say it.
    private let contents: String
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []

    package init(_ contents: String) { self.contents = contents }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func append(_ bytes: some Sequence<UInt8>) throws(SpillError) {
        buffer.append(contentsOf: bytes)
        if buffer.count > Self.bufferBytes { try spill() }
    }

    /// Lends everything in the order in which it came, block by block.
    package func read(_ body: ([UInt8]) throws -> Void) throws {
        var offset: off_t = 0
        while let block = try block(at: &offset) { try body(block) }
    }

    /// The next block, from a place that goes on behind it; nil at the end.
    func block(at offset: inout off_t) throws(SpillError) -> [UInt8]? {
        guard offset >= 0 else { return nil }
        if descriptor >= 0 {
            let start = offset
            var failed = false
            let block = [UInt8](unsafeUninitializedCapacity: Self.bufferBytes) { [descriptor] bytes, count in
                let taken = pread(descriptor, bytes.baseAddress, bytes.count, start)
                failed = taken < 0
                count = max(taken, 0)
            }
            if failed { throw failure("read") }
            offset += off_t(block.count)
            if !block.isEmpty { return block }
        }
        offset = -1
        return buffer.isEmpty ? nil : buffer
    }

    /// Writes the buffered bytes to the file, which is made when it is first needed.
    private func spill() throws(SpillError) {
        if descriptor < 0 { descriptor = try temporaryFile() }
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 || errno == EINTR else { throw failure("written") }
            written += max(count, 0)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func temporaryFile() throws(SpillError) -> Int32 {
        var template = Array((NSTemporaryDirectory() + "/uptake-spill-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure("made") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return descriptor
    }

    private func failure(_ what: String) -> SpillError {
        SpillError(
            message:
                "the temporary file for \(contents) cannot be \(what) in \(NSTemporaryDirectory()): \(String(cString: strerror(errno))); make room there or set TMPDIR"
        )
    }
}
