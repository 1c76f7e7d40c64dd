extension PostgresError {
    /// The SQLSTATEs after which the same work may well succeed; nothing else is tried again.
    ///
    /// PostgreSQL manual, appendix A, "PostgreSQL Error Codes".
    private static let transientStates: Set<String> = [
        "08000", "08001", "08003", "08004", "08006",  // connection exceptions
        "40001", "40P01",  // serialization failure, deadlock
        "53300",  // too many connections
        "55P03",  // a lock was not to be had in time
        "57P01", "57P02", "57P03", "57P05",  // shut down, crashed, starting up, idle too long
    ]

    /// Whether the fault is likely to pass by itself.
    package var isTransient: Bool {
        if let sqlState { return Self.transientStates.contains(sqlState) }
        // No server answered: the connection broke, or a server that restarts does not listen yet.
        return isConnectionLost || stage == .connect
    }
}
