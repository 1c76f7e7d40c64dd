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
        "copy \(table) (\(copyColumns)) from stdin (format binary)"
    }

    /// The columns in the order in which they are encoded.
    var copyColumns: String {
        (["slice_key", "version_key", "delivery_key", "line"] + fact.fields.compactMap(fact.tableColumn))
            .map(quoted).joined(separator: ", ")
    }

    /// The grain's columns, as SQL names.
    var grainColumns: [String] { fact.grain.compactMap { fact.tableColumn($0.value) }.map(quoted) }

    /// Proves the grain: one row per slice and grain.
    ///
    /// Keys that sort fast stand first, texts last and by their bytes: a slice has few values and would make every
    /// comparison go on to the next column (measured: a third of the time with the slice in front).
    ///
    /// - Returns: false when there are duplicates.
    package func buildUniqueIndex(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        do throws(PostgresError) {
            try connection.execute("create unique index on \(table) (\(uniqueKey))")
            return true
        } catch {
            guard error.sqlState == "23505" else { throw error }
            return false
        }
    }

    private var uniqueKey: String {
        let texts = Set(fact.columns.filter { $0.type == .text }.map(\.name.value))
        let columns = fact.grain.compactMap { field in
            fact.tableColumn(field.value).map { (name: quoted($0), isText: texts.contains(field.value)) }
        }
        let keys = columns.filter { !$0.isText }.map(\.name) + ["slice_key"]
        let bytes = columns.filter(\.isText).map { "\($0.name) collate \"C\"" }
        return (keys + bytes).joined(separator: ", ")
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
