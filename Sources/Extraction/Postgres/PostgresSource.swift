internal import Hashing
internal import Postgres
package import Records

/// Reads the rows of an extraction, streamed by COPY in PostgreSQL's binary format.
package final class PostgresSource: RecordSource {
    package let columns: [String]
    private let database: PostgresDatabase
    private let sql: String
    private let statement: ExtractionStatement
    private var rows: PostgresRowReader
    private var isCopying = false
    private var hasher = SHA256Hasher()

    init(_ database: PostgresDatabase, _ columns: [SourceColumn], _ sql: String, _ statement: ExtractionStatement) {
        self.database = database
        self.columns = columns.map(\.name)
        self.sql = sql
        self.statement = statement
        rows = PostgresRowReader(columns.map(\.kind))
    }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        batch.removeAll()
        return try database.watched {
            if !isCopying {
                hasher.update(Array("\(statement.coverage)\n".utf8).span)
                try database.connection.beginCopyOut("copy (\(sql)) to stdout (format binary)")
                isCopying = true
            }
            while batch.bytes.count < batchBytes, batch.rowCount < 50_000 {
                let more = try database.connection.readCopy { message in
                    hasher.update(message)
                    try rows.append(message, to: &batch)
                }
                guard more else { return false }
            }
            return true
        }
    }

    package func finish() throws -> SourceSummary {
        SourceSummary(
            sha256: hasher.finish(), identity: nil, stated: statement.stated, notes: statement.notes,
            dataRecords: Int(rows.count))
    }

    package func cancel() { database.cancel() }
}
