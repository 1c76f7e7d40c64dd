package import Postgres

/// What the ledger knows of a source database: how far its changes were extracted, and what it held of each period.
///
/// It is only true of the definition that it was extracted under.
package struct ExtractionState: Sendable {
    /// Number of rows and sums of the controlled measures, as the source gave them.
    package struct Totals: Sendable, Equatable {
        package var rows: Int
        package var sums: [String]

        package init(rows: Int, sums: [String]) {
            self.rows = rows
            self.sums = sums
        }
    }

    package let pipeline: String
    package let definitionHash: String
    /// The greatest value of the watermark's column, in the source's notation; nil leaves what is known.
    package var watermark: String?
    /// What changed within the lag before the watermark.
    package var recent: [String] = []
    /// The periods by their keys; the empty one holds the rows without a day.
    package var periods: [String: Totals] = [:]
    /// Whether everything was extracted, so that periods which are not named are gone.
    package var isWhole = false

    package init(pipeline: String, definitionHash: String) {
        self.pipeline = pipeline
        self.definitionHash = definitionHash
    }

    /// Reads what is known of a pipeline's source under a definition; nil when nothing was extracted under it.
    package init?(
        of pipeline: String, definitionHash: String, on connection: borrowing Connection
    ) throws(PostgresError) {
        self.init(pipeline: pipeline, definitionHash: definitionHash)
        let key = [SQLValue.text(pipeline), .text(definitionHash)]
        let mark = try connection.query(
            """
            select watermark, array_to_string(recent, chr(10)) from ledger.watermark
            where pipeline = $1 and definition_hash = $2
            """, key)
        let periods = try connection.query(
            """
            select period, rows, array_to_string(sums, chr(10)) from ledger.source_period
            where pipeline = $1 and definition_hash = $2
            """, key)
        guard mark.rowCount + periods.rowCount > 0 else { return nil }
        if mark.rowCount > 0 {
            watermark = mark.text(0, 0)
            recent = Self.lines(mark.text(0, 1))
        }
        for row in 0..<periods.rowCount {
            self.periods[periods.text(row, 0) ?? ""] = Totals(
                rows: periods.int(row, 1) ?? 0, sums: Self.lines(periods.text(row, 2)))
        }
    }

    private static func lines(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Writes what an extraction has shown, in the transaction that publishes its rows.
    package func write(on connection: borrowing Connection) throws(PostgresError) {
        if let watermark {
            try connection.execute(
                """
                insert into ledger.watermark (pipeline, definition_hash, watermark, recent, extracted_at)
                values ($1, $2, $3, coalesce(string_to_array(nullif($4, ''), chr(10)), '{}'), now())
                on conflict (pipeline) do update set definition_hash = excluded.definition_hash,
                    watermark = excluded.watermark, recent = excluded.recent, extracted_at = excluded.extracted_at
                """,
                [.text(pipeline), .text(definitionHash), .text(watermark), .text(recent.joined(separator: "\n"))])
        }
        try connection.execute(
            "delete from ledger.source_period where pipeline = $1 and ($3::boolean or definition_hash <> $2)",
            [.text(pipeline), .text(definitionHash), .boolean(isWhole)])
        for (period, totals) in periods.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                """
                insert into ledger.source_period (pipeline, period, definition_hash, rows, sums, extracted_at)
                values ($1, $2, $3, $4, coalesce(string_to_array(nullif($5, ''), chr(10)), '{}'), now())
                on conflict (pipeline, period) do update set definition_hash = excluded.definition_hash,
                    rows = excluded.rows, sums = excluded.sums, extracted_at = excluded.extracted_at
                """,
                [
                    .text(pipeline), .text(period), .text(definitionHash), .integer(Int64(totals.rows)),
                    .text(totals.sums.joined(separator: "\n")),
                ])
        }
    }
}
