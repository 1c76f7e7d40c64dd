package import Postgres

/// The last delivery of a place, when it is not published: it was refused or rolled back.
package struct UnpublishedDelivery: Encodable, Sendable, Equatable {
    package let pipeline: String
    package let source: String
    package let delivery: Int
    /// `refused` or `rolled back`.
    package let state: String
    package let reason: String?
    package let since: String

    /// Those of all pipelines, in the order of pipelines and places.
    package static func all(on connection: borrowing Connection) throws(PostgresError) -> [UnpublishedDelivery] {
        let rows = try connection.query(
            """
            with latest as (
                select distinct on (pipeline, source) *
                from ledger.delivery order by pipeline, source, delivery_key desc)
            select pipeline, source, delivery_key, state, reason, finished_at::timestamptz(0)
            from latest where state <> 'published' order by pipeline, source
            """)
        return (0..<rows.rowCount).map { row in
            UnpublishedDelivery(
                pipeline: rows.text(row, 0) ?? "", source: rows.text(row, 1) ?? "", delivery: rows.int(row, 2) ?? 0,
                state: rows.text(row, 3) ?? "", reason: rows.text(row, 4), since: rows.text(row, 5) ?? "")
        }
    }
}
