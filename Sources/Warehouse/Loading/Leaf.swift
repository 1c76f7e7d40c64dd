package import Definitions
package import Postgres

/// The table that holds the rows of one load: invisible until it is attached as a partition of its fact.
package struct Leaf: Sendable {
    package let fact: FactDefinition
    package let version: Int32

    package init(_ fact: FactDefinition, version: Int32) {
        self.fact = fact
        self.version = version
    }

    package var name: String { "\(fact.name.value)_v\(version)" }
    package var table: String { "leaf.\(quoted(name))" }
    private var parent: String { "store.\(quoted(fact.name.value))" }

    /// Creates the empty table, with the check that later lets it be attached without a scan.
    package func create(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute(
            """
            create table \(table) (like \(parent) including comments, check (version_key = \(version)))
            """)
    }

    /// The statement that fills it.
    package var copyStatement: String {
        let columns = ["slice_key", "version_key", "delivery_key", "line"] + fact.fields.compactMap(fact.tableColumn)
        return "copy \(table) (\(columns.map(quoted).joined(separator: ", "))) from stdin (format binary)"
    }

    private var grain: String {
        fact.grain.compactMap { fact.tableColumn($0.value) }.map(quoted).joined(separator: ", ")
    }

    /// Proves the grain: one row per slice and grain.
    ///
    /// - Returns: false when there are duplicates.
    package func buildUniqueIndex(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        do throws(PostgresError) {
            try connection.execute("create unique index on \(table) (slice_key, \(grain))")
            return true
        } catch  where error.sqlState == "23505" {
            return false
        }
    }

    package func analyze(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("analyze \(table)")
    }

    /// Makes the table a partition of its fact, in the caller's transaction; no reader waits for it.
    package func attach(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("alter table \(parent) attach partition \(table) for values in (\(version))")
    }

    package func drop(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("drop table if exists \(table)")
    }

    /// A row that repeats the grain of an earlier one of its slice.
    package struct Duplicate: Sendable {
        package let line: Int32
        package let keptLine: Int32
        package let keptDelivery: Int32
        /// Whether both rows say the same.
        package let equal: Bool
        /// The values of the controlled measures, as whole numbers of their last place.
        package let amounts: [Int64]
    }

    /// Takes out the rows that repeat the grain of an earlier one of their slice; the first of each stays.
    package func removeDuplicates(
        measures: [String], on connection: borrowing Connection
    ) throws(PostgresError) -> [Duplicate] {
        let compared = fact.fields.compactMap(fact.tableColumn).map(quoted).joined(separator: ", ")
        let amounts = measures.map { ", coalesce(\(quoted($0)), 0) as \(quoted("amount_\($0)"))" }.joined()
        let selected = measures.map { ", \(quoted("amount_\($0)"))" }.joined()
        let rows = try connection.query(
            """
            with repeated as (
                select slice_key, \(grain) from \(table) group by slice_key, \(grain) having count(*) > 1
            ), ranked as (
                select leaf.ctid as place, delivery_key, line, row(\(compared))::text as contents,
                       first_value(line) over grain_rows as kept_line,
                       first_value(delivery_key) over grain_rows as kept_delivery,
                       first_value(row(\(compared))::text) over grain_rows as kept_contents,
                       row_number() over grain_rows as number\(amounts)
                from \(table) leaf
                join repeated using (slice_key, \(grain))
                window grain_rows as (partition by slice_key, \(grain) order by delivery_key, line)
            ), removed as (
                delete from \(table) where ctid in (select place from ranked where number > 1)
            )
            select line, kept_line, kept_delivery, contents = kept_contents\(selected)
            from ranked where number > 1
            order by delivery_key, line
            """)
        return (0..<rows.rowCount).map { row in
            Duplicate(
                line: Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0),
                keptLine: Int32(truncatingIfNeeded: rows.int64(row, 1) ?? 0),
                keptDelivery: Int32(truncatingIfNeeded: rows.int64(row, 2) ?? 0), equal: rows.bool(row, 3) ?? false,
                amounts: measures.indices.map { lastPlaces(rows.text(row, 4 + $0)) })
        }
    }

    /// What the table holds: rows per slice, and the sums of measures as whole numbers of their last place.
    package func contents(
        measures: [String], on connection: borrowing Connection
    ) throws(PostgresError) -> (rows: [Int32: Int], sums: [Int64]) {
        let counts = try connection.query("select slice_key, count(*) from \(table) group by slice_key")
        var rows: [Int32: Int] = [:]
        for row in 0..<counts.rowCount {
            rows[Int32(truncatingIfNeeded: counts.int64(row, 0) ?? 0)] = counts.int(row, 1) ?? 0
        }
        guard !measures.isEmpty else { return (rows, []) }
        let columns = measures.map { "coalesce(sum(\(quoted($0))), 0)" }.joined(separator: ", ")
        let sums = try connection.query("select \(columns) from \(table)")
        return (rows, measures.indices.map { lastPlaces(sums.text(0, $0)) })
    }

    /// Drops the leaves that no load stands behind: what a killed run has left.
    ///
    /// Only to be called by the run that holds the lock, since a leaf under work looks the same.
    package static func dropOrphans(on connection: borrowing Connection) throws -> Int {
        let orphans = try connection.query(
            """
            select c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'leaf' and c.relkind = 'r' and not c.relispartition
            """)
        for row in 0..<orphans.rowCount {
            if let name = orphans.text(row, 0) { try connection.execute("drop table leaf.\(quoted(name))") }
        }
        return orphans.rowCount
    }
}

/// Reads a decimal as the server writes it, with all its decimals, as a whole number of its last place.
private func lastPlaces(_ text: String?) -> Int64 { text.flatMap { Int64($0.filter { $0 != "." }) } ?? 0 }
