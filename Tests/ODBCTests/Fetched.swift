import ODBC
import Testing

/// What a query gave.
struct Fetched {
    var rows: [[String]] = []
    var numbers: [Int32] = []
    var faults: [ODBCRowFault] = []
    var columns: [ODBCColumn] = []
    /// How many times rows were asked for.
    var blocks = 0
}

/// Reads all rows of a query.
func fetch(
    _ sql: String, _ connectionString: String, timeoutSeconds: Int = 60, zone: String = "+07:00",
    shift: MomentShift? = nil,
    onBlock: (Int, ODBCCancellation) throws -> Void = { _, _ in }
) throws -> Fetched {
    var options = ODBCConnection.Options()
    options.timeoutSeconds = timeoutSeconds
    options.zone = zone
    let connection = try ODBCConnection.connect(try ConnectionString(connectionString), options)
    var cursor = try ODBCCursor.prepare(sql, on: connection)
    var fetched = Fetched()
    fetched.columns = cursor.columns
    var bytes: [UInt8] = []
    var ends: [Int32] = []
    let width = cursor.columns.count
    while try cursor.fetch(into: &bytes, ends: &ends, numbers: &fetched.numbers, faults: &fetched.faults, shift: shift)
    {
        fetched.blocks += 1
        try onBlock(fetched.blocks, cursor.cancellation)
    }
    #expect(ends.count == fetched.numbers.count * width)
    var start = 0
    for row in fetched.numbers.indices {
        fetched.rows.append(
            ends[row * width..<(row + 1) * width].map { end in
                defer { start = Int(end) }
                return String(decoding: bytes[start..<Int(end)], as: UTF8.self)
            })
    }
    return fetched
}
