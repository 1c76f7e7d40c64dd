package import Postgres

/// One line of the ledger of reports: what was asked, on which data, what came of it.
package struct ReportRecord: Sendable {
    package enum Outcome: String, Sendable {
        case written
        /// The same report on the same data was there already.
        case unchanged
        case skipped
        case failed
    }

    package var report: String
    package var period: String
    package var language: String
    package var definitionHash: String
    package var dataVersion: String
    package var file: String?
    package var sha256: String?
    package var outcome: Outcome
    package var reason: String?
    /// When the schedule wanted it, in ISO 8601; nil for a report made on request.
    package var dueAt: String?
    package var startedAt: String

    /// Writes the line; the end of the run is the moment of writing.
    package func write(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute(
            """
            insert into ledger.report_run (report, period, language, definition_hash, data_version, file, sha256,
                                           outcome, reason, due_at, started_at, finished_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $11::timestamptz, clock_timestamp())
            """,
            [
                .text(report), .text(period), .text(language), .text(definitionHash), .text(dataVersion),
                SQLValue(file), SQLValue(sha256), .text(outcome.rawValue), SQLValue(reason), SQLValue(dueAt),
                .text(startedAt),
            ])
    }
}
