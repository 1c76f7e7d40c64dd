package import Definitions
package import Hashing
internal import Postgres
package import Records

/// Reads the rows of a query in a PostgreSQL database, streamed by COPY out of one read-only snapshot.
package final class PostgresSource: RecordSource {
    package let columns: [String]
    private let connection: Connection
    private let name: String
    private let query: String
    private var copying = false
    private var row: Int32 = 0
    private var message: [UInt8] = []
    private var hasher = SHA256Hasher()
    /// The hash of the whole extraction, once it is known.
    private var digest: SHA256Digest?

    /// Connects, takes the snapshot and learns the columns of the query.
    package init(_ definition: PostgresSourceDefinition, conninfo: String, required: [Located<String>]) throws {
        name = definition.connection.value
        query = Self.bare(definition.query.value)
        connection = try Self.connect(definition, conninfo)
        columns = try Self.columns(of: definition, on: connection)
        if let missing = required.first(where: { !columns.contains($0.value) }) {
            throw ExtractionError(
                .badInput, source: name, "the query has no column `\(missing.value)`",
                remedy: "add it to the query, or drop it at \(missing.location)")
        }
    }

    /// The query without what ends a statement; it stands in brackets, which close on a line of their own because the
    /// query may end in a remark.
    private static func bare(_ query: String) -> String {
        var query = Substring(query)
        while let last = query.last, last.isWhitespace || last == ";" { query.removeLast() }
        return String(query)
    }

    private static func connect(
        _ definition: PostgresSourceDefinition, _ conninfo: String
    ) throws(ExtractionError) -> Connection {
        do throws(PostgresError) {
            return try Connection(connecting: conninfo)
        } catch {
            throw ExtractionError(
                .missingInput, source: definition.connection.value, error.description,
                remedy: "check the connection `\(definition.connection.value)` in \(Project.fileName)")
        }
    }

    private static func columns(
        of definition: PostgresSourceDefinition, on connection: borrowing Connection
    ) throws(ExtractionError) -> [String] {
        do throws(PostgresError) {
            try connection.execute("begin isolation level repeatable read read only")
            let shape = try connection.query("select * from (\(bare(definition.query.value))\n) as source limit 0")
            return (0..<shape.columnCount).map { shape.columnName($0) }
        } catch {
            throw ExtractionError(
                .badInput, source: definition.connection.value, error.description,
                remedy: "correct the query at \(definition.query.location)")
        }
    }

    /// Hashes the whole extraction; the snapshot then gives the same rows again.
    package func contentHash() throws -> SHA256Digest {
        try begin()
        var hasher = SHA256Hasher()
        while try connection.readCopy(appendingTo: &message) {
            hasher.update(message.span)
            message.removeAll(keepingCapacity: true)
        }
        copying = false
        let digest = hasher.finish()
        self.digest = digest
        return digest
    }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        batch.removeAll()
        if !copying { try begin() }
        while batch.bytes.count < batchBytes, batch.rowCount < 50_000 {
            message.removeAll(keepingCapacity: true)
            guard try connection.readCopy(appendingTo: &message) else { return false }
            row += 1
            if digest == nil { hasher.update(message.span) }
            Self.append(message.span, as: row, to: &batch)
        }
        return true
    }

    package func finish() throws -> SourceSummary {
        let sha256 = digest ?? hasher.finish()
        digest = sha256
        return SourceSummary(sha256: sha256, identity: nil, stated: [], notes: [], dataRecords: Int(row))
    }

    private func begin() throws {
        row = 0
        try connection.beginCopyOut("copy (\(query)\n) to stdout (format text)")
        copying = true
    }

    /// Splits one row of COPY's text format: fields by tabs, NULL as `\N`, special characters after backslashes.
    private static func append(_ bytes: borrowing Span<UInt8>, as row: Int32, to batch: inout RecordBatch) {
        var index = 0
        var fieldStart = batch.bytes.count
        loop: while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x09:
                batch.ends.append(Int32(truncatingIfNeeded: batch.bytes.count))
                fieldStart = batch.bytes.count
            case 0x0A: break loop
            case UInt8(ascii: "\\") where index < bytes.count:
                let escaped = bytes[index]
                index += 1
                switch escaped {
                case UInt8(ascii: "N") where batch.bytes.count == fieldStart: break
                case UInt8(ascii: "n"): batch.bytes.append(0x0A)
                case UInt8(ascii: "r"): batch.bytes.append(0x0D)
                case UInt8(ascii: "t"): batch.bytes.append(0x09)
                case UInt8(ascii: "b"): batch.bytes.append(0x08)
                case UInt8(ascii: "f"): batch.bytes.append(0x0C)
                case UInt8(ascii: "v"): batch.bytes.append(0x0B)
                default: batch.bytes.append(escaped)
                }
            default: batch.bytes.append(byte)
            }
        }
        batch.ends.append(Int32(truncatingIfNeeded: batch.bytes.count))
        batch.endRow(line: row, offset: Int64(row), length: 0)
    }
}
