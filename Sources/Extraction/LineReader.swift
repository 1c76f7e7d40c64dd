import Foundation
internal import Hashing

/// Reads a file by physical lines, knowing the number and the byte offset of each.
///
/// A line ends with LF, or with CR in a file that has no LF at all. Memory is bounded by the longest line allowed.
struct LineReader: ~Copyable {
    private var file: InputFile
    private let source: String
    private let maximumBytes: Int
    /// Only the first `filled` bytes mean something.
    private var buffer: [UInt8] = []
    private var filled = 0
    private var next = 0
    private var atEnd = false
    private var lineEnd = UInt8(ascii: "\n")
    private var started = false

    /// The place of the current line in `buffer`, its line end included.
    private(set) var line: Range<Int> = 0..<0
    private(set) var number: Int32 = 0
    private(set) var offset: Int64 = 0
    /// How many bytes the line takes in the file; more than it holds when it was too long to keep.
    private(set) var length: Int64 = 0
    /// Whether the line was longer than allowed; only its beginning is there.
    private(set) var isTooLong = false

    init(path: String, source: String, maximumBytes: Int) throws {
        file = try InputFile(path: path, source: source)
        self.source = source
        self.maximumBytes = maximumBytes
    }

    /// Lends the bytes of the current line, its line end included.
    func withLine<Result>(_ body: (borrowing Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(buffer.span.extracting(line))
    }

    /// Leaves out a UTF-8 byte order mark, refuses UTF-16 and learns from the first block what ends a line.
    private mutating func begin() throws {
        repeat { try fill() } while !atEnd && filled < InputFile.blockBytes
        let block = buffer[..<filled]
        if !block.contains(UInt8(ascii: "\n")), block.contains(UInt8(ascii: "\r")) { lineEnd = UInt8(ascii: "\r") }
        if block.starts(with: [0xEF, 0xBB, 0xBF]) {
            next = 3
            length = 3
        } else if block.starts(with: [0xFF, 0xFE]) || block.starts(with: [0xFE, 0xFF]) {
            throw ExtractionError(
                .badInput, source: source, line: 1, "the file is UTF-16",
                remedy: "save it as UTF-8 or Windows-874 and deliver it again")
        }
    }

    /// Goes to the next line.
    ///
    /// - Returns: false at the end of the file.
    mutating func advance() throws -> Bool {
        if !started {
            started = true
            try begin()
        }
        offset += length
        length = 0
        isTooLong = false
        var searched = next
        while true {
            if let end = endOfLine(from: searched) {
                take(to: end)
                return true
            }
            if atEnd {
                guard next < filled else { return false }
                take(to: filled)
                return true
            }
            if filled - next > maximumBytes {
                try skipLongLine()
                return true
            }
            searched = filled - next
            try fill()
        }
    }

    /// Goes back, so that the next line is the one that begins at an offset.
    mutating func rewind(to offset: Int64, line: Int32) throws {
        try file.seek(to: offset)
        filled = 0
        next = 0
        atEnd = false
        self.offset = offset
        length = 0
        number = line - 1
    }

    /// The hash of the whole file, after its last line.
    mutating func finish() throws -> SHA256Digest { try file.finish() }

    private mutating func take(to end: Int) {
        line = next..<end
        length = Int64(end - next)
        next = end
        number += 1
    }

    /// Passes over the rest of a line that is longer than allowed, keeping its beginning.
    private mutating func skipLongLine() throws {
        isTooLong = true
        length = Int64(filled - next)
        let beginning = Array(buffer[next..<min(next + 256, filled)])
        var rest: [UInt8] = []
        while true {
            next = 0
            filled = 0
            try fill()
            if let end = endOfLine(from: 0) {
                length += Int64(end)
                rest = Array(buffer[end..<filled])
                break
            }
            length += Int64(filled)
            if atEnd { break }
        }
        let kept = beginning + rest
        if buffer.count < kept.count { buffer += [UInt8](repeating: 0, count: kept.count - buffer.count) }
        buffer.replaceSubrange(0..<kept.count, with: kept)
        filled = kept.count
        line = 0..<beginning.count
        next = beginning.count
        number += 1
    }

    private func endOfLine(from start: Int) -> Int? {
        guard start < filled else { return nil }
        return buffer.withUnsafeBufferPointer { bytes -> Int? in
            guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(lineEnd), filled - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
    }

    /// Moves the unread bytes to the front and appends the next block of the file.
    private mutating func fill() throws {
        let unread = filled - next
        if next > 0, unread > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                memmove(base, base + next, unread)
            }
        }
        next = 0
        filled = unread
        // Doubled, so that a long line is not copied once for every block of it.
        let wanted = filled + InputFile.blockBytes
        if buffer.count < wanted {
            buffer += [UInt8](repeating: 0, count: max(wanted, buffer.count * 2) - buffer.count)
        }
        var failure: ExtractionError?
        let count = buffer.withUnsafeMutableBytes { bytes -> Int in
            let free = UnsafeMutableRawBufferPointer(rebasing: bytes[filled..<filled + InputFile.blockBytes])
            do throws(ExtractionError) { return try file.read(into: free) } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        if count == 0 { atEnd = true }
        filled += count
    }
}
