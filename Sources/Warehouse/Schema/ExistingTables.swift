internal import Postgres

/// What of the warehouse is in a database already.
struct ExistingTables {
    /// The tables of `store`, each with its columns and their SQL types.
    private(set) var tables: [String: [String: String]] = [:]
    /// The comments of those tables and, as `table.column`, of their columns.
    private(set) var comments: [String: String] = [:]
    private(set) var views: Set<String> = []
    private(set) var sequences: Set<String> = []
    /// Whether the ledger is there as this version knows it.
    let hasLedger: Bool
    /// Whether the ledger has a place for what rules find.
    let hasRules: Bool
    /// Whether it has one for what rollups hold.
    let hasRollups: Bool
    /// The versions of each fact that the ledger lists.
    private(set) var loads: [String: Set<Int32>] = [:]

    init(on connection: borrowing Connection) throws {
        hasLedger = try LedgerSchema.isCurrent(on: connection)
        hasRules = try RuleSchema.exists(on: connection)
        hasRollups = try RollupSchema.exists(on: connection)
        if hasLedger {
            let rows = try connection.query("select fact, version_key from ledger.load")
            for row in 0..<rows.rowCount {
                guard let fact = rows.text(row, 0), let version = rows.int64(row, 1) else { continue }
                loads[fact, default: []].insert(Int32(truncatingIfNeeded: version))
            }
        }
        let columns = try connection.query(
            """
            select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), obj_description(c.oid, 'pg_class'),
                   col_description(c.oid, a.attnum)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where n.nspname = 'store' and c.relkind in ('r', 'p')
            order by c.relname, a.attnum
            """)
        for row in 0..<columns.rowCount {
            guard let table = columns.text(row, 0), let column = columns.text(row, 1), let type = columns.text(row, 2)
            else { continue }
            tables[table, default: [:]][column] = type
            comments[table] = columns.text(row, 3)
            comments["\(table).\(column)"] = columns.text(row, 4)
        }
        let others = try connection.query(
            """
            select c.relname, c.relkind
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where (n.nspname = 'star' and c.relkind = 'v') or (n.nspname = 'store' and c.relkind = 'S')
            """)
        for row in 0..<others.rowCount {
            guard let name = others.text(row, 0) else { continue }
            if others.text(row, 1) == "v" { views.insert(name) } else { sequences.insert(name) }
        }
    }
}
