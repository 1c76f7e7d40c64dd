internal import Definitions
package import Postgres

/// Merges the rows of an amendment into the slices they are in: the rows that stand there already and whose place no
/// amended row takes are carried into the amendment's leaf.
///
/// Their delivery and line stay what they were, so that each row still leads to its file.
package struct AmendmentMerge {
    package struct Result {
        /// The slices in which an amended row stood before and no longer does.
        package let leftSlices: [Int32]
        package let carried: [Publication.Carried]
    }

    /// An amended row of a slice that could take the place of several rows in other slices.
    package struct Ambiguous: Error {
        /// Its line in the amendment.
        package let line: Int
        /// The slices that hold a row of its grain.
        package let periods: String
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
        leaf.sameGrain(left, right)
    }

    /// - Parameters:
    ///   - slices: those that the amended rows are in.
    ///   - new: those among them that the ledger does not know yet.
    /// - Throws: `Ambiguous` when it cannot be told which row is amended; then nothing has been carried.
    package func run(
        delivery: Int32, slices: Set<Int32>, new: [SliceKeys.New], on connection: borrowing Connection
    ) throws -> Result {
        try connection.transaction { connection in
            // A compaction may drop the leaf a pair points to; not while this lock is held.
            try connection.execute("lock table \(fact) in access share mode")
            guard let versions = try versions(on: connection) else { return Result(leftSlices: [], carried: []) }
            try findReplaced(delivery, new, versions, on: connection)
            let left = try leftSlices(slices, on: connection)
            try carry(slices.union(left).sorted(), versions, on: connection)
            return Result(leftSlices: left, carried: try carried(delivery, on: connection))
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

    /// Lists the rows whose place the amended ones take, in a temporary table.
    ///
    /// The grain is unique within a slice, and a slice belongs to one sender. So an amended row takes the place of the
    /// row of its grain in its own slice; where there is none, its day was corrected, and it takes the place of the one
    /// that the same sender has in another slice.
    private func findReplaced(
        _ delivery: Int32, _ new: [SliceKeys.New], _ versions: String, on connection: borrowing Connection
    ) throws {
        try connection.execute(
            """
            create temporary table replaced (
                slice_key integer, delivery_key integer, line integer, moves boolean, new_line integer
            ) on commit drop
            """)
        try connection.execute(
            """
            with part_of (slice_key, part) as (
                select slice_key, part from ledger.slice where pipeline = $1 and slicing = $2
                union all
                select slice_key, part from unnest($3::integer[], $4::text[]) as new (slice_key, part)
            )
            insert into replaced
            select f.slice_key, f.delivery_key, f.line, f.slice_key <> n.slice_key, n.line
            from \(leaf.table) n
            join \(fact) f on \(sameGrain("n", "f"))
            join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
            join part_of o on o.slice_key = f.slice_key
            join part_of a on a.slice_key = n.slice_key
            where f.version_key in (\(versions)) and n.delivery_key = $5 and o.part is not distinct from a.part
            """,
            [
                .text(pipeline), .text(slicing), .text(arrayText(new.map(\.key))), .text(textArray(new.map(\.part))),
                .integer(Int64(delivery)),
            ])
        try connection.execute(
            """
            delete from replaced r
            where moves and exists (select from replaced o where o.new_line = r.new_line and not o.moves)
            """)
        try connection.execute("analyze replaced")
        let several = try connection.query(
            """
            select new_line, string_agg(s.period, ', ' order by s.period)
            from replaced join ledger.slice s using (slice_key)
            where moves group by new_line having count(*) > 1 order by new_line limit 1
            """)
        guard several.rowCount == 0 else {
            throw Ambiguous(line: several.int(0, 0) ?? 0, periods: several.text(0, 1) ?? "")
        }
    }

    /// A corrected day moves a row into another slice; it must not stay in the old one as well.
    private func leftSlices(_ slices: Set<Int32>, on connection: borrowing Connection) throws -> [Int32] {
        let rows = try connection.query(
            "select distinct slice_key from replaced where slice_key <> all($1::integer[]) order by slice_key",
            [.text(arrayText(slices.sorted()))])
        return (0..<rows.rowCount).compactMap { rows.int64($0, 0).map { Int32(truncatingIfNeeded: $0) } }
    }

    private func carry(_ slices: [Int32], _ versions: String, on connection: borrowing Connection) throws {
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
              and not exists (
                  select from replaced r
                  where r.slice_key = f.slice_key and r.delivery_key = f.delivery_key and r.line = f.line)
            """, [.text(arrayText(slices))])
    }

    private func carried(
        _ delivery: Int32, on connection: borrowing Connection
    ) throws -> [Publication.Carried] {
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

/// Writes texts as a PostgreSQL array.
private func textArray(_ texts: [String?]) -> String {
    let elements = texts.map { text in
        text.map { "\"" + $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" } ?? "null"
    }
    return "{" + elements.joined(separator: ",") + "}"
}
