package import Definitions
package import Postgres

/// The latest published deliveries of facts, by their numbers.
package struct DeliveryList {
    package struct Line: Encodable, Sendable {
        package let delivery: Int
        package let pipeline: String
        package let source: String
        package let rows: Int
        package let loadedAt: String
    }

    /// The last ones first.
    package static func latest(
        _ count: Int, of project: Project, on connection: borrowing Connection
    ) throws -> [Line] {
        let pipelines = project.pipelines.values.filter { project.facts[$0.load.value] != nil }.map(\.name.value)
        let names = "{" + pipelines.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "}"
        let rows = try connection.query(
            """
            select delivery_key, pipeline, source, loaded_rows, finished_at::timestamptz(0)
            from ledger.delivery
            where state = 'published' and pipeline = any($1::text[])
            order by delivery_key desc limit $2
            """, [.text(names), .integer(count)])
        return (0..<rows.rowCount).map { row in
            Line(
                delivery: rows.int(row, 0) ?? 0, pipeline: rows.text(row, 1) ?? "", source: rows.text(row, 2) ?? "",
                rows: rows.int(row, 3) ?? 0, loadedAt: rows.text(row, 4) ?? "")
        }
    }
}
