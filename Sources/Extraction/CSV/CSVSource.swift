package import Definitions
package import Records

/// Reads the records of a CSV file with a header line.
package final class CSVSource: RecordSource {
    package let columns: [String]
    private let notes: [String]
    private var reader: CSVReader

    /// Opens a file and reads its header.
    ///
    /// - Parameter required: the columns that must be there, each with the place that asks for it.
    package init(
        _ definition: CSVSourceDefinition, path: String, source: String, required: [Located<String>]
    ) throws {
        reader = try CSVReader(definition, path: path, source: source)
        columns = try reader.readHeader()
        let header = CSVHeader(names: columns, source: source)
        try header.check(required: required)
        notes = try header.added(to: required, definition.addedColumns)
    }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        // The reader's state is looked up once a batch: inside, nothing asks who else may be using it.
        try reader.read(into: &batch, rejects: &rejects)
    }

    package func finish() throws -> SourceSummary {
        var summary = try reader.finish()
        summary.notes = notes
        return summary
    }
}
