internal import Definitions
package import Postgres

extension Leaf {
    /// The periods of a pipeline in which rows of this leaf's grains are published.
    package func standingPeriods(
        of pipeline: String, slicing: String, on connection: borrowing Connection
    ) throws(PostgresError) -> Set<String> {
        let fact = "store.\(quoted(self.fact.name.value))"
        let key = [SQLValue.text(pipeline), .text(slicing)]
        try connection.execute("lock table only \(fact) in access share mode")
        // As literals, so that the planner passes over all other leaves.
        let versions = try connection.query(
            """
            select string_agg(distinct p.version_key::text, ', ')
            from ledger.published p join ledger.slice s using (slice_key)
            where s.pipeline = $1 and s.slicing = $2
            """, key)
        guard let versions = versions.text(0, 0) else { return [] }
        try connection.execute("analyze \(table)")
        let rows = try connection.query(
            """
            select distinct s.period
            from \(table) n
            join \(fact) f on \(sameGrain("n", "f"))
            join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
            join ledger.slice s on s.slice_key = f.slice_key
            where f.version_key in (\(versions)) and s.pipeline = $1 and s.slicing = $2
            """, key)
        return Set((0..<rows.rowCount).compactMap { rows.text($0, 0) })
    }
}
