internal import Definitions
package import Postgres

extension Leaf {
    /// A row that repeats the grain of an earlier one of its slice.
    package struct Duplicate: Sendable {
        package let delivery: Int32
        package let line: Int32
        package let keptLine: Int32
        package let keptDelivery: Int32
        /// Whether both rows say the same.
        package let equal: Bool
        /// The values of the controlled measures, as whole numbers of their last place.
        package let amounts: [Int64]
    }

    /// Takes out the rows that repeat the grain of an earlier one of their slice; the first of each stays.
    ///
    /// It sorts the whole table, and is for loads with more repetitions than can be kept back while reading.
    package func removeDuplicates(
        measures: [String], on connection: borrowing Connection
    ) throws -> [Duplicate] {
        let rows = try connection.query(
            """
            with repeated as (
                select \(key) from \(table) group by \(key) having count(*) > 1
            ), ranked as (
                select leaf.ctid as place, delivery_key, line, row(\(compared("leaf")))::text as contents,
                       first_value(line) over grain_rows as kept_line,
                       first_value(delivery_key) over grain_rows as kept_delivery,
                       first_value(row(\(compared("leaf")))::text) over grain_rows as kept_contents,
                       row_number() over grain_rows as number\(amounts(measures, of: "leaf"))
                from \(table) leaf
                join repeated using (\(key))
                window grain_rows as (partition by \(key) order by delivery_key, line)
            )
            select delivery_key, line, kept_delivery, kept_line, contents = kept_contents, place\(selected(measures))
            from ranked where number > 1
            order by delivery_key, line
            """)
        let removed = (0..<rows.rowCount).map { "\"\(rows.text($0, 5) ?? "")\"" }
        guard !removed.isEmpty else { return [] }
        // A statement of its own: the server uses all its processors only for one that changes nothing.
        try connection.execute(
            "delete from \(table) where ctid = any($1::tid[])", [.text("{\(removed.joined(separator: ","))}")])
        return duplicates(in: rows, measures)
    }

    /// Adds the rows that were kept back while reading, unless the unique index has their grain already.
    ///
    /// - Returns: those that repeat another row, and were not added.
    package func add(
        _ held: HeldRows, except unwanted: Set<Int32>, measures: [String], on connection: borrowing Connection
    ) throws -> [Duplicate] {
        guard !held.isEmpty else { return [] }
        try connection.execute("create temporary table held (like \(table))")
        _ = try connection.copyIn("copy held (\(copyColumns)) from stdin (format binary)") { writer in
            var frame = CopyEncoder()
            frame.begin()
            try writer.send(frame.bytes.span)
            try writer.send(held.bytes.span, inPiecesOf: 256 << 10)
            frame.removeAll()
            frame.end()
            try writer.send(frame.bytes.span)
        }
        try connection.execute(
            "delete from held where delivery_key = any($1::integer[])", [.text(arrayText(unwanted.sorted()))])
        // In the order of the rows, so that of several new ones with the same grain the first one stays.
        try connection.execute(
            """
            insert into \(table) (\(copyColumns))
            select \(copyColumns) from held order by delivery_key, line
            on conflict do nothing
            """)
        try connection.execute("analyze held")
        let rows = try connection.query(
            """
            select h.delivery_key, h.line, l.delivery_key, l.line,
                   row(\(compared("h")))::text = row(\(compared("l")))::text, null\(amounts(measures, of: "h"))
            from held h join \(table) l on h.slice_key = l.slice_key and \(sameGrain("h", "l"))
            where h.delivery_key <> l.delivery_key or h.line <> l.line
            order by h.delivery_key, h.line
            """)
        try connection.execute("drop table held")
        return duplicates(in: rows, measures)
    }

    private func duplicates(in rows: borrowing ResultTable, _ measures: [String]) -> [Duplicate] {
        var duplicates: [Duplicate] = []
        for row in 0..<rows.rowCount {
            func key(_ column: Int) -> Int32 { Int32(truncatingIfNeeded: rows.int64(row, column) ?? 0) }
            duplicates.append(
                Duplicate(
                    delivery: key(0), line: key(1), keptLine: key(3), keptDelivery: key(2),
                    equal: rows.bool(row, 4) ?? false,
                    amounts: measures.indices.map { lastPlaces(rows.text(row, 6 + $0)) }))
        }
        return duplicates
    }

    private var key: String { (["slice_key"] + grainColumns).joined(separator: ", ") }

    private func compared(_ alias: String) -> String {
        fact.fields.compactMap(fact.tableColumn).map { "\(alias).\(quoted($0))" }.joined(separator: ", ")
    }

    private func amounts(_ measures: [String], of alias: String) -> String {
        measures.map { ", coalesce(\(alias).\(quoted($0)), 0) as \(quoted("amount_\($0)"))" }.joined()
    }

    private func selected(_ measures: [String]) -> String {
        measures.map { ", \(quoted("amount_\($0)"))" }.joined()
    }
}

/// Reads a decimal as the server writes it, with all its decimals, as a whole number of its last place.
func lastPlaces(_ text: String?) -> Int64 { text.flatMap { Int64($0.filter { $0 != "." }) } ?? 0 }
