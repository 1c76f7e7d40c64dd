internal import Definitions
package import Postgres

/// Merges the rows of an amendment into the slices they are in: the rows that stand there already and that no amended
/// row shares its grain with are carried into the amendment's leaf.
///
/// Their delivery and line stay what they were, so that each row still leads to its file.
package struct AmendmentMerge {
    package struct Result {
        /// The slices in which an amended row stood before and no longer does.
        package let leftSlices: [Int32]
        package let carried: [Publication.Carried]
    }

    private let leaf: Leaf
    private let pipeline: String
    private let slicing: String

    package init(_ leaf: Leaf, pipeline: String, slicing: String) {
        self.leaf = leaf
        self.pipeline = pipeline
        self.slicing = slicing
    }

    private var fact: String { "store.\(quoted(leaf.fact.name.value))" }

    private func sameGrain(_ left: String, _ right: String) -> String {
        leaf.grainColumns.map { "\(left).\($0) = \(right).\($0)" }.joined(separator: " and ")
    }

    /// - Parameter slices: those that the amended rows are in.
    package func run(
        delivery: Int32, slices: Set<Int32>, on connection: borrowing Connection
    ) throws -> Result {
        try connection.transaction { connection in
            // A compaction may drop the leaf a pair points to; not while this lock is held.
            try connection.execute("lock table \(fact) in access share mode")
            let left = try leftSlices(delivery, slices, on: connection)
            return Result(
                leftSlices: left, carried: try carry(delivery, slices.union(left).sorted(), on: connection))
        }
    }

    /// The versions that the pipeline's slices stand in, as literals: the planner then passes over all other leaves.
    private func versions(on connection: borrowing Connection) throws -> String? {
        let rows = try connection.query(
            """
            select string_agg(distinct p.version_key::text, ', ')
            from ledger.published p join ledger.slice s using (slice_key)
            where s.pipeline = $1 and s.slicing = $2
            """, [.text(pipeline), .text(slicing)])
        return rows.text(0, 0)
    }

    /// A corrected day moves a row into another slice; it must not stay in the old one as well.
    private func leftSlices(
        _ delivery: Int32, _ slices: Set<Int32>, on connection: borrowing Connection
    ) throws -> [Int32] {
        guard let versions = try versions(on: connection) else { return [] }
        let rows = try connection.query(
            """
            select distinct f.slice_key
            from \(fact) f
            join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
            join ledger.slice s on s.slice_key = f.slice_key and s.pipeline = $1 and s.slicing = $2
            where f.version_key in (\(versions)) and f.slice_key <> all($3::integer[])
              and exists (select from \(leaf.table) n where \(sameGrain("n", "f")) and n.delivery_key = $4)
            """,
            [.text(pipeline), .text(slicing), .text(arrayText(slices.sorted())), .integer(Int64(delivery))])
        return (0..<rows.rowCount).compactMap { rows.int64($0, 0).map { Int32(truncatingIfNeeded: $0) } }
    }

    private func carry(
        _ delivery: Int32, _ slices: [Int32], on connection: borrowing Connection
    ) throws -> [Publication.Carried] {
        guard let versions = try versions(on: connection) else { return [] }
        let columns = leaf.fact.fields.compactMap(leaf.fact.tableColumn).map(quoted)
        let list = columns.joined(separator: ", ")
        let selected = columns.map { "f.\($0)" }.joined(separator: ", ")
        try connection.execute(
            """
            insert into \(leaf.table) (slice_key, version_key, delivery_key, line, \(list))
            select f.slice_key, \(leaf.version), f.delivery_key, f.line, \(selected)
            from \(fact) f
            join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
            where f.version_key in (\(versions)) and f.slice_key = any($1::integer[])
              and not exists (select from \(leaf.table) n where \(sameGrain("n", "f")) and n.delivery_key = $2)
            """, [.text(arrayText(slices)), .integer(Int64(delivery))])
        let rows = try connection.query(
            """
            select delivery_key, slice_key, count(*) from \(leaf.table) where delivery_key <> $1
            group by delivery_key, slice_key order by delivery_key, slice_key
            """, [.integer(Int64(delivery))])
        return (0..<rows.rowCount).map { row in
            Publication.Carried(
                delivery: Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0),
                slice: Int32(truncatingIfNeeded: rows.int64(row, 1) ?? 0), rows: rows.int(row, 2) ?? 0)
        }
    }
}
