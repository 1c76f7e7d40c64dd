package import Postgres

/// A delivery that was published for slices after another one had been held back, or read with members missing.
package struct NewerDelivery: Sendable, Equatable {
    package let key: Int32
    package let source: String
    /// The number under which the other one was first held back, or published.
    package let former: Int32

    /// Finds the last delivery from another place that stands in one of these slices, and that came after this content
    /// had first been refused, or published as far as it could be.
    ///
    /// What is read under another definition than today's is read again, in its old order, and so is no newer one.
    ///
    /// - Returns: nil when the content was never there, or nothing has come since.
    package static func find(
        than delivery: DeliveryRecord, in slices: [Int32], on connection: borrowing Connection
    ) throws(PostgresError) -> NewerDelivery? {
        let rows = try connection.query(
            """
            with last as (
                select coalesce(max(delivery_key), 0) as delivery_key from ledger.delivery
                where pipeline = $1 and source = $2 and state <> 'refused'
            ), held as (
                select min(delivery_key) as delivery_key
                from ledger.delivery
                where pipeline = $1 and source = $2 and sha256 = $3 and definition_hash = $4
                  and (state = 'refused' and delivery_key > (select delivery_key from last)
                       or state = 'published' and delivery_key = (select delivery_key from last)))
            select d.delivery_key, d.source, h.delivery_key
            from held h
            join ledger.delivery d on d.delivery_key > h.delivery_key
            join ledger.delivery_slice s on s.delivery_key = d.delivery_key
            join ledger.published p on p.slice_key = s.slice_key and p.version_key = s.version_key
            where d.pipeline = $1 and d.source <> $2 and d.definition_hash = $4 and d.state = 'published'
              and not s.carried and s.slice_key = any($5::integer[])
            order by d.delivery_key desc
            limit 1
            """,
            [
                .text(delivery.pipeline), .text(delivery.source), .text(delivery.sha256),
                .text(delivery.definitionHash), .text(arrayText(slices)),
            ])
        guard rows.rowCount > 0, let key = rows.int64(0, 0), let held = rows.int64(0, 2) else { return nil }
        return NewerDelivery(
            key: Int32(truncatingIfNeeded: key), source: rows.text(0, 1) ?? "",
            former: Int32(truncatingIfNeeded: held))
    }
}
