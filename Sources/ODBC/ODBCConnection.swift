internal import CLibODBC

/// One connection to a database by an ODBC driver, read only, used by one thread at a time.
///
/// Its statements hold it, and the last of them closes it. Not all drivers let two of them give rows at a time, so each
/// is read to its end before the next one begins.
@safe package final class ODBCConnection {
    /// How a session behaves.
    package struct Options: Sendable {
        /// How long the database may take to let somebody in.
        package var loginSeconds = 15
        /// How long a statement may take, and how long the database may be silent.
        package var timeoutSeconds = 3600
        /// The zone that the session's moments are in: an offset such as `+07:00`, or a name.
        package var zone = "+00:00"

        package init() {}
    }

    private let environment: SQLHANDLE
    let handle: SQLHANDLE
    package let system: DatabaseSystem
    let options: Options
    let secrets: Secrets
    /// What names of columns stand in; empty where they cannot be quoted.
    let identifierQuote: String
    /// Why the session does not give moments in the zone that it should; of no matter for a query without any.
    private(set) var zoneProblem: ODBCError?
    /// Whether all statements of the session read one state of the database, whatever others change meanwhile.
    package private(set) var seesOneState = false
    /// Whether the driver is still at work on a statement, so that nothing of the connection may be freed.
    private var isAbandoned = false

    /// Connects, tells the driver to hand rows on as they come, and begins a read-only session.
    package static func connect(
        _ connectionString: ConnectionString, _ options: Options = Options()
    ) throws(ODBCError) -> ODBCConnection {
        var driver = connectionString["DRIVER"] ?? ""
        if driver.isEmpty, let source = connectionString["DSN"] {
            driver = try ODBCRegistry.driver(ofDataSource: source) ?? ""
        }
        let expected = connectionString.adding(DatabaseSystem(driver: driver).entries(options))
        let connection = try ODBCConnection.open(expected, options)
        let complete = expected.adding(connection.system.entries(options))
        guard complete.entries.count > expected.entries.count else {
            try connection.beginSession()
            return connection
        }
        // A driver of another name than usual shows which it is once it is connected.
        let streaming = try ODBCConnection.open(complete, options)
        try streaming.beginSession()
        return streaming
    }

    private init(_ environment: SQLHANDLE, _ handle: SQLHANDLE, _ options: Options, _ secrets: Secrets) {
        unsafe self.environment = unsafe environment
        unsafe self.handle = unsafe handle
        self.options = options
        self.secrets = secrets
        system = unsafe DatabaseSystem(name: information(SQLUSMALLINT(SQL_DBMS_NAME), of: handle))
        // ODBC says that there is none by a blank.
        identifierQuote = unsafe information(SQLUSMALLINT(SQL_IDENTIFIER_QUOTE_CHAR), of: handle)
            .filter { $0 != " " }
    }

    deinit {
        guard !isAbandoned else { return }
        _ = unsafe SQLEndTran(HandleKind.connection.rawValue, handle, SQLSMALLINT(SQL_ROLLBACK))
        _ = unsafe SQLDisconnect(handle)
        _ = unsafe SQLFreeHandle(HandleKind.connection.rawValue, handle)
        _ = unsafe SQLFreeHandle(HandleKind.environment.rawValue, environment)
    }

    private static func open(
        _ connectionString: ConnectionString, _ options: Options
    ) throws(ODBCError) -> ODBCConnection {
        let secrets = Secrets(connectionString)
        // An environment of its own: the driver manager lets one thread at a time into each.
        let environment = try unsafe openEnvironment()
        var handle: SQLHANDLE?
        guard unsafe succeeded(SQLAllocHandle(HandleKind.connection.rawValue, environment, &handle)),
            let handle = unsafe handle
        else {
            let error = unsafe diagnosis(of: environment, .environment, .connect, secrets: secrets)
            _ = unsafe SQLFreeHandle(HandleKind.environment.rawValue, environment)
            throw error
        }
        // A driver that does not know one of these goes without it.
        _ = unsafe SQLSetConnectAttrW(handle, SQL_ATTR_LOGIN_TIMEOUT, attribute(options.loginSeconds), 0)
        _ = unsafe SQLSetConnectAttrW(handle, SQL_ATTR_ACCESS_MODE, attribute(Int(SQL_MODE_READ_ONLY)), 0)
        var text = wideText(connectionString.text)
        let result = unsafe SQLDriverConnectW(
            handle, nil, &text, SQLSMALLINT(clamping: text.count - 1), nil, 0, nil, SQLUSMALLINT(SQL_DRIVER_NOPROMPT))
        guard succeeded(result) else {
            let error = unsafe diagnosis(of: handle, .connection, .connect, secrets: secrets)
            _ = unsafe SQLFreeHandle(HandleKind.connection.rawValue, handle)
            _ = unsafe SQLFreeHandle(HandleKind.environment.rawValue, environment)
            throw error
        }
        return unsafe ODBCConnection(environment, handle, options, secrets)
    }

    /// Begins one read-only transaction that sees one state of the database, as far as the system offers that.
    private func beginSession() throws(ODBCError) {
        for statement in system.sessionStatements(timeoutSeconds: options.timeoutSeconds) { try execute(statement) }
        if let statement = system.zoneStatement(options.zone) {
            do throws(ODBCError) {
                try execute(statement)
            } catch {
                zoneProblem = error
            }
        }
        var offered: SQLUINTEGER = 0
        _ = unsafe SQLGetInfoW(handle, SQLUSMALLINT(SQL_TXN_ISOLATION_OPTION), &offered, 4, nil)
        let level = system.isolation
        var isKept = false
        if offered & SQLUINTEGER(level) != 0 {
            isKept = unsafe succeeded(
                SQLSetConnectAttrW(handle, SQL_ATTR_TXN_ISOLATION, attribute(level), 0))
        }
        let isOpen = unsafe succeeded(
            SQLSetConnectAttrW(handle, SQL_ATTR_AUTOCOMMIT, attribute(Int(SQL_AUTOCOMMIT_OFF)), 0))
        seesOneState = isKept && isOpen && system.hasSnapshots
    }

    /// Whether the driver collects a whole result in memory whatever it is told: MariaDB's before version 3.1.17.
    var collectsResults: Bool {
        guard system == .mariaDB else { return false }
        // SQL_DRIVER_VER: `##.##.####`, perhaps followed by more.
        let version = unsafe information(SQLUSMALLINT(SQL_DRIVER_VER), of: handle)
        let numbers = version.split { !$0.isNumber }.compactMap { Int($0) }
        return numbers.count >= 3 && (numbers[0], numbers[1], numbers[2]) < (3, 1, 17)
    }

    /// Whether values can be fetched in pieces from a column that stands before a bound one.
    var takesAnyOrder: Bool {
        var extensions: SQLUINTEGER = 0
        let result = unsafe SQLGetInfoW(handle, SQLUSMALLINT(SQL_GETDATA_EXTENSIONS), &extensions, 4, nil)
        return succeeded(result) && extensions & SQLUINTEGER(SQL_GD_ANY_COLUMN) != 0
    }

    /// Runs a statement that gives no rows.
    private func execute(_ sql: String) throws(ODBCError) {
        let statement = try unsafe openStatement()
        defer { _ = unsafe SQLFreeHandle(HandleKind.statement.rawValue, statement) }
        var text = wideText(sql)
        let result = unsafe SQLExecDirectW(statement, &text, SQLINTEGER(text.count - 1))
        guard succeeded(result) || result == SQL_NO_DATA else {
            throw unsafe diagnosis(of: statement, .statement, .connect, secrets: secrets, sql: sql)
        }
    }

    @unsafe func openStatement() throws(ODBCError) -> SQLHANDLE {
        var statement: SQLHANDLE?
        guard unsafe succeeded(SQLAllocHandle(HandleKind.statement.rawValue, handle, &statement)),
            let statement = unsafe statement
        else { throw unsafe diagnosis(of: handle, .connection, .prepare, secrets: secrets) }
        return unsafe statement
    }
}

extension ODBCConnection {
    /// Frees a statement, unless a request to stop it is still under way: then it stays, and the connection with it.
    @unsafe func free(_ statement: SQLHANDLE, thenWatching other: SQLHANDLE?, _ cancellation: ODBCCancellation) {
        if unsafe cancellation.follow(other) {
            _ = unsafe SQLFreeHandle(HandleKind.statement.rawValue, statement)
        } else {
            isAbandoned = true
        }
    }
}

/// Opens what every call of the driver manager begins with.
@unsafe func openEnvironment() throws(ODBCError) -> SQLHANDLE {
    var environment: SQLHANDLE?
    guard unsafe succeeded(SQLAllocHandle(HandleKind.environment.rawValue, nil, &environment)),
        let environment = unsafe environment
    else { throw ODBCError(.connect, message: "out of memory") }
    _ = unsafe SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, attribute(Int(SQL_OV_ODBC3)), 0)
    return unsafe environment
}

/// A whole number in the place of a pointer, as ODBC's attributes are given.
func attribute(_ value: Int) -> SQLPOINTER? { unsafe SQLPOINTER(bitPattern: value) }

/// Asks a driver for one of its texts, empty when it gives none.
@unsafe private func information(_ kind: SQLUSMALLINT, of handle: SQLHANDLE) -> String {
    var units = [SQLWCHAR](repeating: 0, count: 256)
    var bytes: SQLSMALLINT = 0
    let result = unsafe SQLGetInfoW(handle, kind, &units, SQLSMALLINT(units.count * 2), &bytes)
    return succeeded(result) ? String(decoding: units.prefix { $0 != 0 }, as: UTF16.self) : ""
}
