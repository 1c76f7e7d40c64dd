internal import Definitions
package import Postgres
package import Records

extension Leaf {
    /// A row that may repeat the grain of an earlier one of its slice, by its place in its delivery.
    package struct Candidate: Sendable {
        package let delivery: Int32
        package let place: Reject.Place

        package init(delivery: Int32, place: Reject.Place) {
            self.delivery = delivery
            self.place = place
        }
    }

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
    /// - Parameter candidates: the only rows that may be such repetitions; nil examines all, which takes a sort of the
    ///   whole table.
    package func removeDuplicates(
        among candidates: [Candidate]?, measures: [String], on connection: borrowing Connection
    ) throws -> [Duplicate] {
        if let candidates {
            guard !candidates.isEmpty else { return [] }
            try write(candidates, on: connection)
        }
        let key = (["slice_key"] + grainColumns).joined(separator: ", ")
        let repeated =
            candidates == nil
            ? "select \(key) from \(table) group by \(key) having count(*) > 1"
            : "select distinct \(key) from \(table) join candidate using (delivery_key, line)"
        let compared = fact.fields.compactMap(fact.tableColumn).map(quoted).joined(separator: ", ")
        let amounts = measures.map { ", coalesce(\(quoted($0)), 0) as \(quoted("amount_\($0)"))" }.joined()
        let selected = measures.map { ", \(quoted("amount_\($0)"))" }.joined()
        let rows = try connection.query(
            """
            with repeated as materialized (
                \(repeated)
            ), ranked as (
                select leaf.ctid as place, delivery_key, line, row(\(compared))::text as contents,
                       first_value(line) over grain_rows as kept_line,
                       first_value(delivery_key) over grain_rows as kept_delivery,
                       first_value(row(\(compared))::text) over grain_rows as kept_contents,
                       row_number() over grain_rows as number\(amounts)
                from \(table) leaf
                join repeated using (\(key))
                window grain_rows as (partition by \(key) order by delivery_key, line)
            ), removed as (
                delete from \(table) where ctid in (select place from ranked where number > 1)
            )
            select delivery_key, line, kept_line, kept_delivery, contents = kept_contents\(selected)
            from ranked where number > 1
            order by delivery_key, line
            """)
        if candidates != nil { try connection.execute("drop table candidate") }
        return (0..<rows.rowCount).map { row in
            func key(_ column: Int) -> Int32 { Int32(truncatingIfNeeded: rows.int64(row, column) ?? 0) }
            return Duplicate(
                delivery: key(0), line: key(1), keptLine: key(2), keptDelivery: key(3),
                equal: rows.bool(row, 4) ?? false, amounts: measures.indices.map { lastPlaces(rows.text(row, 5 + $0)) })
        }
    }

    private func write(_ candidates: [Candidate], on connection: borrowing Connection) throws {
        try connection.execute("create temporary table candidate (delivery_key integer, line integer)")
        _ = try connection.copyIn("copy candidate from stdin") { writer in
            var text: [UInt8] = []
            for candidate in candidates {
                text += "\(candidate.delivery)\t\(candidate.place.line)\n".utf8
                if text.count > 200_000 {
                    try writer.send(text.span)
                    text.removeAll(keepingCapacity: true)
                }
            }
            try writer.send(text.span)
        }
        try connection.execute("analyze candidate")
    }
}

/// Reads a decimal as the server writes it, with all its decimals, as a whole number of its last place.
func lastPlaces(_ text: String?) -> Int64 { text.flatMap { Int64($0.filter { $0 != "." }) } ?? 0 }
