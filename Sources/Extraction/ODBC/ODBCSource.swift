package import Definitions
internal import Hashing
internal import ODBC
package import Records

/// Reads the rows of a query in a database that is reached by an ODBC driver, block by block, in one read-only session.
package final class ODBCSource: RecordSource {
    /// A batch ends with the block that brings it to so many rows.
    private static let batchRows = 50_000

    package let columns: [String]
    private let definition: DatabaseSourceDefinition
    private let shift: MomentShift?
    private let statement: ExtractionStatement
    let stop: ODBCCancellation
    private var cursor: ODBCCursor
    private var hasher = RowHasher()
    private var faults: [ODBCRowFault] = []
    private var records = 0

    /// Connects, has the database look at the query, and holds its columns against those that are declared.
    ///
    /// - Parameters:
    ///   - demands: what is made of which columns; only these are read. Without any, all of them are.
    ///   - timeZone: the zone that timestamps are delivered in.
    /// - Throws: an `ExtractionError` of kind `missingInput` when the database cannot be reached, of kind `badInput`
    ///   when the query is wrong or a column is missing or of a type that cannot fit.
    package convenience init(
        _ definition: DatabaseSourceDefinition, connectionString: String, demands: [ColumnDemand] = [],
        timeZone: String
    ) throws {
        let session = try ODBCSession(definition, connectionString, deliveredIn: timeZone)
        try self.init(session, try session.prepare(definition.query.value), demands, ExtractionStatement())
    }

    /// Reads what a cursor gives.
    ///
    /// - Parameter statement: what is known of the extraction.
    init(
        _ session: ODBCSession, _ cursor: consuming ODBCCursor, _ demands: [ColumnDemand],
        _ statement: ExtractionStatement
    ) throws {
        let definition = session.definition
        let described = cursor.columns
        if let objection = ColumnFit(session, system: cursor.system).objections(to: described, demands).first {
            throw ExtractionError(
                .badInput, source: definition.connection.value, objection.message,
                remedy: "\(objection.remedy), at \(objection.location)")
        }
        var places = Array(described.indices)
        if !demands.isEmpty {
            let wanted = Set(demands.map(\.column.value))
            places = places.filter { wanted.contains(described[$0].name) }
        }
        columns = places.map { described[$0].name }
        self.definition = definition
        shift = session.shift
        self.statement = statement
        stop = cursor.cancellation
        self.cursor = cursor
        self.cursor.select(places)
    }

    package func cancel() { stop.request() }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        batch.removeAll()
        var more = true
        while more, batch.bytes.count < batchBytes, batch.rowCount < Self.batchRows {
            more = try fetch(into: &batch)
        }
        for row in batch.offsets.count..<batch.rowCount {
            batch.offsets.append(Int64(batch.lines[row]))
            batch.lengths.append(0)
        }
        records += batch.rowCount + Set(faults.map(\.row)).count
        for fault in faults {
            let reject = fault.reject(columns: columns)
            hasher.update(fault: fault.row, reject.rule)
            rejects.append(reject)
        }
        faults.removeAll(keepingCapacity: true)
        hasher.update(batch)
        return more
    }

    private func fetch(into batch: inout RecordBatch) throws(ExtractionError) -> Bool {
        do throws(ODBCError) {
            return try cursor.fetch(
                into: &batch.bytes, ends: &batch.ends, numbers: &batch.lines, faults: &faults, shift: shift)
        } catch {
            throw ExtractionError(error, of: definition)
        }
    }

    package func finish() throws -> SourceSummary {
        hasher.update(fault: 0, statement.coverage)
        return SourceSummary(
            sha256: hasher.finish(), identity: nil, stated: statement.stated, notes: statement.notes,
            dataRecords: records)
    }
}
