import Foundation

/// Reads a file by physical lines, knowing the number and the byte offset of each.
///
/// A line ends with LF, or with CR in a file that has no LF at all. Memory is bounded by the longest line allowed.
struct LineReader: ~Copyable {
    private let file: InputFile
    private let source: String
    private let maximumBytes: Int
    private var buffer: [UInt8] = []
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
        repeat { try fill() } while !atEnd && buffer.count < InputFile.blockBytes
        if !buffer.contains(UInt8(ascii: "\n")), buffer.contains(UInt8(ascii: "\r")) { lineEnd = UInt8(ascii: "\r") }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
            next = 3
            length = 3
        } else if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
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
            searched = buffer.count
            if atEnd {
                guard next < buffer.count else { return false }
                take(to: buffer.count)
                return true
            }
            if buffer.count - next > maximumBytes {
                try skipLongLine()
                return true
            }
            let kept = buffer.count - next
            try fill()
            searched = min(kept, buffer.count)
        }
    }

    /// Goes back, so that the next line is the one that begins at an offset.
    mutating func rewind(to offset: Int64, line: Int32) throws {
        try file.seek(to: offset)
        buffer.removeAll(keepingCapacity: true)
        next = 0
        atEnd = false
        self.offset = offset
        length = 0
        number = line - 1
    }

    /// Reads some bytes of the file once more.
    func bytes(at offset: Int64, count: Int) throws -> [UInt8] { try file.bytes(at: offset, count: count) }

    private mutating func take(to end: Int) {
        line = next..<end
        length = Int64(end - next)
        next = end
        number += 1
    }

    /// Passes over the rest of a line that is longer than allowed, keeping its beginning.
    private mutating func skipLongLine() throws {
        isTooLong = true
        length = Int64(buffer.count - next)
        buffer.removeFirst(next)
        next = 0
        let beginning = Array(buffer.prefix(256))
        while true {
            buffer.removeAll(keepingCapacity: true)
            try fill()
            if let end = endOfLine(from: 0) {
                length += Int64(end)
                let rest = Array(buffer[end...])
                buffer = beginning + rest
                break
            }
            length += Int64(buffer.count)
            if atEnd {
                buffer = beginning
                break
            }
        }
        line = 0..<beginning.count
        next = beginning.count
        number += 1
    }

    private mutating func endOfLine(from start: Int) -> Int? {
        guard start < buffer.count else { return nil }
        return buffer.withUnsafeBufferPointer { bytes -> Int? in
            guard let base = bytes.baseAddress,
                let found = memchr(base + start, Int32(lineEnd), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
    }

    /// Moves the unread bytes to the front and appends the next block of the file.
    private mutating func fill() throws {
        if next > 0 {
            buffer.removeFirst(next)
            next = 0
        }
        if try !file.read(appendingTo: &buffer) { atEnd = true }
    }
}
