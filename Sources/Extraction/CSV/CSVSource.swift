internal import CSVParsing
package import Definitions
package import Records

/// Reads the records of a CSV file with a header line.
package final class CSVSource: RecordSource {
    /// Places in a batch are 32 bits wide, and one record may become three times as long in UTF-8.
    private static let largestRecord = 512 << 20

    package let columns: [String]
    private let notes: [String]
    private var reader: CSVReader

    /// Opens a file, packed or not, and reads its header.
    ///
    /// - Parameter required: the columns that must be there, each with the place that asks for it.
    package init(
        _ definition: CSVSourceDefinition, path: String, source: String, required: [Located<String>]
    ) throws {
        let maximumBytes = min(definition.maximumRecordBytes, Self.largestRecord)
        let encoding = CharacterEncoding(definition.encoding)
        var lines = try LineReader(path: path, source: source, maximumBytes: maximumBytes)
        var parser = CSVParser(delimiter: definition.delimiter, encoding: encoding)
        do {
            let header = try CSVHeader(&lines, &parser, source: source)
            try header.checkTitles(required: required, &lines, &parser)
            try header.check(required: required)
            notes = try header.added(to: required, definition.addedColumns)
            columns = header.names
        } catch {
            throw lines.reason(for: error)
        }
        reader = CSVReader(
            columns: columns, lines: lines, parser: parser, decoder: FieldDecoder(encoding),
            trailer: definition.trailer.map { CSVTrailer($0, source: source) }, maximumBytes: maximumBytes)
    }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        do {
            return try reader.read(into: &batch, &rejects)
        } catch {
            throw reader.lines.reason(for: error)
        }
    }

    package func finish() throws -> SourceSummary {
        let (sha256, identity) = try reader.lines.finish()
        return SourceSummary(
            sha256: sha256, identity: identity, stated: try reader.trailer?.stated() ?? [], notes: notes,
            dataRecords: reader.records)
    }
}

extension CharacterEncoding {
    /// The encoding that a definition names.
    init(_ encoding: TextEncoding) {
        self =
            switch encoding {
            case .utf8: .utf8
            case .windows874, .tis620: .windows874
            }
    }
}
