package import Definitions
package import Postgres

extension Leaf {
    /// Empties the table.
    package func truncate(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute("truncate \(table)")
    }

    /// Takes out the rows of some deliveries.
    package func delete(deliveries: [Int32], on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute(
            "delete from \(table) where delivery_key = any($1::integer[])", [.text(arrayText(deliveries))])
    }

    /// Which of some members of a dimension the rows point to, in any role.
    package func used(
        _ members: [Int32], of dimension: DimensionDefinition, on connection: borrowing Connection
    ) throws(PostgresError) -> Set<Int32> {
        var used: Set<Int32> = []
        for role in fact.roles where role.dimension.value == dimension.name.value {
            let column = quoted(role.keyColumn)
            let rows = try connection.query(
                "select distinct \(column) from \(table) where \(column) = any($1::integer[])",
                [.text(arrayText(members))])
            for row in 0..<rows.rowCount {
                if let key = rows.int64(row, 0) { used.insert(Int32(truncatingIfNeeded: key)) }
            }
        }
        return used
    }
}
