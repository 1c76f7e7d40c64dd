internal import Foundation
package import Postgres

/// Another run holds the lock.
package struct Busy: Error, CustomStringConvertible {
    package let holder: String?

    package init(holder: String?) { self.holder = holder }

    package var description: String {
        "another run is working on this warehouse (\(holder ?? "it has just ended")); nothing was changed, run again later or with --wait"
    }
}

/// The connection that changes a warehouse, with the lock that lets only one session at a time do so.
///
/// It is a class because its connection is made anew after a fault; one thread at a time uses it.
package final class LoadSession {
    package let conninfo: String
    package private(set) var connection: Connection
    private let lock: RunLock

    /// Connects and takes the lock.
    ///
    /// - Parameters:
    ///   - work: what this session does, as another run that meets the lock is told.
    ///   - patience: for how many seconds to wait for the lock; nil gives up at once.
    ///   - check: is asked now and then whether to go on waiting.
    /// - Throws: `Busy` when another session holds the lock; `PostgresError`; what `check` throws.
    package init(
        conninfo: String, work: String, patience: Double? = nil, check: () throws -> Void = {}
    ) throws {
        self.conninfo = conninfo
        lock = RunLock("run", work: work)
        connection = try Connection(connecting: conninfo)
        try lock.take(on: connection, patience: patience, check: check)
        try prepare()
    }

    /// Connects anew after the connection was lost, and takes the lock again.
    ///
    /// - Throws: `Busy` when another run has begun in the meantime.
    package func reconnect() throws {
        connection = try Connection(connecting: conninfo)
        // The server notices the end of the old session a moment later.
        try lock.take(on: connection, patience: 10)
        try prepare()
    }

    /// Sorts of an index in short runs that are merged, since long ones fit neither the processor's cache nor memory that
    /// is touched already (measured for 30 million keys: 10.4 s with 64 MB, 12.3 with 256, 15.9 with 512, 20 with 4 GB);
    /// statistics of a leaf are only for joins and counts, for which a smaller sample does (measured: a third of the work).
    private func prepare() throws(PostgresError) {
        try connection.execute(
            """
            select set_config('maintenance_work_mem', '64MB', false),
                   set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')), 64 << 20) / 1024 || 'kB', false),
                   set_config('default_statistics_target', '30', false),
                   set_config('max_parallel_maintenance_workers', '1', false)
            """)
    }
}
