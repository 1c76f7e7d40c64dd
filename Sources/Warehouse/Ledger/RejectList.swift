package import Postgres

/// The rejects of what a pipeline's sources last delivered.
package struct RejectList {
    package struct Group: Encodable, Sendable {
        package let source: String
        package let `class`: String
        package let severity: String
        package let rule: String
        package let action: String
        package let rows: Int
        package let firstLine: Int
    }

    private let pipeline: String
    private let action: String

    /// - Parameter language: `th` or `en`.
    package init(pipeline: String, language: String) {
        self.pipeline = pipeline
        action = language == "th" ? "action_th" : "action_en"
    }

    private static let latest = """
        with latest as (
            select distinct on (source) delivery_key, source, state
            from ledger.delivery where pipeline = $1 order by source, delivery_key desc)
        """

    /// Counts by file, class and rule.
    package func groups(on connection: borrowing Connection) throws -> [Group] {
        let rows = try connection.query(
            """
            \(Self.latest)
            select l.source, r.class, r.severity, r.rule, r.\(action), count(*), min(r.line)
            from ledger.reject r join latest l using (delivery_key)
            group by 1, 2, 3, 4, 5
            order by l.source, min(r.line), r.class, r.rule
            """, [.text(pipeline)])
        return (0..<rows.rowCount).map { row in
            Group(
                source: rows.text(row, 0) ?? "", class: rows.text(row, 1) ?? "", severity: rows.text(row, 2) ?? "",
                rule: rows.text(row, 3) ?? "", action: rows.text(row, 4) ?? "", rows: rows.int(row, 5) ?? 0,
                firstLine: rows.int(row, 6) ?? 0)
        }
    }

    /// Every row, with a heading.
    package func rows(on connection: borrowing Connection) throws -> [[String]] {
        let rows = try connection.query(
            """
            \(Self.latest)
            select l.source || ':' || r.line, r.byte_offset, coalesce(r.column_name, ''), r.class, r.severity,
                   concat_ws(': ', r.rule, r.detail), coalesce(r.value, '')
            from ledger.reject r join latest l using (delivery_key)
            order by l.source, r.line, r.column_index
            """, [.text(pipeline)])
        let heading = ["place", "byte", "column", "class", "severity", "rule", "value"]
        return [heading] + (0..<rows.rowCount).map { row in (0..<7).map { rows.text(row, $0) ?? "" } }
    }
}
