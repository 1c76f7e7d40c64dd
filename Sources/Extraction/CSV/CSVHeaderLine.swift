internal import CSVParsing
package import Definitions

/// The header of a CSV file as it stands there, byte for byte.
package struct CSVHeaderLine: Sendable {
    /// Without what stands before and after it.
    package let bytes: [UInt8]
    /// The UTF-8 byte order mark, or nothing.
    package let mark: [UInt8]
    /// What ends the line.
    package let lineEnd: [UInt8]

    /// Reads the header of a file.
    package init(_ definition: CSVSourceDefinition, path: String, source: String) throws {
        var lines = try LineReader(path: path, source: source, maximumBytes: definition.maximumRecordBytes)
        var parser = CSVParser(delimiter: definition.delimiter)
        var bytes: [UInt8] = []
        var mark: [UInt8] = []
        while try lines.advance() {
            if lines.number == 1 { mark = lines.offset == 3 ? [0xEF, 0xBB, 0xBF] : [] }
            lines.withLine { line in
                for index in line.indices { bytes.append(line[index]) }
            }
            guard lines.withLine({ parser.parse($0) }) == .read, lines.number < 100 else { break }
            if parser.rowCount > 0 { break }
            // Lines without anything on them stand before the header.
            if !parser.isRowOpen { bytes.removeAll() }
        }
        guard parser.rowCount > 0 || parser.finish() == .read else {
            throw ExtractionError(
                .badInput, source: source, line: 1, "the header line is not CSV",
                remedy: "check its quotes and the declared delimiter")
        }
        var end: [UInt8] = []
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r"), end.count < 2 {
            end.insert(bytes.removeLast(), at: 0)
        }
        self.bytes = bytes
        self.mark = mark
        lineEnd = end.isEmpty ? [UInt8(ascii: "\n")] : end
    }

    /// Whether rows of both files can stand below one of both headers.
    package func fits(_ other: CSVHeaderLine) -> Bool {
        bytes == other.bytes && (lineEnd == [UInt8(ascii: "\r")]) == (other.lineEnd == [UInt8(ascii: "\r")])
    }
}
