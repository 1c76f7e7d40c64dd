internal import Definitions
internal import ODBC
internal import Records

/// Runs a query of few rows, such as counts and sums by period, on the database of a source.
struct ODBCQuery {
    /// More rows than these are not few.
    private static let mostRows = 1_000_000

    private let session: ODBCSession

    /// Moments are given by the source's own clock.
    init(_ session: ODBCSession) { self.session = session }

    /// Reads all rows as texts; nil stands for NULL and for an empty text.
    ///
    /// - Parameter begin: is told how the statement is stopped.
    func rows(
        _ sql: String, begin: (ODBCCancellation) -> Void = { _ in }
    ) throws(ExtractionError) -> [[String?]] {
        var cursor = try session.prepare(sql)
        begin(cursor.cancellation)
        let width = cursor.columns.count
        var batch = RecordBatch(width: width)
        var faults: [ODBCRowFault] = []
        var rows: [[String?]] = []
        while try fetch(&cursor, &batch, &faults) {
            if let fault = faults.first {
                let reject = fault.reject(columns: cursor.columns.map(\.name))
                throw ExtractionError(
                    .badInput, source: session.definition.connection.value, line: Int(fault.row),
                    "\(reject.column ?? "the row") is not \(reject.rule)", remedy: reject.actionEnglish)
            }
            for row in 0..<batch.rowCount {
                rows.append(
                    (0..<width).map { field in batch.range(row, field).isEmpty ? nil : batch.text(row, field) })
            }
            guard rows.count <= Self.mostRows else {
                throw ExtractionError(
                    .badInput, source: session.definition.connection.value,
                    "a query that should give few rows gives more than \(Self.mostRows)",
                    remedy: "group them more coarsely")
            }
            batch.removeAll()
        }
        return rows
    }

    private func fetch(
        _ cursor: inout ODBCCursor, _ batch: inout RecordBatch, _ faults: inout [ODBCRowFault]
    ) throws(ExtractionError) -> Bool {
        do throws(ODBCError) {
            return try cursor.fetch(
                into: &batch.bytes, ends: &batch.ends, numbers: &batch.lines, faults: &faults)
        } catch {
            throw ExtractionError(error, of: session.definition)
        }
    }
}
