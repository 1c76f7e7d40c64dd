package import Definitions
import Foundation
internal import ODBC

/// A database that is reached by an ODBC driver, as a source.
///
/// Each statement has a session of its own, since not all drivers let two share one: what is asked about the rows is
/// asked before they are read, so that a change in between is found by the next run.
package final class ODBCDatabase: SourceDatabase, @unchecked Sendable {
    package let columns: [SourceColumn]
    package let query: ExtractionQuery
    package let isOneSnapshot = false
    package let concerns: [(message: String, remedy: String)]
    private let definition: DatabaseSourceDefinition
    private let connectionString: String
    private let timeZone: String
    private let described: [ODBCColumn]
    private let fit: ColumnFit
    /// What is to be stopped; guarded by the lock.
    private let running = Running()

    /// Connects and has the database look at the query.
    ///
    /// - Parameters:
    ///   - connectionString: where the database is; no part of it is ever shown.
    ///   - timeZone: whose clocks moments are read by.
    package init(_ definition: DatabaseSourceDefinition, connectionString: String, timeZone: String) throws {
        let session = try ODBCSession(definition, connectionString, deliveredIn: timeZone)
        let cursor = try session.prepare(definition.query.value)
        described = cursor.columns
        columns = described.map { SourceColumn(name: $0.name, kind: $0.type.kind, typeName: "\($0.type)") }
        fit = ColumnFit(session, system: cursor.system)
        concerns =
            cursor.collectsResults
            ? [
                (
                    "MariaDB's driver holds all rows of a query in memory before version 3.2",
                    "install a later one, or ask for a part at a time where they are many"
                )
            ] : []
        let watermark = definition.watermark?.column.value
        query = ExtractionQuery(
            definition.query.value, .odbc(quote: cursor.identifierQuote),
            watermark: columns.first { $0.name == watermark })
        self.definition = definition
        self.connectionString = connectionString
        self.timeZone = timeZone
    }

    package func misfits(_ demands: [ColumnDemand]) -> [ColumnMisfit] {
        fit.objections(to: described, demands).map {
            ColumnMisfit(location: $0.location, message: $0.message, remedy: $0.remedy)
        }
    }

    package func rows(_ sql: String) throws -> [[String?]] {
        // In the source's own clock: a watermark goes back to it as it came.
        let own = definition.timeZone?.value ?? timeZone
        return try ODBCQuery(definition, connectionString: connectionString, timeZone: own).rows(sql)
    }

    package func extract(
        _ demands: [ColumnDemand], _ rows: ExtractionQuery.Rows, _ statement: ExtractionStatement
    ) throws -> any RecordSource {
        let source = try ODBCSource(
            definition, connectionString: connectionString, query: rows.isAll ? nil : query.select(["*"], rows),
            demands: demands, timeZone: timeZone, statement: statement)
        running.set(source)
        return source
    }

    package func cancel() { running.source?.cancel() }
}

/// The source that is being read, for whoever wants the reading to end.
private final class Running: @unchecked Sendable {
    private let lock = NSLock()
    private weak var current: ODBCSource?

    var source: ODBCSource? { lock.withLock { current } }

    func set(_ source: ODBCSource) { lock.withLock { current = source } }
}

extension ODBCType {
    /// The type in words that all kinds of sources share.
    fileprivate var kind: SourceColumn.Kind {
        switch self {
        case .integer: .integer
        case .decimal(_, let scale): .decimal(scale: scale)
        case .floating: .floating
        case .text(_, let isPadded): isPadded ? .paddedText : .text
        case .date: .date
        case .timestamp: .timestamp
        case .boolean: .boolean
        case .guid: .uuid
        case .time, .binary, .other: .other
        }
    }
}
