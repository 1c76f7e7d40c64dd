internal import CLibODBC

/// The rows of one query, fetched block by block.
///
///     var cursor = try ODBCCursor.prepare(sql, on: connection)
///     try cursor.select([0, 2])
///     while try cursor.fetch(into: &bytes, ends: &ends, numbers: &numbers, faults: &faults) {}
@safe package struct ODBCCursor: ~Copyable {
    /// How many bytes of a value that is fetched in pieces are taken; a longer one is a fault of its row.
    package static let longestValue = 16 << 20

    let connection: ODBCConnection
    private(set) var statement: SQLHANDLE
    private(set) var sql: String
    package let columns: [ODBCColumn]
    /// Stops the work from another thread.
    package let cancellation: ODBCCancellation
    let watch: CallWatch
    private var selected: [Int]
    var block = RowBlock([], rowByRow: true, shift: nil)
    /// The selected columns in their order; none when all of them are bound.
    var pieces: [PieceReader] = []
    private var isExecuted = false
    var row: Int32 = 0
    /// Where a query stands that is asked for page by page.
    var turn: PageTurn?
    /// The key of the last row that was fetched.
    var key = KeyMemory([], in: RowBlock([], rowByRow: true, shift: nil))
    /// Whether the statement is one of a page behind another.
    var isBehind = false

    /// Has the database look at a query without running it.
    package static func prepare(_ sql: String, on connection: ODBCConnection) throws(ODBCError) -> ODBCCursor {
        let statement = try unsafe openPrepared(sql, on: connection)
        do throws(ODBCError) {
            let columns = try unsafe describe(statement, connection.secrets, sql)
            if let problem = connection.zoneProblem, columns.contains(where: { $0.type == .timestamp }) {
                throw problem
            }
            return unsafe ODBCCursor(connection, statement, sql, columns)
        } catch {
            _ = unsafe SQLFreeHandle(HandleKind.statement.rawValue, statement)
            throw error
        }
    }

    /// Opens a statement and has the database look at its text.
    @unsafe private static func openPrepared(
        _ sql: String, on connection: ODBCConnection
    ) throws(ODBCError) -> SQLHANDLE {
        let statement = try unsafe connection.openStatement()
        unsafe limitTime(of: statement, on: connection)
        var text = wideText(sql)
        guard unsafe succeeded(SQLPrepareW(statement, &text, SQLINTEGER(text.count - 1))) else {
            let error = unsafe diagnosis(of: statement, .statement, .prepare, secrets: connection.secrets, sql: sql)
            _ = unsafe SQLFreeHandle(HandleKind.statement.rawValue, statement)
            throw error
        }
        return unsafe statement
    }

    /// A driver that knows no timeout is watched over.
    @unsafe private static func limitTime(of statement: SQLHANDLE, on connection: ODBCConnection) {
        _ = unsafe SQLSetStmtAttrW(
            statement, SQL_ATTR_QUERY_TIMEOUT, attribute(connection.options.timeoutSeconds), 0)
    }

    private init(
        _ connection: ODBCConnection, _ statement: SQLHANDLE, _ sql: String, _ columns: [ODBCColumn]
    ) {
        let seconds = connection.options.timeoutSeconds
        self.connection = connection
        unsafe self.statement = unsafe statement
        self.sql = sql
        self.columns = columns
        selected = Array(columns.indices)
        cancellation = unsafe ODBCCancellation(statement)
        // The driver's own timeout comes first, if it knows one: it says more.
        watch = CallWatch(cancellation, seconds: seconds + 1)
    }

    deinit {
        watch.end()
        unsafe connection.free(statement, thenWatching: nil, cancellation)
    }

    @unsafe private static func describe(
        _ statement: SQLHANDLE, _ secrets: Secrets, _ sql: String
    ) throws(ODBCError) -> [ODBCColumn] {
        var count: SQLSMALLINT = 0
        guard unsafe succeeded(SQLNumResultCols(statement, &count)) else {
            throw unsafe diagnosis(of: statement, .statement, .prepare, secrets: secrets, sql: sql)
        }
        guard count > 0 else { throw ODBCError(.prepare, message: "the statement gives no rows", sql: sql) }
        var columns: [ODBCColumn] = []
        var name = [SQLWCHAR](repeating: 0, count: 512)
        for number in 1...SQLUSMALLINT(count) {
            var (length, code, digits, nullable): (SQLSMALLINT, SQLSMALLINT, SQLSMALLINT, SQLSMALLINT) = (0, 0, 0, 0)
            var size: SQLULEN = 0
            let result = unsafe SQLDescribeColW(
                statement, number, &name, SQLSMALLINT(name.count), &length, &code, &size, &digits, &nullable)
            guard succeeded(result) else {
                throw unsafe diagnosis(of: statement, .statement, .prepare, secrets: secrets, sql: sql)
            }
            var isUnsigned: SQLLEN = 0
            if code == SQL_BIGINT {
                _ = unsafe SQLColAttributeW(
                    statement, number, SQLUSMALLINT(SQL_DESC_UNSIGNED), nil, 0, nil, &isUnsigned)
            }
            // What 64 bits without a sign hold does not fit 64 with one; as digits it does.
            if isUnsigned != 0 { (code, size, digits) = (SQLSMALLINT(SQL_DECIMAL), 20, 0) }
            columns.append(
                ODBCColumn(
                    name: String(decoding: name.prefix { $0 != 0 }, as: UTF16.self),
                    type: ODBCType(code: code, size: Int(clamping: size), scale: Int(digits)),
                    isNeverNull: nullable == SQLSMALLINT(SQL_NO_NULLS),
                    digits: (Int(clamping: size), Int(digits))))
        }
        return columns
    }

    /// The system that the query runs in.
    package var system: DatabaseSystem { connection.system }
    /// What names of columns stand in; empty where they cannot be quoted.
    package var identifierQuote: String { connection.identifierQuote }

    /// Whether the driver holds all rows in memory before it hands over the first.
    package var collectsResults: Bool { connection.collectsResults }

    /// Names the columns that are delivered, by their places, in ascending order; without it, all are.
    package mutating func select(_ places: [Int]) { selected = places }

    /// Appends the next rows to the fields of those before.
    ///
    /// A NULL is an empty field. A row with a fault is not appended, only counted.
    ///
    /// - Parameters:
    ///   - bytes: takes the fields, as UTF-8.
    ///   - ends: takes where each field ends.
    ///   - numbers: takes the number of each row, from 1.
    ///   - shift: is applied to timestamps.
    /// - Returns: false when there are no more.
    package mutating func fetch(
        into bytes: inout [UInt8], ends: inout [Int32], numbers: inout [Int32], faults: inout [ODBCRowFault],
        shift: MomentShift? = nil
    ) throws(ODBCError) -> Bool {
        if !isExecuted { try execute(shift) }
        try requireWanted()
        var result = watch.call { unsafe SQLFetch(statement) }
        while result == SQL_NO_DATA {
            guard try turnPage() else {
                // Some drivers run no other statement as long as this one is open.
                _ = unsafe SQLFreeStmt(statement, SQLUSMALLINT(SQL_CLOSE))
                return false
            }
            result = watch.call { unsafe SQLFetch(statement) }
        }
        guard succeeded(result) else { throw failure(.fetch) }
        let (known, start) = (faults.count, bytes.count)
        if pieces.isEmpty {
            appendBlock(&bytes, &ends, &numbers, &faults)
        } else {
            appendRow(&bytes, &ends, &numbers, &faults)
        }
        try keepKey(bytes: bytes.count - start)
        // Only then: asking for the reason of one row would overwrite that of the next.
        if result == SQL_SUCCESS_WITH_INFO, faults[known...].contains(where: { $0.kind == .unreadable("") }) {
            let reason = failure(.fetch).message
            for index in known..<faults.count where faults[index].kind == .unreadable("") {
                faults[index] = ODBCRowFault(row: faults[index].row, column: nil, kind: .unreadable(reason))
            }
        }
        return true
    }

    /// - Throws: when the work was told to stop.
    func requireWanted() throws(ODBCError) {
        guard cancellation.isRequested else { return }
        throw ODBCError(.fetch, sqlState: watch.hasExpired ? "HYT00" : "HY008", message: "cancelled", sql: sql)
    }

    func failure(_ stage: ODBCError.Stage) -> ODBCError { unsafe failure(stage, of: statement, sql) }

    @unsafe func failure(_ stage: ODBCError.Stage, of statement: SQLHANDLE, _ sql: String) -> ODBCError {
        let error = unsafe diagnosis(of: statement, .statement, stage, secrets: connection.secrets, sql: sql)
        guard watch.hasExpired else { return error }
        return ODBCError(stage, sqlState: "HYT00", nativeCode: error.nativeCode, message: error.message, sql: sql)
    }

    private mutating func execute(_ shift: MomentShift?) throws(ODBCError) {
        let keyWidth = turn?.query.keyWidth ?? 0
        let plan = FetchPlan(
            selected, key: 0..<keyWidth, of: columns, in: connection.system, takesAnyOrder: connection.takesAnyOrder)
        pieces = plan.pieces
        try run()
        block = RowBlock(plan.bound, hidden: plan.hidden, rowByRow: !plan.pieces.isEmpty, shift: shift)
        guard unsafe block.bind(statement) else { throw failure(.execute) }
        if keyWidth > 0 {
            key = KeyMemory(columns.prefix(keyWidth), in: block)
            guard key.isWhole(keyWidth) else {
                throw ODBCError(.page, message: "a column of the key holds what cannot be compared", sql: sql)
            }
        }
        isExecuted = true
    }

    /// Runs the statement, which may have been run before and was closed since.
    func run() throws(ODBCError) {
        guard succeeded(watch.call { unsafe SQLExecute(statement) }) else { throw failure(.execute) }
    }

    /// Puts a statement of the same columns in the place of this one.
    ///
    /// - Parameter parameters: the column of the key that takes the place of each of its parameters.
    mutating func exchange(sql: String, parameters: [Int]) throws(ODBCError) {
        let other = try unsafe connection.openStatement()
        unsafe connection.free(statement, thenWatching: other, cancellation)
        unsafe statement = unsafe other
        self.sql = sql
        unsafe Self.limitTime(of: statement, on: connection)
        var text = wideText(sql)
        guard succeeded(watch.call { unsafe SQLPrepareW(statement, &text, SQLINTEGER(text.count - 1)) }),
            unsafe block.bind(statement), unsafe key.bind(parameters, to: statement)
        else { throw failure(.execute) }
    }
}
