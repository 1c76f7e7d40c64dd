package import Postgres

/// The lock that lets one run at a time change a warehouse; it is held by a session and ends with it.
package struct RunLock {
    private let name: String

    /// - Parameter name: what is locked, e.g. `run` or `schedule`.
    package init(_ name: String) { self.name = name }

    /// Takes the lock if it is free.
    ///
    /// - Returns: false when another session holds it.
    package func tryTake(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        let row = try connection.query(
            "select pg_try_advisory_lock(hashtext('uptake'), hashtext($1))", [.text(name)])
        return row.bool(0, 0) ?? false
    }

    /// Says which session holds the lock.
    package func holder(on connection: borrowing Connection) throws(PostgresError) -> String? {
        let row = try connection.query(
            """
            select 'process ' || a.pid || ' (' || a.application_name || '), since ' || a.backend_start::timestamp(0)
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
