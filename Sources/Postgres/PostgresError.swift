/// What PostgreSQL or the way to it reported.
///
/// Bound values are not part of it.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    package enum Stage: String, Sendable { case connect, query, copy }

    package let stage: Stage
    /// The five-character SQLSTATE, nil when no server answered.
    package let sqlState: String?
    package let message: String
    package let detail: String?
    package let hint: String?
    /// The statement that failed, without its values.
    package let sql: String?
    /// Whether the connection is of no use any more.
    package let isConnectionLost: Bool

    package init(
        _ stage: Stage, sqlState: String? = nil, message: String, detail: String? = nil, hint: String? = nil,
        sql: String? = nil, isConnectionLost: Bool = false
    ) {
        self.stage = stage
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.sql = sql
        self.isConnectionLost = isConnectionLost
    }

    package var description: String {
        var text = "PostgreSQL \(stage.rawValue)"
        if let sqlState { text += " [\(sqlState)]" }
        text += ": \(message)"
        if let detail { text += " (\(detail))" }
        if let hint { text += "; \(hint)" }
        if let sql { text += "\n  in: \(sql.prefix(500))" }
        return text
    }
}
