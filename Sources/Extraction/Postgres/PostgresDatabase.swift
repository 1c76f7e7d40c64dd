package import Definitions
import Foundation
internal import Postgres
package import Records

/// A session with a PostgreSQL database that is a source: one read-only transaction that sees one snapshot.
///
/// Shared by the thread that plans an extraction and then the one that reads it, never by both at a time; only `cancel`
/// may be called from any thread.
package final class PostgresDatabase: SourceDatabase, @unchecked Sendable {
    package let columns: [SourceColumn]
    package let query: ExtractionQuery
    package let isOneSnapshot = true
    let connection: Connection
    private let definition: DatabaseSourceDefinition
    private let timeZone: String
    private let cancellation: Cancellation?
    private let watch: SilenceWatch

    /// How long after its timeout a server may still take to say that it has ended a statement, in seconds.
    private static let graceSeconds = 15

    /// Connects, takes the snapshot and learns the columns of the query.
    ///
    /// - Parameters:
    ///   - conninfo: where the database is; no part of it is ever shown.
    ///   - timeZone: whose clocks moments are read by, as the time zone database names it.
    package init(_ definition: DatabaseSourceDefinition, conninfo: String, timeZone: String) throws {
        self.definition = definition
        self.timeZone = timeZone
        let connection = try Self.connect(definition, conninfo)
        let watch = connection.silenceWatch(
            seconds: definition.timeoutSeconds + min(definition.timeoutSeconds, Self.graceSeconds))
        watch.begin()
        do throws(PostgresError) {
            try connection.execute("begin isolation level repeatable read read only")
            // The clock of a slow reader must not end the transaction, that of a slow source must; and every extraction
            // of an unchanged table is to come in the same order. What a query casts to a day is a day of the project.
            try connection.execute(
                """
                set local statement_timeout = '\(definition.timeoutSeconds)s';
                set local idle_in_transaction_session_timeout = 0;
                set local synchronize_seqscans = off;
                set local timezone = '\(timeZone.replacing("'", with: "''"))'
                """)
            let query = ExtractionQuery(definition.query.value, .postgres)
            let shape = try connection.query(query.select(["*"]) + " limit 0")
            columns = try PostgresTypes(of: shape, on: connection).columns
            let watermark = definition.watermark?.column.value
            self.query = query.with(watermark: columns.first { $0.name == watermark })
        } catch {
            watch.end()
            throw definition.failure(error, watch)
        }
        watch.rest()
        cancellation = connection.cancellation()
        self.connection = connection
        self.watch = watch
    }

    deinit { watch.end() }

    /// Runs a body that waits for the server, which must answer in time.
    func watched<Result>(_ body: () throws -> Result) throws -> Result {
        watch.begin()
        defer { watch.rest() }
        do { return try body() } catch let error as PostgresError { throw definition.failure(error, watch) }
    }

    private static func connect(
        _ definition: DatabaseSourceDefinition, _ conninfo: String
    ) throws(ExtractionError) -> Connection {
        do throws(PostgresError) {
            return try Connection(connecting: conninfo, within: min(definition.timeoutSeconds, 30))
        } catch {
            throw ExtractionError(
                .missingInput, error.isTransient ? .unreachable : .lasting, source: definition.connection.value,
                error.description,
                remedy: "check the connection `\(definition.connection.value)` in \(Project.fileName)")
        }
    }

    package func rows(_ sql: String) throws -> [[String?]] {
        try watched {
            let rows = try connection.query(sql)
            return (0..<rows.rowCount).map { row in (0..<rows.columnCount).map { rows.text(row, $0) } }
        }
    }

    package func misfits(_ demands: [ColumnDemand]) -> [ColumnMisfit] { Extraction.misfits(of: columns, demands) }

    package func extract(
        _ demands: [ColumnDemand], _ rows: ExtractionQuery.Rows, _ statement: ExtractionStatement
    ) throws -> any RecordSource {
        let wanted = Set(demands.map(\.column.value))
        let columns = columns.filter { wanted.contains($0.name) }
        let expressions = columns.map { column in
            let name = query.dialect.identifier(column.name)
            let zone = timeZone.replacing("'", with: "''")
            return column.kind == .zonedTimestamp ? "\(name) at time zone '\(zone)' as \(name)" : name
        }
        return PostgresSource(self, columns, query.select(expressions, rows), statement)
    }

    /// A server that stands still takes no request either; its connection is cut then.
    package func cancel() {
        Thread.detachNewThread { [watch] in
            Thread.sleep(forTimeInterval: 3)
            watch.cut()
        }
        cancellation?.request()
    }
}

extension DatabaseSourceDefinition {
    /// A fault of the way to the server stays what it is, so that it is tried again; a query that took too long is no
    /// fault of the data, and one that is wrong refuses the delivery.
    fileprivate func failure(_ error: PostgresError, _ watch: SilenceWatch) -> any Error {
        if watch.hasExpired {
            return ExtractionError(
                .missingInput, source: connection.value,
                "the source's server gave no answer, not even that the \(timeoutSeconds) s of `timeout_seconds` are over; nothing of it was published",
                remedy: "see whether it and the way to it are up, and run again")
        }
        if error.sqlState == "57014" {
            return ExtractionError(
                .missingInput, source: connection.value,
                "the source did not finish within \(timeoutSeconds) s, or its query was cancelled there; nothing of it was published",
                remedy: "look for what it waits for, or give it longer with `timeout_seconds` at \(location)")
        }
        if error.isTransient { return error }
        return ExtractionError(
            .badInput, source: connection.value, error.description, remedy: "correct the query at \(query.location)")
    }
}
