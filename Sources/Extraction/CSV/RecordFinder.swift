internal import CSVParsing
internal import Definitions
internal import Records

/// Finds where records stand of which only the line they begin on is known, going through the file once.
struct RecordFinder: ~Copyable {
    private var lines: LineReader
    private let delimiter: UInt8
    private let source: String

    init(_ definition: CSVSourceDefinition, path: String, source: String) throws {
        lines = try LineReader(path: path, source: source, maximumBytes: definition.maximumRecordBytes)
        delimiter = definition.delimiter
        self.source = source
    }

    /// Finds the record that begins on a line; the lines must be asked for in their order.
    mutating func place(ofLine wanted: Int32) throws -> Reject.Place {
        while lines.number < wanted {
            guard try lines.advance() else {
                throw ExtractionError(
                    .changing, source: source, line: Int(wanted), "the file has no such line any more",
                    remedy: "bring back the file as it was delivered")
            }
        }
        let start = lines.offset
        var parser = CSVParser(delimiter: delimiter)
        while lines.withLine({ parser.parse($0) }) == .read, parser.rowCount == 0 {
            guard try lines.advance() else { break }
        }
        return Reject.Place(
            line: wanted, byteOffset: start, byteLength: Int32(clamping: lines.offset + lines.length - start))
    }
}
