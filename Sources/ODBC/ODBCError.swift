/// What a database, or the ODBC driver on the way to it, reported.
///
/// The values of a connection string's secrets are not part of it.
package struct ODBCError: Error, Sendable, CustomStringConvertible {
    package enum Stage: String, Sendable {
        case connect, prepare, execute, fetch
        /// The key by which pages are asked for is none.
        case page
    }

    package let stage: Stage
    /// The five-character SQLSTATE, nil when neither driver nor driver manager gave one.
    package let sqlState: String?
    /// The database's own number of the error.
    package let nativeCode: Int32?
    package let message: String
    /// The statement that failed.
    package let sql: String?

    package init(
        _ stage: Stage, sqlState: String? = nil, nativeCode: Int32? = nil, message: String, sql: String? = nil
    ) {
        self.stage = stage
        self.sqlState = sqlState
        self.nativeCode = nativeCode
        self.message = message
        self.sql = sql
    }

    /// Whether somebody waited long enough: HYT00 and HYT01 by the standard, 1969 by MariaDB's clock, 3024 by MySQL's.
    package var isTimeout: Bool { ["HYT00", "HYT01"].contains(sqlState) || isInterrupted(as: [1969, 3024]) }

    /// Whether the work was stopped by a cancellation: HY008 by the standard, 1317 by MariaDB and MySQL.
    package var isCancelled: Bool { sqlState == "HY008" || isInterrupted(as: [1317]) }

    /// MariaDB and MySQL tell by their own numbers alone why a statement was interrupted.
    private func isInterrupted(as codes: Set<Int32>) -> Bool {
        guard let nativeCode, let sqlState else { return false }
        return codes.contains(nativeCode) && ["HY018", "HY000", "70100"].contains(sqlState)
    }

    /// Whether the connection is of no use any more.
    ///
    /// SQLSTATE class 08, and MariaDB's numbers for a server that has gone (2006) or was lost in the middle (2013). A
    /// connection that was given up because nothing came for too long is a timeout.
    package var isConnectionLost: Bool {
        !isTimeout && (sqlState?.hasPrefix("08") == true || [2006, 2013].contains(nativeCode))
    }

    /// Whether nobody answers, or nobody more is let in for the moment, so that asking again later may be of use.
    ///
    /// SQLSTATE class 08 and timeouts, and MariaDB's numbers for a server that is not there (2002, 2003), ends (1053), or
    /// has as many connections as it may have (1040).
    package var isUnreachable: Bool {
        isTimeout || isConnectionLost || [2002, 2003, 1053, 1040].contains(nativeCode)
    }

    package var description: String {
        var text = "ODBC \(stage.rawValue)"
        if let sqlState { text += " [\(sqlState)" + (nativeCode.map { $0 == 0 ? "" : ", \($0)" } ?? "") + "]" }
        text += ": \(message)"
        if let sql { text += "\n  in: \(sql.prefix(500))" }
        return text
    }
}
