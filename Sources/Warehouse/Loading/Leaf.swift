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

    /// The statement that fills it, in the transaction that has made it: its rows are written as settled, so that
    /// nobody writes them a second time to note that (measured: a third of the index's time).
    package var copyStatement: String {
        "copy \(table) (\(copyColumns)) from stdin (format binary, freeze)"
    }

    /// The columns in the order in which they are encoded.
    var copyColumns: String {
        (["slice_key", "version_key", "delivery_key", "line"] + fact.fields.compactMap(fact.tableColumn))
            .map(quoted).joined(separator: ", ")
    }

    /// The grain's columns, as SQL names.
    var grainColumns: [String] { fact.grain.compactMap { fact.tableColumn($0.value) }.map(quoted) }

    /// The condition that rows of two tables share their grain, in the words of the unique index: texts that are compared
    /// in another collation would pass it over.
    func sameGrain(_ left: String, _ right: String) -> String {
        fact.grain.compactMap { field -> String? in
            guard let column = fact.tableColumn(field.value).map(quoted) else { return nil }
            let isText = fact.columns.contains { $0.name.value == field.value && $0.type == .text }
            return "\(left).\(column) = \(right).\(column)" + (isText ? " collate \"C\"" : "")
        }.joined(separator: " and ")
    }

    /// Proves the grain: one row per slice and grain.
    ///
    /// Numbers of documents come nearly in their order, and sorting what is nearly sorted is quick; pseudonyms never do,
    /// so they stand last (measured: half the time). Texts are compared by their bytes.
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
        let types = Dictionary(
            fact.columns.map { ($0.name.value, $0.type) }, uniquingKeysWith: { first, _ in first })
        var (numbers, texts, pseudonyms): ([String], [String], [String]) = ([], [], [])
        for field in fact.grain {
            guard let column = fact.tableColumn(field.value).map(quoted) else { continue }
            switch types[field.value] {
            case .text: texts.append("\(column) collate \"C\"")
            case .pseudonym: pseudonyms.append(column)
            default: numbers.append(column)
            }
        }
        return (numbers + texts + ["slice_key"] + pseudonyms).joined(separator: ", ")
    }

    package func analyze(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("analyze \(table)")
    }

    /// Makes the table a partition of its fact, in the caller's transaction; no reader waits for it.
    package func attach(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("alter table \(parent) attach partition \(table) for values in (\(version))")
    }

    /// Drops the table unless it is attached: that would wait for readers, and other readers behind it.
    ///
    /// The next compaction takes away what is attached and not published.
    package func drop(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("drop table if exists \(addedLate)")
        let found = try connection.query(
            "select relispartition from pg_class where oid = to_regclass($1)", [.text(table)])
        guard found.rowCount > 0, found.bool(0, 0) == false else { return }
        try connection.execute("drop table \(table)")
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
