import TestSupport

/// A database of the library's desk, out of which loans are extracted.
struct LoanDesk {
    enum System: String, CaseIterable, Sendable {
        case postgres = "PostgreSQL"
        case mariaDB = "MariaDB"
        case sqlite = "SQLite"

        var isInstalled: Bool {
            switch self {
            case .postgres: true
            case .mariaDB: MariaDBServer.isInstalled
            case .sqlite: hasSQLite
            }
        }

        /// Those that can be tried here; the others' own suites say why they are skipped.
        static var installed: [System] { allCases.filter(\.isInstalled) }
    }

    let system: System
    let connectionString: String
    /// Runs SQL by the system's own program.
    let sql: (String) throws -> Void

    /// The source of a pipeline that follows the loans as they change.
    var source: String {
        """
        { \(system == .postgres ? "postgres" : "odbc"): { connection: desk, query: "select no, day, branch, renewed, days, changed from loan order by no, days", watermark: changed, lag_seconds: 60, reconcile: true\(zone) } }
        """
    }

    /// A server of the tests knows no zones by name.
    private var zone: String { system == .mariaDB ? ", time_zone: UTC" : "" }

    /// Lends a desk without a table in it.
    static func with(_ system: System, _ body: (LoanDesk) throws -> Void) throws {
        switch system {
        case .postgres:
            try withTemporaryDatabase { conninfo in
                try body(LoanDesk(system: system, connectionString: conninfo) { _ = try queryDatabase(conninfo, $0) })
            }
        case .mariaDB:
            try MariaDBServer.withDatabase { database in
                try body(
                    LoanDesk(system: system, connectionString: database.connectionString) { try database.sql($0) })
            }
        case .sqlite:
            try withTemporaryDirectory { directory in
                let file = directory + "/desk.db"
                try body(
                    LoanDesk(system: system, connectionString: "Driver=SQLite3;Database=\(file)") {
                        try fillSQLite(file, $0)
                    })
            }
        }
    }

    /// Makes 16,000 loans of January to March, in rows so long that the server has the first ones a while before the
    /// last ones are read; some name a branch that is not there, some share a number.
    func fill() throws {
        try sql(
            """
            create table loan (
                no varchar(300), day date, branch varchar(10), renewed varchar(3), days integer,
                changed \(system == .postgres ? "timestamp" : "datetime"))
            """)
        try sql(
            """
            insert into loan
            \(rows) select \(number("n - case when n % 10000 = 0 then 1 else 0 end")), \(day("n % 85")),
                case when n % 5000 = 2500 then 'x' when n % 2 = 0 then 'n' else 's' end,
                case when n % 3 = 0 then 'yes' else 'no' end, n % 100, '2024-04-01 10:00:00'
            from numbers
            """)
    }

    /// Moves, corrects, deletes and adds loans; only some of it shows in the watermark.
    func change() throws {
        for statement in [
            "update loan set day = '2024-03-09', changed = '2024-04-02 10:00:00' where no = \(number("1"))",
            "update loan set days = days + 1, changed = '2024-04-02 10:00:00' where day < '2024-01-20'",
            "delete from loan where no = \(number("50"))",
            "insert into loan values ('new', '2024-05-01', 'n', 'no', 3, '2024-04-02 11:00:00')",
        ] { try sql(statement) }
    }

    private var rows: String {
        switch system {
        case .postgres: "with numbers as (select n from generate_series(1, 16000) n)"
        case .mariaDB: "with numbers as (select seq as n from seq_1_to_16000)"
        case .sqlite:
            "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 16000)"
        }
    }

    /// A number with zeros before it.
    private func number(_ n: String) -> String {
        switch system {
        case .postgres: "lpad((\(n))::text, 270, '0')"
        case .mariaDB: "lpad(\(n), 270, '0')"
        case .sqlite: "substr(hex(zeroblob(135)) || (\(n)), -270)"
        }
    }

    private func day(_ n: String) -> String {
        switch system {
        case .postgres: "date '2024-01-01' + (\(n))::integer"
        case .mariaDB: "date_add('2024-01-01', interval \(n) day)"
        case .sqlite: "date('2024-01-01', (\(n)) || ' days')"
        }
    }
}
