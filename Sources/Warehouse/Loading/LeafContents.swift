package import Postgres

/// What a leaf really holds, counted by the server: rows of each delivery and slice, and sums of measures.
package struct LeafContents: Sendable {
    /// The rows of one delivery in one slice.
    package struct Part: Sendable {
        package let delivery: Int32
        package let slice: Int32
        package let rows: Int
        /// The sums of the measures, as whole numbers of their last place.
        package let sums: [Int64]
    }

    package let parts: [Part]

    package init(of leaf: Leaf, measures: [String], on connection: borrowing Connection) throws(PostgresError) {
        let sums = measures.map { ", coalesce(sum(\(quoted($0))), 0)" }.joined()
        let rows = try connection.query(
            """
            select delivery_key, slice_key, count(*)\(sums) from \(leaf.table)
            group by delivery_key, slice_key order by delivery_key, slice_key
            """)
        parts = (0..<rows.rowCount).map { row in
            Part(
                delivery: Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0),
                slice: Int32(truncatingIfNeeded: rows.int64(row, 1) ?? 0), rows: rows.int(row, 2) ?? 0,
                sums: measures.indices.map { lastPlaces(rows.text(row, 3 + $0)) })
        }
    }

    /// The rows of each slice that a delivery gave.
    package func rows(of delivery: Int32) -> [Int32: Int] {
        var rows: [Int32: Int] = [:]
        for part in parts where part.delivery == delivery { rows[part.slice] = part.rows }
        return rows
    }

    /// The sum of a measure over the rows of a delivery; nil when it is too large.
    package func sum(_ measure: Int, of delivery: Int32) -> Int64? {
        var sum: Int64? = 0
        for part in parts where part.delivery == delivery {
            sum = sum.flatMap { total in
                let (next, overflow) = total.addingReportingOverflow(part.sums[measure])
                return overflow ? nil : next
            }
        }
        return sum
    }
}
