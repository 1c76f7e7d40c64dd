package import Definitions
package import Postgres

/// Finds rows of a fact that share their grain across slices; within a slice the unique index of its leaf forbids it.
package struct GrainAudit {
    /// What a delivery repeats of another one, or of itself.
    package struct Repetition: Sendable {
        package let rows: Int
        package let line: Int
        /// Where the first repeated row stands as well.
        package let otherDelivery: Int32
        package let otherLine: Int
        /// Whether the other row is in the leaf too, and not yet published.
        package let isInLeaf: Bool
    }

    private let fact: FactDefinition

    package init(_ fact: FactDefinition) { self.fact = fact }

    private var table: String { "store.\(quoted(fact.name.value))" }
    private var grain: [String] { fact.grain.compactMap { fact.tableColumn($0.value) }.map(quoted) }

    /// The rows of a leaf that stand in other slices as well, by delivery; of two rows in the leaf, the later delivery's.
    ///
    /// - Parameter replacing: the slices that the leaf is to replace; their published rows do not count.
    package func repetitions(
        of leaf: Leaf, replacing slices: [Int32], on connection: borrowing Connection
    ) throws -> [Int32: [Repetition]] {
        try connection.transaction { connection in
            try connection.execute("lock table \(table) in access share mode")
            let same = grain.map { "o.\($0) = n.\($0)" }.joined(separator: " and ")
            let versions = try connection.query(
                """
                select coalesce(string_agg(distinct version_key::text, ', '), '-1') from ledger.published
                where slice_key <> all($1::integer[])
                """, [.text(arrayText(slices))])
            let rows = try connection.query(
                """
                with other as (
                    select n.delivery_key, n.line, o.delivery_key as other_delivery, o.line as other_line,
                           false as in_leaf
                    from \(leaf.table) n join \(table) o on \(same)
                    join ledger.published p on p.slice_key = o.slice_key and p.version_key = o.version_key
                    where o.version_key in (\(versions.text(0, 0) ?? "-1")) and o.slice_key <> all($1::integer[])
                    union all
                    select n.delivery_key, n.line, o.delivery_key, o.line, true
                    from \(leaf.table) n
                    join \(leaf.table) o
                        on \(same) and o.slice_key <> n.slice_key and o.delivery_key <= n.delivery_key
                )
                select delivery_key, in_leaf, other_delivery, count(distinct line), min(line),
                       (array_agg(other_line order by line, other_line))[1]
                from other group by delivery_key, in_leaf, other_delivery
                order by delivery_key, in_leaf, other_delivery
                """, [.text(arrayText(slices))])
            var found: [Int32: [Repetition]] = [:]
            for row in 0..<rows.rowCount {
                let repetition = Repetition(
                    rows: rows.int(row, 3) ?? 0, line: rows.int(row, 4) ?? 0,
                    otherDelivery: Int32(truncatingIfNeeded: rows.int64(row, 2) ?? 0),
                    otherLine: rows.int(row, 5) ?? 0, isInLeaf: rows.bool(row, 1) ?? false)
                found[Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0), default: []].append(repetition)
            }
            return found
        }
    }

    /// The file, or the connection, of a delivery that stands in the ledger.
    package func source(of delivery: Int32, on connection: borrowing Connection) throws -> String {
        let rows = try connection.query(
            "select source from ledger.delivery where delivery_key = $1", [.integer(Int64(delivery))])
        return rows.rowCount > 0 ? rows.text(0, 0) ?? "" : ""
    }

    /// What of the published rows stands in more than one slice.
    package struct Finding: Sendable, Equatable {
        package let grains: Int
        package let rows: Int

        package init(grains: Int, rows: Int) {
            self.grains = grains
            self.rows = rows
        }
    }

    /// Counts grains that stand in more than one slice.
    ///
    /// It groups all rows of the fact, so the ledger keeps the answer until other slices are published.
    package func published(on connection: borrowing Connection) throws -> Finding {
        try connection.transaction("begin isolation level repeatable read") { connection in
            try connection.execute("lock table \(table) in access share mode")
            let pairs = try connection.query(
                """
                select coalesce(string_agg(distinct p.version_key::text, ', '), '-1'),
                       md5(coalesce(string_agg(p.slice_key || ':' || p.version_key, ',' order by p.slice_key), ''))
                from ledger.published p join ledger.load l using (version_key) where l.fact = $1
                """, [.text(fact.name.value)])
            let mark = pairs.text(0, 1) ?? ""
            let known = try connection.query(
                "select grains, rows from ledger.grain_audit where fact = $1 and pairs = $2",
                [.text(fact.name.value), .text(mark)])
            if known.rowCount > 0 { return Finding(grains: known.int(0, 0) ?? 0, rows: known.int(0, 1) ?? 0) }
            let row = try connection.query(
                """
                select count(*), coalesce(sum(rows), 0) from (
                    select count(*) as rows
                    from \(table) f
                    join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                    where f.version_key in (\(pairs.text(0, 0) ?? "-1"))
                    group by \(grain.map { "f.\($0)" }.joined(separator: ", ")) having count(*) > 1
                ) as repeated
                """)
            let finding = Finding(grains: row.int(0, 0) ?? 0, rows: row.int(0, 1) ?? 0)
            try connection.execute(
                """
                insert into ledger.grain_audit (fact, pairs, grains, rows, checked_at) values ($1, $2, $3, $4, now())
                on conflict (fact) do update set pairs = excluded.pairs, grains = excluded.grains,
                    rows = excluded.rows, checked_at = excluded.checked_at
                """, [.text(fact.name.value), .text(mark), .integer(finding.grains), .integer(finding.rows)])
            return finding
        }
    }
}
