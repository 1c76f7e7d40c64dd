package import Definitions
package import Postgres

/// A published delivery some of whose rows were refused for members that have become known since.
///
/// Fact and member may arrive in either order: such a delivery is read again, unless a later one stands in its slices.
package struct LateMembers: Encodable, Sendable, Equatable {
    package let pipeline: String
    /// The file, or the name of the connection.
    package let source: String
    package let delivery: Int
    /// How many of its refused rows name such a member.
    package let rows: Int
    /// The periods of the slices that show its rows.
    package let periods: [String]
    /// The later delivery that stands in one of its slices, which an older one must not replace.
    package let supersededBy: Int?

    /// What to do about it, in a sentence.
    package var text: String {
        let what =
            "\(pipeline): \(rows) refused rows of \(source) (delivery \(delivery)) name members that have become known since"
        guard let supersededBy else { return "\(what); `uptake run \(pipeline)` reads it again" }
        return
            "\(what), and delivery \(supersededBy) stands in its slices; write them with `uptake rejects \(pipeline) --delivery \(delivery) --out FILE.amend.csv` and deliver that file"
    }

    /// Those of a pipeline, in their order.
    ///
    /// A file is read again as a whole, so only the last delivery of each counts; extractions of what has changed follow
    /// each other, and each counts as far as it is published. What others have replaced altogether counts no more.
    package static func find(
        of pipeline: PipelineDefinition, in project: Project, on connection: borrowing Connection
    ) throws(PostgresError) -> [LateMembers] {
        let members = lookups(of: pipeline, in: project).map(Self.members)
        guard !members.isEmpty else { return [] }
        let rows = try connection.query(
            """
            with latest as (
                select max(delivery_key) as delivery_key from ledger.delivery where pipeline = $1 group by source
            ), sought as materialized (
                select d.delivery_key, d.source, d.started_at, w.sought, w.line, w.byte_offset
                from ledger.delivery d join ledger.rejected_row w using (delivery_key)
                where d.pipeline = $1 and d.state = 'published' and w.sought is not null
                  and ($2::boolean or d.delivery_key in (select delivery_key from latest))
            ), member as materialized (
                \(members.joined(separator: " union all "))
            ), late as (
                select delivery_key, source, count(distinct (line, byte_offset)) as rows
                from sought s
                where exists (select from member m where m.mark = s.sought and m.known_from > s.started_at)
                group by 1, 2
            ), shown as (
                select l.delivery_key, array_to_string(array_agg(distinct s.period order by s.period), ' ') as periods
                from late l join ledger.delivery_slice ds using (delivery_key)
                join ledger.published p using (slice_key, version_key)
                join ledger.slice s using (slice_key)
                where not ds.carried group by 1
            )
            select l.source, l.delivery_key, l.rows, s.periods, (
                    select max(d.delivery_key)
                    from ledger.delivery d
                    where d.pipeline = $1 and d.state = 'published' and d.delivery_key > l.delivery_key
                      and (d.version_key is null or exists (
                          select from ledger.delivery_slice a
                          join ledger.delivery_slice b using (slice_key)
                          join ledger.published p on p.slice_key = b.slice_key and p.version_key = b.version_key
                          where a.delivery_key = l.delivery_key and b.delivery_key = d.delivery_key
                            and not a.carried and not b.carried)))
            from late l left join shown s using (delivery_key)
            where s.delivery_key is not null
               or not exists (select from ledger.delivery_slice ds where ds.delivery_key = l.delivery_key and not ds.carried)
            order by l.delivery_key
            """, [.text(pipeline.name.value), .boolean(pipeline.source.database?.isIncremental == true)])
        return (0..<rows.rowCount).map { row in
            LateMembers(
                pipeline: pipeline.name.value, source: rows.text(row, 0) ?? "", delivery: rows.int(row, 1) ?? 0,
                rows: rows.int(row, 2) ?? 0,
                periods: (rows.text(row, 3) ?? "").split(separator: " ").map(String.init),
                supersededBy: rows.int(row, 4))
        }
    }

    private static func lookups(
        of pipeline: PipelineDefinition, in project: Project
    ) -> [(dimension: DimensionDefinition, column: String?)] {
        pipeline.columns.compactMap { column in
            guard column.notFound == .reject, let lookup = column.lookup,
                let dimension = project.dimensions[lookup.dimension], !dimension.isCalendar
            else { return nil }
            return (dimension, lookup.column)
        }
    }

    /// The members of a dimension that have become known since the oldest of the rows was refused, marked as keys are
    /// that nobody has (`memberMark`).
    private static func members(of dimension: DimensionDefinition, by column: String?) -> String {
        let names = column.map { [$0] } ?? dimension.key.map(\.value)
        let parts = names.compactMap { dimension.column($0)?.tableColumn }.map { "coalesce(\(quoted($0))::text, '')" }
        let key = ([literal(dimension.name.value)] + parts).joined(separator: " || chr(31) || ")
        return """
            select known_from, ('x' || left(encode(sha256(convert_to(\(key), 'UTF8')), 'hex'), 6))::bit(24)::integer as mark
            from store.\(quoted(dimension.name.value))
            where known_to = 'infinity' and not inferred and \(quoted(dimension.keyColumn)) > 0
              and known_from > (select min(started_at) from sought)
            """
    }
}
