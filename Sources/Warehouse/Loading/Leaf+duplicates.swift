internal import Definitions
package import Postgres
package import Records

extension Leaf {
    /// A row that repeats the grain of an earlier one of its slice.
    package struct Duplicate: Sendable {
        package let delivery: Int32
        package let place: Reject.Place
        package let keptLine: Int32
        package let keptDelivery: Int32
        /// Whether both rows say the same.
        package let equal: Bool
        /// The values of the controlled measures, as whole numbers of their last place.
        package let amounts: [Int64]
    }

    /// Adds the rows that were kept back while reading, unless the unique index has their grain already.
    ///
    /// - Parameter found: is told of those that repeat another row, and were not added; in the order of the rows.
    package func add(
        _ held: HeldRows, except unwanted: Set<Int32>, measures: [String], on connection: borrowing Connection,
        found: (Duplicate) throws -> Void
    ) throws {
        guard !held.isEmpty else { return }
        try connection.transaction { connection in
            try connection.execute("create temporary table held (like \(table)) on commit drop")
            _ = try connection.copyIn("copy held (\(copyColumns)) from stdin (format binary)") { writer in
                var frame = CopyEncoder()
                frame.begin()
                try writer.send(frame.bytes.span)
                try held.readRows { try writer.send($0.span) }
                frame.removeAll()
                frame.end()
                try writer.send(frame.bytes.span)
            }
            try connection.execute(
                "delete from held where delivery_key = any($1::integer[])", [.text(arrayText(unwanted.sorted()))])
            try connection.execute("create temporary table \(addedLate) (like \(table))")
            // In the order of the rows, so that of several new ones with the same grain the first one stays.
            try connection.execute(
                """
                with added as (
                    insert into \(table) (\(copyColumns))
                    select \(copyColumns) from held order by delivery_key, line
                    on conflict do nothing
                    returning *)
                insert into \(addedLate) select * from added
                """)
            try connection.execute("analyze held")
            try tellDuplicates(held, measures, on: connection, found)
        }
    }

    /// The rows that were kept back and then added after all, as long as the session lasts or the leaf is unpublished.
    var addedLate: String { "pg_temp.\(quoted("added_late_\(version)"))" }

    /// Goes through the repetitions in parts, since there may be as many as rows.
    private func tellDuplicates(
        _ held: HeldRows, _ measures: [String], on connection: borrowing Connection,
        _ found: (Duplicate) throws -> Void
    ) throws {
        try connection.execute(
            """
            declare repetition no scroll cursor for
            select h.delivery_key, h.line, l.delivery_key, l.line,
                   row(\(compared("h")))::text = row(\(compared("l")))::text\(amounts(measures, of: "h"))
            from held h join \(table) l on h.slice_key = l.slice_key and \(sameGrain("h", "l"))
            where h.delivery_key <> l.delivery_key or h.line <> l.line
            order by h.delivery_key, h.line
            """)
        var places = held.places
        var place = try places.next()
        while true {
            let rows = try connection.query("fetch 10000 from repetition")
            for row in 0..<rows.rowCount {
                func key(_ column: Int) -> Int32 { Int32(truncatingIfNeeded: rows.int64(row, column) ?? 0) }
                let (delivery, line) = (key(0), key(1))
                // Both are in the order of the rows.
                while let other = place, (other.delivery, other.place.line) < (delivery, line) {
                    place = try places.next()
                }
                try found(
                    Duplicate(
                        delivery: delivery,
                        place: place?.place ?? Reject.Place(line: line, byteOffset: 0, byteLength: 0),
                        keptLine: key(3), keptDelivery: key(2), equal: rows.bool(row, 4) ?? false,
                        amounts: measures.indices.map { lastPlaces(rows.text(row, 5 + $0)) }))
            }
            if rows.rowCount == 0 { return }
        }
    }

    private func compared(_ alias: String) -> String {
        fact.fields.compactMap(fact.tableColumn).map { "\(alias).\(quoted($0))" }.joined(separator: ", ")
    }

    private func amounts(_ measures: [String], of alias: String) -> String {
        measures.map { ", coalesce(\(alias).\(quoted($0)), 0) as \(quoted("amount_\($0)"))" }.joined()
    }
}

/// Reads a decimal as the server writes it, with all its decimals, as a whole number of its last place.
func lastPlaces(_ text: String?) -> Int64 { text.flatMap { Int64($0.filter { $0 != "." }) } ?? 0 }
