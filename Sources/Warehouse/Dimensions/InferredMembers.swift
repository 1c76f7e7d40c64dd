package import Definitions
package import Postgres

/// The placeholders of one dimension that wait for their description.
package struct InferredMembers: Encodable, Sendable, Equatable {
    package let dimension: String
    package let members: Int
    /// The natural key of the one that has waited longest, and since when.
    package let oldest: String
    package let since: String

    /// Counts the placeholders of every dimension that has some.
    package static func waiting(
        in project: Project, on connection: borrowing Connection
    ) throws -> [InferredMembers] {
        var found: [InferredMembers] = []
        for dimension in project.dimensionsInOrder {
            switch dimension.members {
            case .calendar, .deliveries: continue
            case .pipeline, .file: if let waiting = try waiting(in: dimension, on: connection) { found.append(waiting) }
            }
        }
        return found
    }

    private static func waiting(
        in dimension: DimensionDefinition, on connection: borrowing Connection
    ) throws -> InferredMembers? {
        let key = quoted(dimension.keyColumn)
        let parts = dimension.key.compactMap { dimension.column($0.value)?.tableColumn }.map(quoted)
        // A row that was corrected is another one; the placeholder is as old as its first.
        let rows = try connection.query(
            """
            select count(*) over (), concat_ws(', ', \(parts.map { "m.\($0)" }.joined(separator: ", "))),
                   min(f.known_from)::timestamptz(0)
            from store.\(quoted(dimension.name.value)) m
            join store.\(quoted(dimension.name.value)) f on f.\(key) = m.\(key) and f.inferred
            where m.inferred and m.known_to = 'infinity' and m.valid_from < m.valid_to
            group by m.\(key), 2
            order by 3, 2
            limit 1
            """)
        guard rows.rowCount > 0 else { return nil }
        return InferredMembers(
            dimension: dimension.name.value, members: rows.int(0, 0) ?? 0, oldest: rows.text(0, 1) ?? "",
            since: rows.text(0, 2) ?? "")
    }
}
