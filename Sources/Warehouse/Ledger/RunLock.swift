internal import Foundation
package import Postgres

/// The lock that lets one run at a time change a warehouse; it is held by a session and ends with it.
package struct RunLock {
    private let name: String
    private let work: String

    /// - Parameters:
    ///   - name: what is locked, e.g. `run` or `schedule`.
    ///   - work: what the holder does, for those who meet the lock.
    package init(_ name: String, work: String? = nil) {
        self.name = name
        self.work = work ?? name
    }

    /// Takes the lock if it is free.
    ///
    /// - Returns: false when another session holds it.
    package func tryTake(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        let row = try connection.query(
            "select pg_try_advisory_lock(hashtext('uptake'), hashtext($1))", [.text(name)])
        guard row.bool(0, 0) ?? false else { return false }
        // Whoever meets the lock sees this name; the server keeps its first 63 bytes.
        let process = ProcessInfo.processInfo
        _ = try connection.query(
            "select set_config('application_name', $1, false)",
            [.text("uptake \(work), pid \(process.processIdentifier) on \(process.hostName)")])
        return true
    }

    /// Takes the lock, waiting for it as long as allowed.
    ///
    /// - Parameters:
    ///   - patience: seconds; nil gives up at once.
    ///   - check: is asked now and then whether to go on waiting.
    /// - Throws: `Busy` when another session still holds it; `PostgresError`; what `check` throws.
    package func take(
        on connection: borrowing Connection, patience: Double?, check: () throws -> Void = {}
    ) throws {
        let end = Date().addingTimeInterval(patience ?? 0)
        while try !tryTake(on: connection) {
            guard Date() < end else { throw Busy(holder: try holder(on: connection)) }
            try check()
            Thread.sleep(forTimeInterval: 0.2)
        }
    }

    /// Says which session holds the lock.
    package func holder(on connection: borrowing Connection) throws(PostgresError) -> String? {
        let row = try connection.query(
            """
            select a.application_name || ', server process ' || a.pid || ', since ' || a.backend_start::timestamp(0)
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.database = (
                select oid from pg_database where datname = current_database())
              and l.classid = hashtext('uptake')::oid and l.objid = hashtext($1)::oid
            """, [.text(name)])
        return row.rowCount > 0 ? row.text(0, 0) : nil
    }

    package func release(on connection: borrowing Connection) throws(PostgresError) {
        _ = try connection.query("select pg_advisory_unlock(hashtext('uptake'), hashtext($1))", [.text(name)])
    }
}
