internal import Foundation
internal import Hashing

/// Reads a file by physical lines, knowing the number and the byte offset of each.
///
/// Offsets are places in the text: in the file, or in what a packed file unpacks to. Memory is bounded by the longest
/// line allowed, and by what is held to be read again.
struct LineReader: ~Copyable {
    /// What ends a line.
    enum LineEnds {
        /// LF, CR LF, and CR, wherever they stand.
        case any
        /// LF; or CR, in a file that has no LF at all.
        case uniform
    }

    /// A buffer that grew beyond this for a giant line shrinks again.
    private static let keptBytes = 4 << 20

    private var input: TextInput
    private let source: String
    private let maximumBytes: Int
    private let lineEnds: LineEnds
    /// The text is in its first `filled` bytes.
    private var buffer = [UInt8](repeating: 0, count: 2 * InputFile.blockBytes)
    private var filled = 0
    /// Where the next line begins in the buffer.
    private var next = 0
    /// Where the text begins that may be read again; nil when none may.
    private var held: Int?
    private var atEnd = false
    private var started = false
    private var hasCarriageReturns = false
    /// Where the next LF stands, `filled` when there is none; below `next` when it is not known.
    private var lineFeed = -1

    /// The place of the current line in `buffer`, its line end included; empty when it was too long to keep.
    private var line: Range<Int> = 0..<0
    private(set) var number: Int32 = 0
    private(set) var offset: Int64 = 0
    /// How many bytes the line takes in the text, or has taken so far when it was too long behind what is held.
    private(set) var length: Int64 = 0
    /// Whether the line was longer than allowed, alone or together with what is held.
    private(set) var isTooLong = false

    init(path: String, source: String, maximumBytes: Int, lineEnds: LineEnds = .any) throws(ExtractionError) {
        input = try TextInput(path: path, source: source)
        self.source = source
        self.maximumBytes = maximumBytes
        self.lineEnds = lineEnds
    }

    /// Lends the bytes of the current line, its line end included.
    func withLine<Result>(_ body: (borrowing Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(buffer.span.extracting(line))
    }

    /// Lends the bytes from a held offset to the end of the current line.
    func withText<Result>(from start: Int64, _ body: (borrowing Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(buffer.span.extracting(line.upperBound - Int(offset + length - start)..<line.upperBound))
    }

    /// Keeps the current line and all that follow it, so that one of them can be gone back to.
    mutating func hold() { if held == nil { held = line.lowerBound } }

    /// Keeps no line any longer.
    mutating func release() { held = nil }

    /// Goes to the next line.
    ///
    /// - Returns: false at the end of the text.
    mutating func advance() throws(ExtractionError) -> Bool {
        if !started { try begin() }
        offset += length
        length = 0
        isTooLong = false
        var searched = next
        while true {
            if let end = endOfLine(from: searched) {
                try take(to: end)
                return true
            }
            if atEnd {
                guard next < filled else { return false }
                try take(to: filled)
                return true
            }
            if filled - (held ?? next) > maximumBytes {
                try skipLongLine()
                return true
            }
            // The last byte once more: it may be a CR that waited for its LF.
            let unsearched = max(filled - 1, next) - next
            try fill()
            searched = next + unsearched
        }
    }

    /// Goes back to a held line.
    mutating func rewind(to offset: Int64, line number: Int32) {
        next -= Int(self.offset + length - offset)
        lineFeed = -1
        self.offset = offset
        length = 0
        self.number = number - 1
        line = next..<next
        held = nil
    }

    /// Reads what is left and gives the hash of the whole file.
    mutating func finish() throws(ExtractionError) -> (sha256: SHA256Digest, identity: FileIdentity) {
        try input.finish()
    }

    /// Gives the reason why something went wrong: a file that is changed while it is read fails in any way.
    func reason(for error: any Error) -> any Error { input.reason(for: error) }

    /// Leaves out a UTF-8 byte order mark, refuses UTF-16 and learns from the first block what ends a line.
    private mutating func begin() throws(ExtractionError) {
        started = true
        repeat { try fill() } while !atEnd && filled < InputFile.blockBytes
        let text = buffer[..<filled]
        if lineEnds == .uniform { hasCarriageReturns = !text.contains(0x0A) && text.contains(0x0D) }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) {
            next = 3
            length = 3
        } else if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            throw ExtractionError(
                .badInput, source: source, line: 1, "the file is UTF-16",
                remedy: "save it as UTF-8 or Windows-874 and deliver it again")
        }
    }

    @inline(__always)
    private mutating func take(to end: Int) throws(ExtractionError) {
        line = next..<end
        length = Int64(end - next)
        next = end
        try countLine()
    }

    @inline(__always)
    private mutating func countLine() throws(ExtractionError) {
        guard number < .max else {
            throw ExtractionError(
                .badInput, source: source, "the file has more than \(Int32.max) lines",
                remedy: "deliver it in several files")
        }
        number += 1
    }

    /// Passes over a line that is longer than allowed; over what there is of it, when text before it is held.
    private mutating func skipLongLine() throws(ExtractionError) {
        isTooLong = true
        guard held == nil else {
            try take(to: filled)
            return
        }
        length = 0
        while true {
            if let end = endOfLine(from: next) {
                length += Int64(end - next)
                next = end
                break
            }
            // A CR at the very end stays, until it is known whether an LF follows.
            let passed = !atEnd && filled > next && buffer[filled - 1] == 0x0D ? filled - 1 : filled
            length += Int64(passed - next)
            next = passed
            if atEnd { break }
            try fill()
        }
        line = next..<next
        try countLine()
    }

    /// Finds the end of the line in the text from `start` on; nil when more text has to be read.
    @inline(__always)
    private mutating func endOfLine(from start: Int) -> Int? {
        if lineFeed < start { lineFeed = find(0x0A, start..<filled) ?? filled }
        if hasCarriageReturns, let found = find(0x0D, start..<lineFeed) {
            if found + 1 < filled { return buffer[found + 1] == 0x0A ? found + 2 : found + 1 }
            return atEnd ? found + 1 : nil
        }
        return lineFeed < filled ? lineFeed + 1 : nil
    }

    @inline(__always)
    private func find(_ byte: UInt8, _ range: Range<Int>) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Moves the text that is still needed to the front and reads more behind it.
    private mutating func fill() throws(ExtractionError) {
        let start = held ?? next
        let kept = filled - start
        if buffer.count > Self.keptBytes, kept < InputFile.blockBytes {
            buffer = Array(buffer[start..<filled])
        } else if start > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<filled]))
            }
        }
        next -= start
        if held != nil { held = 0 }
        filled = kept
        lineFeed = -1
        if buffer.count - filled < InputFile.blockBytes {
            buffer += [UInt8](repeating: 0, count: max(buffer.count, 2 * InputFile.blockBytes))
        }
        let count = try input.read(into: &buffer, from: filled)
        if lineEnds == .any, !hasCarriageReturns {
            hasCarriageReturns = find(0x0D, filled..<filled + count) != nil
        }
        filled += count
        if count == 0 { atEnd = true }
    }
}
