internal import Foundation

/// Hands out the original bytes of some records of a file, for a file of rows to correct.
///
/// They come in the order of the file, each once, and each ends in a line end, with that of the header where it had
/// none. A record comes in several pieces when it is long, so memory is bounded. Of a packed file, the places are those
/// in the unpacked text, and what comes is unpacked.
///
/// - Parameter includingHeader: whether the header of the file comes first, with its byte order mark.
package func copyRecords(
    ofFile path: String, source: String, places: [(offset: Int64, length: Int64)], includingHeader: Bool,
    to body: (borrowing Span<UInt8>) throws -> Void
) throws {
    let header = try findHeader(ofFile: path, source: source)
    var parts = try TextParts(path: path, source: source)
    var end: Int64 = 0
    func copy(_ part: Range<Int64>) throws {
        if let last = try parts.copy(max(part.lowerBound, end)..<max(part.upperBound, end), to: body),
            last != 0x0A, last != 0x0D
        {
            try body(header.lineEnd.span)
        }
        end = max(end, part.upperBound)
    }
    if includingHeader { try copy(0..<header.end) }
    for place in places.sorted(by: { $0.offset < $1.offset }) { try copy(place.offset..<place.offset + place.length) }
}

/// Finds where the first record of a file ends, and what ends it.
///
/// Quotes alone tell: strict CSV has them around a value, or doubled in it.
private func findHeader(ofFile path: String, source: String) throws -> (end: Int64, lineEnd: [UInt8]) {
    var lines = try LineReader(path: path, source: source, maximumBytes: 1 << 20)
    var lineEnd: [UInt8] = [0x0A]
    var quotes = 0
    while try lines.advance() {
        var isBlank = true
        lines.withLine { line in
            for index in line.indices {
                if line[index] == UInt8(ascii: "\"") { quotes += 1 }
                if line[index] > 0x20 { isBlank = false }
            }
            if let ending = ending(of: line) { lineEnd = ending }
        }
        if !isBlank, quotes.isMultiple(of: 2) { break }
    }
    return (lines.offset + lines.length, lineEnd)
}

private func ending(of line: borrowing Span<UInt8>) -> [UInt8]? {
    guard let last = line.indices.last else { return nil }
    switch line[last] {
    case 0x0A: return last > 0 && line[last - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    case 0x0D: return [0x0D]
    default: return nil
    }
}
