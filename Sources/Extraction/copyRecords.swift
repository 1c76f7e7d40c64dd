package import Definitions
package import Hashing
package import Records

/// Copies records out of a CSV file, packed or not, byte for byte, reading it once and block by block.
///
/// Each byte is copied once, also where places overlap. A place of no length is that of the record which begins on its
/// line. A last record without a line end is given one.
///
/// - Parameters:
///   - lineEnd: what ends the lines of the file.
///   - next: gives the places in the order of the file, nil after the last one.
///   - write: takes the bytes.
/// - Returns: how many records were copied, and the hash of the whole file as it lies on the disk.
package func copyRecords(
    _ definition: CSVSourceDefinition, path: String, source: String, lineEnd: [UInt8],
    next: () throws -> Reject.Place?, to write: (borrowing Span<UInt8>) throws -> Void
) throws -> (records: Int, sha256: SHA256Digest) {
    var window = FileWindow(input: try TextInput(path: path, source: source), source: source)
    var finder: RecordFinder?
    var records = 0
    while var place = try next() {
        if place.byteLength == 0 {
            if finder == nil { finder = try RecordFinder(definition, path: path, source: source) }
            place = try finder?.place(ofLine: place.line) ?? place
        }
        guard place.byteLength < Int32.max else {
            throw ExtractionError(
                .badInput, source: source, line: Int(place.line), "the row is too long to be copied",
                remedy: "correct it at the sender")
        }
        records += 1
        let end = place.byteOffset + Int64(place.byteLength)
        guard end > window.position else { continue }
        let last = try window.copy(from: max(place.byteOffset, window.position), to: end, write)
        if last != UInt8(ascii: "\n"), last != UInt8(ascii: "\r") { try write(lineEnd.span) }
    }
    return (records, try window.finish())
}

/// A stretch of a file's text that moves on to its end.
private struct FileWindow: ~Copyable {
    private var input: TextInput
    let source: String
    /// Up to which byte of the text has been passed over or copied.
    private(set) var position: Int64 = 0
    private var block = [UInt8](repeating: 0, count: InputFile.blockBytes)
    /// The place of the block in the text.
    private var start: Int64 = 0
    private var filled = 0

    init(input: consuming TextInput, source: String) {
        self.input = input
        self.source = source
    }

    /// Copies a stretch that lies ahead.
    ///
    /// - Returns: its last byte.
    mutating func copy(
        from first: Int64, to end: Int64, _ write: (borrowing Span<UInt8>) throws -> Void
    ) throws -> UInt8? {
        position = first
        var last: UInt8?
        while position < end {
            while position >= start + Int64(filled) { guard try fill() else { throw cutOff() } }
            let from = Int(position - start)
            let to = Int(min(end - start, Int64(filled)))
            try write(block.span.extracting(from..<to))
            last = block[to - 1]
            position = start + Int64(to)
        }
        return last
    }

    /// Reads on to the end.
    mutating func finish() throws -> SHA256Digest {
        while try fill() {}
        return try input.finish().sha256
    }

    private mutating func fill() throws -> Bool {
        start += Int64(filled)
        filled = try input.read(into: &block, from: 0)
        return filled > 0
    }

    private func cutOff() -> ExtractionError {
        ExtractionError(
            .changing, source: source, "the file ends before a row that was read before",
            remedy: "bring back the file as it was delivered")
    }
}
