internal import Definitions
internal import Postgres

/// Takes away the leaves that the ledger does not name: those that were rewritten, and what a killed run has attached.
///
/// Detaching concurrently takes no lock that a reader waits for. It marks the partition, so that new statements leave it
/// out, waits until those that may still read it have ended, and then finishes. When one of them takes too long, the mark
/// stays and a later call finishes.
struct LeafRemoval {
    /// What could not be taken away yet.
    struct Remainder {
        let leaves: [String]
        let reason: String
    }

    let fact: FactDefinition
    /// How long readers are waited for, in milliseconds.
    let patience: Int

    /// How long a lock may be waited for that a reader could queue behind.
    private static let shortWait = 20

    private var parent: String { "store.\(quoted(fact.name.value))" }

    /// - Parameter report: is told the name of each leaf that is gone.
    /// - Returns: nil when none is left.
    func run(
        on connection: borrowing Connection, report: (String) throws -> Void = { _ in }
    ) throws -> Remainder? {
        let leaves = try unlisted(on: connection)
        guard !leaves.isEmpty else { return nil }
        let before = try connection.query("select current_setting('lock_timeout')").text(0, 0) ?? "0"
        var left = leaves.map(\.name)
        let reason: String?
        do {
            reason = try remove(leaves, on: connection) { name in
                left.removeAll { $0 == name }
                try report(name)
            }
        } catch {
            // The removal's own error is the one to show; a session that is gone has no settings.
            do { try setLockTimeout(before, on: connection) } catch {}
            throw error
        }
        try setLockTimeout(before, on: connection)
        return reason.map { Remainder(leaves: left, reason: $0) }
    }

    /// Removes one after the other, the one that is marked already first: a table can have one mark at a time.
    ///
    /// - Returns: why it had to stop.
    private func remove(
        _ leaves: [(name: String, isPending: Bool)], on connection: borrowing Connection,
        done: (String) throws -> Void
    ) throws -> String? {
        for leaf in leaves {
            do throws(PostgresError) {
                if leaf.isPending {
                    if let reason = try finish(leaf.name, on: connection) { return reason }
                } else {
                    try setLockTimeout("\(patience)ms", on: connection)
                    try connection.execute(
                        "alter table \(parent) detach partition leaf.\(quoted(leaf.name)) concurrently")
                }
                // Detached, it is nobody's: when this fails it is dropped with what killed runs leave.
                try connection.execute("drop table leaf.\(quoted(leaf.name))")
            } catch {
                switch error.sqlState {
                case "55P03": return try reader(on: connection)
                // A distributed database may not know how; its leaves wait for a time when nobody reads.
                case "0A000": return "this database cannot detach a leaf beside readers"
                default: throw error
                }
            }
            try done(leaf.name)
        }
        return nil
    }

    private func unlisted(on connection: borrowing Connection) throws -> [(name: String, isPending: Bool)] {
        let rows = try connection.query(
            """
            select c.relname, i.inhdetachpending
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = $1::regclass
              and not exists (select from ledger.load l where l.fact = $2 and l.leaf = c.relname)
            order by i.inhdetachpending desc, c.relname
            """, [.text(parent), .text(fact.name.value)])
        return (0..<rows.rowCount).map { (rows.text($0, 0) ?? "", rows.bool($0, 1) ?? false) }
    }

    /// Finishes what an earlier call has begun.
    ///
    /// FINALIZE takes the leaf's strongest lock and only then waits for every older snapshot. A reader whose snapshot
    /// does not see the mark would wait behind it. So nothing is tried while there is such a reader; where other
    /// users' snapshots cannot be seen, the lock is asked for so shortly that nobody notices.
    ///
    /// - Returns: why it has to wait.
    private func finish(_ name: String, on connection: borrowing Connection) throws(PostgresError) -> String? {
        let row = try connection.query(
            """
            select min(a.pid) filter (where age(a.backend_xmin) >= age(i.xmin)), bool_or(a.state is null)
            from pg_inherits i
            left join pg_stat_activity a on a.datname = current_database() and a.pid <> pg_backend_pid()
                and a.backend_type in ('client backend', 'parallel worker')
            where i.inhrelid = $1::regclass
            """, [.text("leaf.\(quoted(name))")])
        if let process = row.int(0, 0) { return "process \(process) of the server still reads" }
        let isBlind = row.bool(0, 1) ?? false
        try setLockTimeout("\(isBlind ? min(Self.shortWait, patience) : patience)ms", on: connection)
        try connection.execute("alter table \(parent) detach partition leaf.\(quoted(name)) finalize")
        return nil
    }

    private func setLockTimeout(_ value: String, on connection: borrowing Connection) throws(PostgresError) {
        _ = try connection.query("select set_config('lock_timeout', $1, false)", [.text(value)])
    }

    /// Says who is waited for: the reader that began first.
    private func reader(on connection: borrowing Connection) throws(PostgresError) -> String {
        let rows = try connection.query(
            """
            select l.pid
            from pg_locks l left join pg_stat_activity a on a.pid = l.pid
            where l.relation = $1::regclass and l.granted and l.pid <> pg_backend_pid()
            order by a.xact_start
            limit 1
            """, [.text(parent)])
        guard rows.rowCount > 0, let process = rows.text(0, 0) else { return "a reader took too long" }
        return "process \(process) of the server still reads"
    }
}
