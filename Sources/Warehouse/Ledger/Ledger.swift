package import Postgres

/// Reads and writes the ledger, on one connection.
package struct Ledger {
    package init() {}

    /// Takes a number out of one of the ledger's sequences.
    package func next(_ sequence: String, on connection: borrowing Connection) throws -> Int32 {
        let row = try connection.query("select nextval($1::regclass)", [.text("ledger.\(sequence)")])
        return Int32(truncatingIfNeeded: row.int64(0, 0) ?? 0)
    }

    /// Takes several numbers out of one of the ledger's sequences.
    package func next(_ count: Int, _ sequence: String, on connection: borrowing Connection) throws -> [Int32] {
        let rows = try connection.query(
            "select nextval($1::regclass) from generate_series(1, $2)",
            [.text("ledger.\(sequence)"), .integer(count)])
        return (0..<rows.rowCount).map { Int32(truncatingIfNeeded: rows.int64($0, 0) ?? 0) }
    }

    /// The server's time, which is the only clock of the ledger.
    package func now(on connection: borrowing Connection) throws -> String {
        try connection.query("select clock_timestamp()").text(0, 0) ?? "now"
    }

    /// How many rows each of these slices has now, for those that are published.
    package func publishedRows(_ slices: [Int32], on connection: borrowing Connection) throws -> [Int32: Int] {
        let rows = try connection.query(
            """
            select s.slice_key, sum(s.rows)
            from ledger.delivery_slice s
            join ledger.published p using (slice_key, version_key)
            where s.slice_key = any($1::integer[])
            group by s.slice_key
            """, [.text(arrayText(slices))])
        var counts: [Int32: Int] = [:]
        for row in 0..<rows.rowCount {
            if let key = rows.int64(row, 0) { counts[Int32(truncatingIfNeeded: key)] = rows.int(row, 1) ?? 0 }
        }
        return counts
    }

    /// Refuses a pseudonym key other than the one the warehouse began with: the pseudonyms would not match.
    ///
    /// - Returns: false when it is another key.
    package func accepts(keyFingerprint: String, on connection: borrowing Connection) throws -> Bool {
        try connection.execute(
            """
            insert into ledger.pseudonym_key (fingerprint, first_used_at)
            select $1, now() where not exists (select from ledger.pseudonym_key)
            """, [.text(keyFingerprint)])
        let row = try connection.query("select fingerprint = $1 from ledger.pseudonym_key", [.text(keyFingerprint)])
        return row.bool(0, 0) ?? false
    }

    /// Writes a delivery, its control totals and its rejects, in the caller's transaction.
    package func insert(
        _ delivery: DeliveryRecord, rejects: RejectSpool?, state: String, reason: String?, version: Int32?,
        days: (first: String, last: String)?, on connection: borrowing Connection
    ) throws {
        try connection.execute(
            """
            insert into ledger.delivery (delivery_key, pipeline, source, sha256, definition_hash, state, reason,
                version_key, read_rows, loaded_rows, rejected_rows, duplicate_rows, warned_rows, first_day, last_day,
                started_at, mode, finished_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, clock_timestamp())
            """,
            [
                .integer(Int64(delivery.key)), .text(delivery.pipeline), .text(delivery.source), .text(delivery.sha256),
                .text(delivery.definitionHash), .text(state), SQLValue(reason),
                version.map { .integer(Int64($0)) } ?? .null, .integer(delivery.readRows),
                .integer(delivery.loadedRows),
                .integer(delivery.rejectedRows), .integer(delivery.duplicateRows), .integer(delivery.warnedRows),
                SQLValue(days?.first), SQLValue(days?.last), .text(delivery.startedAt), .text(delivery.mode.rawValue),
            ])
        for total in delivery.controlTotals where state == "published" {
            try connection.execute(
                "insert into ledger.control_total values ($1, $2, $3, $4, $5, $6)",
                [.integer(Int64(delivery.key)), .text(total.measure)]
                    + [total.read, total.loaded, total.rejected, total.duplicate].map {
                        SQLValue.text(decimalText($0, scale: total.scale))
                    })
        }
        try rejects?.write(atMost: state == "published" ? .max : RejectSpool.keptOfRefused, on: connection)
    }
}

/// Writes keys as a PostgreSQL array.
func arrayText(_ keys: some Sequence<Int32>) -> String { "{" + keys.map { String($0) }.joined(separator: ",") + "}" }
