package import Definitions
import Foundation
internal import ODBC

/// A database that is reached by an ODBC driver, as a source.
///
/// All its statements share one session, one after the other. Where a transaction sees one state of the database, what
/// is asked about the rows and the rows themselves agree; elsewhere a change in between is found by the next run.
///
/// Used by the thread that plans an extraction and then by the one that reads it, never by both at a time; only `cancel`
/// may be called from any thread.
package final class ODBCDatabase: SourceDatabase, @unchecked Sendable {
    package let columns: [SourceColumn]
    package let query: ExtractionQuery
    package let isOneSnapshot: Bool
    package let concerns: [(message: String, remedy: String)]
    private let definition: DatabaseSourceDefinition
    private let session: ODBCSession
    private let described: [ODBCColumn]
    private let system: DatabaseSystem
    /// In how many rows the columns that pages are asked for by are empty.
    private let emptyRows: [String: Int]
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
        system = cursor.system
        columns = described.map { SourceColumn(name: $0.name, kind: $0.type.kind, typeName: "\($0.type)") }
        isOneSnapshot = session.connection.seesOneState
        concerns =
            cursor.collectsResults && definition.pages == nil
            ? [
                (
                    "MariaDB's driver holds all rows of a query in memory before version 3.1.17",
                    "install a later one, or ask for the rows in `pages` where they are many"
                )
            ] : []
        let watermark = definition.watermark?.column.value
        query = ExtractionQuery(
            definition.query.value, .odbc(quote: cursor.identifierQuote, limit: cursor.system.limit),
            watermark: columns.first { $0.name == watermark })
        emptyRows = try Self.emptyRows(definition.pages, described, query, session)
        self.definition = definition
        self.session = session
    }

    /// Drivers call more columns nullable than are (MariaDB's: those that number themselves), so the rows are asked.
    private static func emptyRows(
        _ pages: Pages?, _ columns: [ODBCColumn], _ query: ExtractionQuery, _ session: ODBCSession
    ) throws -> [String: Int] {
        var found: [String: Int] = [:]
        for name in pages?.by ?? [] {
            let matches = columns.filter { $0.name == name.value }
            guard matches.count == 1, matches[0].type.isComparable, !matches[0].isNeverNull else { continue }
            let rows = try ODBCQuery(session).rows(query.count(without: name.value))
            found[name.value] = rows.first?.first?.flatMap { Int($0) }
        }
        return found
    }

    package func misfits(_ demands: [ColumnDemand]) -> [ColumnMisfit] {
        let fit = ColumnFit(session, system: system)
        return fit.objections(to: described, demands).map {
            ColumnMisfit(location: $0.location, message: $0.message, remedy: $0.remedy)
        } + (definition.pages.map { $0.misfits(of: described, in: system, emptyRows: emptyRows) } ?? [])
    }

    package func rows(_ sql: String) throws -> [[String?]] {
        try ODBCQuery(session).rows(sql) { running.set($0) }
    }

    package func extract(
        _ demands: [ColumnDemand], _ rows: ExtractionQuery.Rows, _ statement: ExtractionStatement
    ) throws -> any RecordSource {
        let source = try ODBCSource(session, try cursor(demands, rows), demands, statement)
        running.set(source.stop)
        return source
    }

    private func cursor(_ demands: [ColumnDemand], _ rows: ExtractionQuery.Rows) throws -> ODBCCursor {
        guard let pages = definition.pages else {
            return try session.prepare(rows.isAll ? definition.query.value : query.select(["*"], rows))
        }
        let key = PageKey(
            pages.by.map { name in
                let column = described.first { $0.name == name.value }
                return PageKey.Column(name: name.value, placeholder: column?.type.placeholder ?? "?")
            })
        var wanted: [String] = []
        for column in demands.map(\.column.value) where !wanted.contains(column) { wanted.append(column) }
        return try session.prepare(
            PagedQuery(
                first: { [query, wanted] in query.page(of: wanted, rows, by: key, limit: $0, isFirst: true) },
                next: { [query, wanted] in query.page(of: wanted, rows, by: key, limit: $0, isFirst: false) },
                parameters: key.parametersBehind, count: query.count(ofKey: key), keyWidth: key.columns.count,
                rows: pages.rows))
    }

    package func cancel() { running.cancel() }
}

/// What is to be stopped when the reading is to end.
private final class Running: @unchecked Sendable {
    private let lock = NSLock()
    private var current: ODBCCancellation?

    func set(_ cancellation: ODBCCancellation) { lock.withLock { current = cancellation } }

    func cancel() { lock.withLock { current }?.request() }
}

extension DatabaseSystem {
    /// How it is told how many rows are wanted.
    fileprivate var limit: RowLimit {
        switch self {
        case .mariaDB, .mySQL, .sqlite: .limit
        case .sqlServer: .top
        case .oracle, .db2, .other: .fetchFirst
        }
    }
}

extension ODBCType {
    /// What stands in a statement for a value of the type.
    ///
    /// Drivers may send a decimal as a text, and a database may compare a text with a number in floating point (MariaDB,
    /// "Type Conversion").
    fileprivate var placeholder: String {
        if case .decimal(let precision, let scale) = self { "cast(? as decimal(\(precision),\(scale)))" } else { "?" }
    }

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
