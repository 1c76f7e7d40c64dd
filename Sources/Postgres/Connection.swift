internal import CLibPQ

/// One connection to a PostgreSQL server, used by one task at a time.
@safe package struct Connection: ~Copyable {
    let handle: OpaquePointer

    /// Connects with a libpq connection string or URL; an empty one leaves everything to libpq's own variables.
    ///
    /// The session speaks UTF-8 and ISO dates, whatever the server's defaults are.
    ///
    /// - Parameter seconds: how long a server that takes no part may keep it waiting, unless the string says so itself;
    ///   libpq takes less than two for two.
    package init(
        connecting conninfo: String, applicationName: String = "uptake", within seconds: Int = 30
    ) throws(PostgresError) {
        try checkConnectionString(conninfo)
        // What stands before the string is overridden by it. A host that is gone without a word is noticed in two minutes.
        let keywords = [
            "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "dbname",
            "client_encoding", "fallback_application_name", "options",
        ]
        let values = [
            "\(seconds)", "60", "10", "6", conninfo, "UTF8", applicationName,
            "-c DateStyle=ISO,YMD -c IntervalStyle=postgres -c standard_conforming_strings=on -c extra_float_digits=1",
        ]
        guard let handle = unsafe Self.open(keywords, values) else {
            throw PostgresError(.connect, message: "out of memory")
        }
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            let message = unsafe Self.message(of: handle)
            unsafe PQfinish(handle)
            throw PostgresError(.connect, message: message)
        }
        // Notices go to standard error by default, into the middle of what the program prints there.
        _ = unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
        unsafe self.handle = handle
    }

    deinit { unsafe PQfinish(handle) }

    private static func open(_ keywords: [String], _ values: [String]) -> OpaquePointer? {
        unsafe withCStrings(keywords.map(Optional.some)) { keywords in
            unsafe withCStrings(values.map(Optional.some)) { values in
                unsafe PQconnectdbParams(keywords, values, 1)
            }
        }
    }

    static func message(of handle: OpaquePointer) -> String {
        guard let text = unsafe PQerrorMessage(handle) else { return "no message" }
        var message = unsafe String(cString: text)
        while message.last?.isWhitespace == true { message.removeLast() }
        return message
    }

    /// The process id of the server's side, which names this session in `pg_stat_activity`.
    package var backendProcess: Int32 { unsafe PQbackendPID(handle) }

    /// The server's version as one number, such as 150018.
    package var serverVersion: Int32 { unsafe PQserverVersion(handle) }

    /// Runs one or more statements without parameters.
    ///
    /// - Returns: how many rows the last one touched.
    @discardableResult
    package borrowing func execute(_ sql: String) throws(PostgresError) -> Int {
        let result = unsafe PQexec(handle, sql)
        return try unsafe affectedRows(checked(result, sql))
    }

    /// Runs one statement with parameters `$1…`.
    ///
    /// - Returns: how many rows it touched.
    @discardableResult
    package borrowing func execute(_ sql: String, _ values: [SQLValue]) throws(PostgresError) -> Int {
        let result = unsafe send(sql, values)
        return try unsafe affectedRows(checked(result, sql))
    }

    /// Runs one query with parameters `$1…` and keeps its rows.
    package borrowing func query(_ sql: String, _ values: [SQLValue] = []) throws(PostgresError) -> ResultTable {
        let result = unsafe send(sql, values)
        return try unsafe ResultTable(owning: checked(result, sql))
    }

    /// Runs a body inside a transaction: normal return commits, a throw rolls back and the body's own error wins.
    @discardableResult
    package borrowing func transaction<Result>(
        _ begin: String = "begin", _ body: (borrowing Connection) throws -> Result
    ) throws -> Result {
        try execute(begin)
        let result: Result
        do {
            result = try body(self)
        } catch {
            // A connection that is gone has rolled back already; the body's error says so.
            do { try execute("rollback") } catch {}
            throw error
        }
        // After an error that the body swallowed the server answers `commit` with a rollback, and without an error.
        guard unsafe PQtransactionStatus(handle) != PQTRANS_INERROR else {
            try execute("rollback")
            throw PostgresError(
                .query, sqlState: "25P02", message: "a statement failed inside the transaction; it was rolled back")
        }
        try execute("commit")
        return result
    }

    private func send(_ sql: String, _ values: [SQLValue]) -> OpaquePointer? {
        unsafe withCStrings(values.map(\.wireText)) { pointers in
            unsafe PQexecParams(handle, sql, Int32(values.count), nil, pointers, nil, nil, 0)
        }
    }

    /// Takes ownership of a result, or throws what it says.
    func checked(_ result: OpaquePointer?, _ sql: String, _ stage: PostgresError.Stage = .query)
        throws(PostgresError) -> OpaquePointer
    {
        guard let result = unsafe result else {
            throw unsafe PostgresError(
                stage, message: Self.message(of: handle), sql: sql, isConnectionLost: isLost)
        }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_EMPTY_QUERY:
            return unsafe result
        default:
            let error = unsafe error(from: result, stage, sql)
            unsafe PQclear(result)
            throw error
        }
    }

    /// Whether libpq has given the connection up.
    var isLost: Bool { unsafe PQstatus(handle) == CONNECTION_BAD }

    private func error(from result: OpaquePointer, _ stage: PostgresError.Stage, _ sql: String)
        -> PostgresError
    {
        func field(_ code: Character) -> String? {
            guard let value = unsafe PQresultErrorField(result, Int32(code.asciiValue ?? 0)) else { return nil }
            return unsafe String(cString: value)
        }
        let fallback = unsafe PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? "no message"
        var detail = field("D")
        if let place = field("W") { detail = [detail, place].compactMap { $0 }.joined(separator: "; ") }
        return PostgresError(
            stage, sqlState: field("C"), message: field("M") ?? fallback, detail: detail, hint: field("H"), sql: sql,
            isConnectionLost: isLost)
    }

    private func affectedRows(_ result: OpaquePointer) -> Int {
        defer { unsafe PQclear(result) }
        guard let text = unsafe PQcmdTuples(result) else { return 0 }
        return unsafe Int(String(cString: text)) ?? 0
    }
}

/// Lends an array of C strings, ended by a null pointer.
func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    var bytes: [CChar] = []
    var starts: [Int?] = []
    for text in texts {
        guard let text else {
            starts.append(nil)
            continue
        }
        starts.append(bytes.count)
        bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
        bytes.append(0)
    }
    if bytes.isEmpty { bytes.append(0) }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        var pointers: [UnsafePointer<CChar>?] = unsafe []
        for start in starts {
            guard let start, let base = buffer.baseAddress else {
                unsafe pointers.append(nil)
                continue
            }
            unsafe pointers.append(base + start)
        }
        unsafe pointers.append(nil)
        return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
}
