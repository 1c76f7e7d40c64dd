internal import Compression
import Foundation
package import Hashing

/// An open file that is read block by block and hashed on the way; one whose name ends in `.gz` is inflated.
///
/// Positions are those of the text; the hash is that of the bytes on the disk.
struct InputFile: ~Copyable {
    static let blockBytes = 256 << 10

    private let descriptor: Int32
    private let path: String
    private let source: String
    private let identity: FileIdentity
    private let isCompressed: Bool
    private var hasher = SHA256Hasher()
    /// Up to which byte the content is hashed; what is read a second time is not hashed again.
    private var hashed: Int64 = 0
    /// The place in the file on the disk.
    private var position: Int64 = 0
    private var inflater: Inflater?
    private var compressed: [UInt8] = []
    private var taken = 0

    /// - Parameter inflates: false reads a compressed file as it lies on the disk.
    init(path: String, source: String, inflates: Bool = true) throws(ExtractionError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        self.source = source
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw ExtractionError(
                .missingInput, source: source, "the file cannot be opened: \(String(cString: strerror(errno)))",
                remedy: "check that it is there and readable")
        }
        identity = FileIdentity(status)
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        isCompressed = inflates && path.hasSuffix(".gz")
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Reads the next block of text into memory that the caller lends.
    ///
    /// - Returns: how many bytes were read; 0 at the end of the file.
    mutating func read(into target: UnsafeMutableRawBufferPointer) throws(ExtractionError) -> Int {
        guard isCompressed else { return try readDisk(into: target) }
        if inflater == nil { inflater = try begun() }
        while true {
            if taken == compressed.count {
                taken = 0
                if compressed.isEmpty { compressed = [UInt8](repeating: 0, count: Self.blockBytes) }
                let count = try fillCompressed()
                compressed.removeLast(compressed.count - count)
                if count == 0 {
                    guard inflater?.isComplete == true else { throw damaged("ends in the middle") }
                    return 0
                }
            }
            let given = try inflate(into: target)
            if given > 0 { return given }
        }
    }

    private mutating func fillCompressed() throws(ExtractionError) -> Int {
        if compressed.count < Self.blockBytes {
            compressed += [UInt8](repeating: 0, count: Self.blockBytes - compressed.count)
        }
        var block = compressed
        compressed = []
        defer { compressed = block }
        var failure: ExtractionError?
        let count = block.withUnsafeMutableBytes { bytes -> Int in
            do throws(ExtractionError) { return try readDisk(into: bytes) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return count
    }

    private mutating func inflate(into target: UnsafeMutableRawBufferPointer) throws(ExtractionError) -> Int {
        var given = 0
        var isBroken = false
        compressed.withUnsafeBytes { bytes in
            do throws(InflateError) {
                let result = try inflater?.inflate(UnsafeRawBufferPointer(rebasing: bytes[taken...]), into: target)
                taken += result?.taken ?? 0
                given = result?.given ?? 0
            } catch {
                isBroken = true
            }
        }
        if isBroken { throw damaged("is damaged") }
        return given
    }

    private func begun() throws(ExtractionError) -> Inflater {
        do throws(InflateError) { return try Inflater() } catch {
            throw ExtractionError(
                .badInput, source: source, "there is no memory to inflate it", remedy: "run again later")
        }
    }

    private func damaged(_ what: String) -> ExtractionError {
        ExtractionError(
            .badInput, source: source, "the compressed file \(what), near byte \(position)",
            remedy: "ask the sender for it again")
    }

    private mutating func readDisk(into target: UnsafeMutableRawBufferPointer) throws(ExtractionError) -> Int {
        var count = -1
        repeat {
            count = Foundation.read(descriptor, target.baseAddress, target.count)
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw readingFailed() }
        let end = position + Int64(count)
        if end > hashed, position <= hashed {
            hasher.update(UnsafeRawBufferPointer(rebasing: target[Int(hashed - position)..<count]))
            hashed = end
        }
        position = end
        return count
    }

    /// Goes to a place in the text that was read before, from which the next block is then read.
    mutating func seek(to offset: Int64) throws(ExtractionError) {
        guard isCompressed else { return try seekDisk(to: offset) }
        // Compressed text can only be read from its beginning.
        try seekDisk(to: 0)
        inflater?.restart()
        compressed = []
        taken = 0
        var left = offset
        while left > 0 {
            var skipped = [UInt8](repeating: 0, count: Int(min(left, Int64(Self.blockBytes))))
            var failure: ExtractionError?
            let count = skipped.withUnsafeMutableBytes { bytes -> Int in
                do throws(ExtractionError) { return try read(into: bytes) } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            guard count > 0 else { throw damaged("ends before a place that was read before") }
            left -= Int64(count)
        }
    }

    private mutating func seekDisk(to offset: Int64) throws(ExtractionError) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw readingFailed() }
        position = offset
    }

    /// The hash of the whole content, after it was read to its end.
    ///
    /// - Throws: `ExtractionError.changing` when the file is no longer what it was when it was opened.
    mutating func finish() throws(ExtractionError) -> SHA256Digest {
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileIdentity(status) == identity, hashed == identity.bytes,
            try FileIdentity(path: path, source: source) == identity
        else {
            throw ExtractionError(
                .changing, source: source, "the file changed while it was read",
                remedy: "it is left alone, and a later run takes it")
        }
        return hasher.finish()
    }

    private func readingFailed() -> ExtractionError {
        ExtractionError(
            .badInput, source: source, "reading failed: \(String(cString: strerror(errno)))",
            remedy: "check the disk and run again")
    }
}

/// Hashes a file's content.
package func contentHash(ofFile path: String, source: String) throws -> SHA256Digest {
    var file = try InputFile(path: path, source: source, inflates: false)
    var buffer = [UInt8](repeating: 0, count: InputFile.blockBytes)
    while try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }) > 0 {}
    return try file.finish()
}
