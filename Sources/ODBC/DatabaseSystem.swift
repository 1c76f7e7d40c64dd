internal import CLibODBC

/// The database systems whose drivers need to be told something, and what that is.
package enum DatabaseSystem: Sendable {
    case mariaDB, mySQL, sqlite, oracle, sqlServer, db2, other

    /// - Parameter name: what the driver calls its system (SQL_DBMS_NAME).
    init(name: String) {
        let name = name.lowercased()
        let known: [(String, DatabaseSystem)] = [
            ("mariadb", .mariaDB), ("mysql", .mySQL), ("sqlite", .sqlite), ("oracle", .oracle),
            ("microsoft sql server", .sqlServer), ("db2", .db2),
        ]
        self = known.first { name.hasPrefix($0.0) }?.1 ?? .other
    }

    /// - Parameter driver: the name of a driver, or the path of its library.
    init(driver: String) {
        let name = driver.lowercased()
        let known: [(String, DatabaseSystem)] = [
            ("maria", .mariaDB), ("maodbc", .mariaDB), ("mysql", .mySQL), ("myodbc", .mySQL), ("sqlite", .sqlite),
        ]
        self = known.first { name.contains($0.0) }?.1 ?? .other
    }

    /// What a connection string must say so that the driver hands rows on instead of collecting all of them first, and
    /// does not wait for ever for a database that is silent.
    func entries(_ options: ODBCConnection.Options) -> [ConnectionString.Entry] {
        // Longer than the database's own clock, which says more than a connection that is given up.
        let seconds = "\(options.timeoutSeconds + 10)"
        let words: [(String, String)] =
            switch self {
            // FORWARD_CURSOR (2097152) and NO_CACHE (1048576), which the driver knows as bits of one number only.
            case .mariaDB:
                [
                    ("OPTION", "3145728"), ("CHARSET", "utf8mb4"), ("CONN_TIMEOUT", "\(options.loginSeconds)"),
                    ("READ_TIMEOUT", seconds),
                ]
            case .mySQL:
                [("NO_CACHE", "1"), ("FORWARD_CURSOR", "1"), ("CHARSET", "utf8mb4"), ("READTIMEOUT", seconds)]
            // Without NoCreat a path that is wrong makes an empty database; Timeout is for locks, in milliseconds.
            case .sqlite: [("StepAPI", "1"), ("NoCreat", "1"), ("Timeout", seconds + "000")]
            case .oracle, .sqlServer, .db2, .other: []
            }
        return words.map { ConnectionString.Entry(key: $0.0, value: $0.1) }
    }

    /// Statements that make a session read only and bounded in time.
    func sessionStatements(timeoutSeconds: Int) -> [String] {
        switch self {
        case .mariaDB:
            [
                "set session character_set_results = utf8mb4", "set session transaction read only",
                "set session max_statement_time = \(timeoutSeconds)",
            ]
        case .mySQL:
            ["set session transaction read only", "set session max_execution_time = \(timeoutSeconds * 1000)"]
        case .sqlite: ["pragma query_only = on"]
        case .oracle, .sqlServer, .db2, .other: []
        }
    }

    /// The level at which a transaction keeps seeing what it saw first.
    var isolation: Int { self == .oracle ? SQL_TXN_SERIALIZABLE : SQL_TXN_REPEATABLE_READ }

    /// Whether a transaction of that level reads one state of the database from its first statement to its last.
    ///
    /// SQL Server and Db2 lock the rows that were read instead, and others may come.
    var hasSnapshots: Bool {
        switch self {
        case .mariaDB, .mySQL, .sqlite, .oracle: true
        case .sqlServer, .db2, .other: false
        }
    }

    /// The statement by which a session gives moments in one time zone; nil where it has no say in it.
    ///
    /// - Parameter zone: an offset such as `+07:00`, or the name of a zone whose offset changes.
    func zoneStatement(_ zone: String) -> String? {
        switch self {
        case .mariaDB, .mySQL: "set session time_zone = '\(zone)'"
        case .oracle: "alter session set time_zone = '\(zone)'"
        case .sqlite, .sqlServer, .db2, .other: nil
        }
    }

    /// Whether texts come in the driver's own bytes, which are UTF-8.
    ///
    /// SQLite's driver has no wide ones. MariaDB's opens a converter for each wide value (measured on 300,000 rows of 13
    /// columns: 12.0 s, against 1.4 s for the bytes, which the session makes UTF-8).
    var hasNarrowTexts: Bool { self == .sqlite || self == .mariaDB }

    /// Whether a column may hold values of any type, so that they must be fetched as they are written.
    package var hasLooseTypes: Bool { self == .sqlite }
}
