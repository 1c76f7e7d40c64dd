internal import Definitions
internal import Postgres

/// A new leaf with the rows of slices as they are, but for the keys of members that have changed.
struct RekeyedLeaf {
    /// A version of a slice that is to be rewritten.
    struct Pair: Equatable {
        let slice: Int32
        let version: Int32
    }

    let leaf: Leaf
    let roles: [RekeyedRole]
    let pairs: [Pair]

    private var fact: FactDefinition { leaf.fact }
    private var versions: String { Set(pairs.map(\.version)).sorted().map(String.init).joined(separator: ", ") }
    private var measures: [String] { fact.measures.filter(\.type.isNumeric).map(\.name.value) }

    /// Names the pairs as a table of two parameters.
    static let pairTable = "unnest($1::integer[], $2::integer[]) as o (slice_key, version_key)"

    private var pairValues: [SQLValue] {
        [.text(arrayText(pairs.map(\.slice))), .text(arrayText(pairs.map(\.version)))]
    }

    /// The slices that are rewritten, each with its version and pipeline.
    ///
    /// The planner has statistics of it, which it lacks for parameters: with those it read an index of all rows once for
    /// each slice.
    static let sliceTable = "pg_temp.rekeyed_slice"

    /// The rows of the pairs.
    private var rows: String {
        """
        store.\(quoted(fact.name.value)) f
        join \(Self.sliceTable) s on s.slice_key = f.slice_key and s.version_key = f.version_key
        """
    }

    /// Creates, fills, indexes and audits it, in the caller's transaction.
    func build(on connection: borrowing Connection) throws {
        try listSlices(on: connection)
        try leaf.create(on: connection)
        let changed = Dictionary(roles.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
        let columns = fact.fields.compactMap(fact.tableColumn).map(quoted)
        let selected = columns.map { changed[$0]?.key("f", "s") ?? "f.\($0)" }
        try connection.execute(
            """
            insert into \(leaf.table) (slice_key, version_key, delivery_key, line, \(columns.joined(separator: ", ")))
            select f.slice_key, \(leaf.version), f.delivery_key, f.line, \(selected.joined(separator: ",\n    "))
            from \(rows)
            \(roles.map { "left join pg_temp.member_move \($0.alias) on \($0.matches("f"))" }.joined(separator: "\n"))
            where f.version_key in (\(versions))
            """)
        guard try leaf.buildUniqueIndex(on: connection) else {
            throw failure(
                "rows of a slice would share their grain, which takes two versions of a member for two members")
        }
        try leaf.analyze(on: connection)
        try audit(on: connection)
    }

    private func listSlices(on connection: borrowing Connection) throws {
        try connection.execute("drop table if exists \(Self.sliceTable)")
        try connection.execute(
            """
            create temporary table rekeyed_slice on commit drop as
            select o.slice_key, o.version_key, s.pipeline
            from \(Self.pairTable) join ledger.slice s on s.slice_key = o.slice_key
            """, pairValues)
        try connection.execute("analyze \(Self.sliceTable)")
    }

    /// Holds the new leaf against the rows it was made of and against the ledger, and looks for keys that are left.
    private func audit(on connection: borrowing Connection) throws {
        let sums = measures.map { ", coalesce(sum(f.\(quoted($0))), 0)" }.joined()
        let before = try connection.query(
            """
            select f.delivery_key, f.slice_key, count(*)\(sums) from \(rows)
            where f.version_key in (\(versions)) group by 1, 2 order by 1, 2
            """)
        let after = try connection.query(
            """
            select f.delivery_key, f.slice_key, count(*)\(sums) from \(leaf.table) f group by 1, 2 order by 1, 2
            """)
        let noted = try connection.query(
            """
            select d.delivery_key, d.slice_key, d.rows
            from ledger.delivery_slice d
            join \(Self.pairTable) on o.slice_key = d.slice_key and o.version_key = d.version_key
            where d.rows > 0 order by 1, 2
            """, pairValues)
        guard Self.equal(before, after, columns: 3 + measures.count) else {
            throw failure("leaf \(leaf.name) does not hold what its slices held")
        }
        guard Self.equal(after, noted, columns: 3) else {
            throw failure("the ledger and the rows do not agree on the slices")
        }
        for role in roles {
            let left = try connection.query(
                """
                select exists (
                    select from \(leaf.table) f
                    join \(Self.sliceTable) s on s.slice_key = f.slice_key
                    join pg_temp.member_move \(role.alias) on \(role.matches("f"))
                    where \(role.changes("s")))
                """)
            guard left.bool(0, 0) == false else { throw failure("rows still carry a key of another time") }
        }
    }

    private static func equal(
        _ left: borrowing ResultTable, _ right: borrowing ResultTable, columns: Int
    ) -> Bool {
        guard left.rowCount == right.rowCount else { return false }
        for row in 0..<left.rowCount {
            for column in 0..<columns where left.text(row, column) != right.text(row, column) { return false }
        }
        return true
    }

    /// Which of some keys of a dimension its rows carry.
    func used(_ keys: [Int32], of dimension: String, on connection: borrowing Connection) throws -> Set<Int32> {
        var used: Set<Int32> = []
        for role in roles where role.dimension == dimension {
            let rows = try connection.query(
                "select distinct \(role.column) from \(leaf.table) where \(role.column) = any($1::integer[])",
                [.text(arrayText(keys))])
            for row in 0..<rows.rowCount {
                if let key = rows.int64(row, 0) { used.insert(Int32(truncatingIfNeeded: key)) }
            }
        }
        return used
    }

    private var version: SQLValue { .integer(Int64(leaf.version)) }

    /// Writes it into the ledger, with the deliveries whose rows it holds, in the caller's transaction.
    func list(on connection: borrowing Connection) throws {
        try connection.execute(
            """
            insert into ledger.load (version_key, fact, leaf, loaded_at, made_by)
            values ($1, $2, $3, now(), 'rekeying')
            """, [version, .text(fact.name.value), .text(leaf.name)])
        try connection.execute(
            """
            insert into ledger.delivery_slice (delivery_key, slice_key, version_key, rows, carried)
            select d.delivery_key, d.slice_key, $3::integer, d.rows, d.carried
            from ledger.delivery_slice d
            join \(Self.pairTable) on o.slice_key = d.slice_key and o.version_key = d.version_key
            """, pairValues + [version])
        try Rollups.add(leaf, on: connection)
        try Rollups.audit(leaf, on: connection)
    }

    /// Leads the pointers of its slices to it, in the caller's transaction; the rows of before are kept as history.
    func movePointers(on connection: borrowing Connection) throws {
        let moved = try connection.execute(
            """
            update ledger.published p set version_key = $3::integer
            from \(Self.pairTable) where p.slice_key = o.slice_key and p.version_key = o.version_key
            """, pairValues + [version])
        guard moved == pairs.count else { throw failure("what is published has changed meanwhile") }
        try connection.execute(
            """
            update ledger.published_history h set known_to = now()
            from \(Self.pairTable)
            where h.slice_key = o.slice_key and h.version_key = o.version_key and h.known_to = 'infinity'
            """, pairValues)
        try connection.execute(
            """
            insert into ledger.published_history (slice_key, version_key, known_from)
            select o.slice_key, $3::integer, now() from \(Self.pairTable)
            """, pairValues + [version])
    }

    private func failure(_ message: String) -> RekeyingError { RekeyingError(fact: fact.name.value, message: message) }
}
