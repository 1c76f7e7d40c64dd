package import Definitions
package import Postgres

/// What is published of a pipeline.
package struct PipelineStatus: Encodable, Sendable {
    package let pipeline: String
    package let load: String
    package let deliveries: Int
    package let rows: Int
    package let rejected: Int
    package let refused: Int
    package let firstDay: String?
    package let lastDay: String?

    /// One status per pipeline, in the order given.
    package static func all(
        _ pipelines: [PipelineDefinition], on connection: borrowing Connection
    ) throws -> [PipelineStatus] {
        try pipelines.map { pipeline in
            let row = try connection.query(
                """
                with latest as (
                    select distinct on (source) *
                    from ledger.delivery where pipeline = $1 order by source, delivery_key desc)
                select count(*) filter (where state = 'published'),
                       coalesce(sum(loaded_rows) filter (where state = 'published'), 0),
                       coalesce(sum(rejected_rows) filter (where state = 'published'), 0),
                       count(*) filter (where state = 'refused'),
                       min(first_day) filter (where state = 'published'), max(last_day) filter (where state = 'published')
                from latest
                """, [.text(pipeline.name.value)])
            return PipelineStatus(
                pipeline: pipeline.name.value, load: pipeline.load.value, deliveries: row.int(0, 0) ?? 0,
                rows: row.int(0, 1) ?? 0, rejected: row.int(0, 2) ?? 0, refused: row.int(0, 3) ?? 0,
                firstDay: row.text(0, 4), lastDay: row.text(0, 5))
        }
    }
}
