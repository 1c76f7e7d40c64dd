/// How a database is told how many rows of a statement are wanted.
package enum RowLimit: Sendable {
    /// `limit 10` at the end: MariaDB, MySQL, SQLite, PostgreSQL.
    case limit
    /// `select top (10)`: SQL Server.
    case top
    /// `fetch first 10 rows only` at the end, as the standard has it: Oracle, Db2.
    case fetchFirst

    /// What stands behind `select`.
    func prefix(_ rows: Int) -> String { self == .top ? "top (\(rows)) " : "" }

    /// What stands at the end.
    func suffix(_ rows: Int) -> String {
        switch self {
        case .limit: " limit \(rows)"
        case .fetchFirst: " fetch first \(rows) rows only"
        case .top: ""
        }
    }
}
