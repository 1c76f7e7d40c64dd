package import Postgres

extension Connection {
    /// Lends one look at facts: everything that `body` asks is answered from one state of the warehouse, and what it
    /// reads stays where it is until the look ends.
    ///
    /// Compaction detaches leaves, and a detached leaf is missing from a statement that comes too late, without an
    /// error. It waits for whoever holds a lock on the fact; so the lock comes before the first query, which is what
    /// fixes the snapshot. The fact alone is locked, not its leaves: detaching waits for the locks of the fact only,
    /// and one lock instead of thousands takes no time (5,000 leaves: 0.03 ms instead of 8).
    package borrowing func readingFacts<Result>(
        _ facts: some Collection<String>, _ body: (borrowing Connection) throws -> Result
    ) throws -> Result {
        try transaction("begin isolation level repeatable read read only") { connection in
            if !facts.isEmpty {
                let tables = Set(facts).sorted().map { "only store.\(quoted($0))" }.joined(separator: ", ")
                try connection.execute("lock table \(tables) in access share mode")
            }
            return try body(connection)
        }
    }
}
