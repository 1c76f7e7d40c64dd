internal import Definitions
internal import Periods
internal import Postgres

/// Placeholders that no row points to any more, since the days of all their rows have been described.
struct IdlePlaceholders {
    let dimension: DimensionDefinition
    let keys: [Int32]

    /// Looks for rows on the days that are left to placeholders.
    init(of moved: MovedKeys, in facts: [FactDefinition], on connection: borrowing Connection) throws {
        dimension = moved.dimension
        var idle = Set(moved.shrunk.map(\.key))
        for fact in facts where !idle.isEmpty {
            let event = quoted(fact.role(fact.event.value)?.keyColumn ?? "\(fact.event.value)_key")
            let versions = try connection.query(
                """
                select coalesce(string_agg(distinct p.version_key::text, ', '), '-1')
                from ledger.published p join ledger.load l using (version_key) where l.fact = $1
                """, [.text(fact.name.value)])
            for role in fact.roles where role.dimension.value == moved.dimension.name.value {
                let column = quoted(role.keyColumn)
                let rows = try connection.query(
                    """
                    select distinct k.key
                    from store.\(quoted(fact.name.value)) f
                    join unnest($1::integer[], $2::integer[], $3::integer[]) as k (key, first_day, end_day)
                        on k.key = f.\(column) and f.\(event) >= k.first_day and f.\(event) < k.end_day
                    join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                    where f.version_key in (\(versions.text(0, 0) ?? "-1")) and f.\(column) = any($1::integer[])
                    """,
                    [
                        .text(arrayText(moved.shrunk.map(\.key))),
                        .text(arrayText(moved.shrunk.map { Rekeying.dayKey($0.validFrom) })),
                        .text(arrayText(moved.shrunk.map { Rekeying.dayKey($0.validTo) })),
                    ])
                for row in 0..<rows.rowCount {
                    if let key = rows.int64(row, 0) { idle.remove(Int32(truncatingIfNeeded: key)) }
                }
            }
        }
        keys = idle.sorted()
    }

    /// Ends them, in the transaction in which their members have been written.
    func end(on connection: borrowing Connection) throws {
        guard !keys.isEmpty else { return }
        try connection.execute(
            """
            update store.\(quoted(dimension.name.value)) set valid_to = valid_from
            where \(quoted(dimension.keyColumn)) = any($1::integer[]) and known_to = 'infinity' and inferred
            """, [.text(arrayText(keys))])
    }
}
