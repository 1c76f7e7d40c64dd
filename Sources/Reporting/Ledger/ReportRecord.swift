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
    /// The moment whose knowledge its figures show; nil for that of the run itself.
    package var asOf: String?

    package init(
        report: String, period: String, language: String, definitionHash: String, dataVersion: String,
        file: String?,
        sha256: String?, outcome: Outcome, reason: String?, dueAt: String?, startedAt: String,
        asOf: String? = nil
    ) {
        self.report = report
        self.period = period
        self.language = language
        self.definitionHash = definitionHash
        self.dataVersion = dataVersion
        self.file = file
        self.sha256 = sha256
        self.outcome = outcome
        self.reason = reason
        self.dueAt = dueAt
        self.startedAt = startedAt
        self.asOf = asOf
    }

    /// Tells whether the last attempt for the same due instant ended the same way for the same reason, so that a
    /// report that waits for weeks does not fill the ledger.
    package func isNoted(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        let last = try connection.query(
            """
            select outcome = $5 and reason is not distinct from $6
            from ledger.report_run
            where report = $1 and period = $2 and language = $3 and due_at = $4::timestamptz
            order by report_run_key desc
            limit 1
            """,
            [
                .text(report), .text(period), .text(language), SQLValue(dueAt), .text(outcome.rawValue),
                SQLValue(reason),
            ])
        return last.rowCount > 0 && last.bool(0, 0) == true
    }

    /// Writes the line; the end of the run is the moment of writing.
    package func write(on connection: borrowing Connection) throws(PostgresError) {
        try connection.execute(
            """
            insert into ledger.report_run (report, period, language, definition_hash, data_version, file, sha256,
                                           outcome, reason, due_at, started_at, as_of, finished_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $11::timestamptz, $12::timestamptz,
                    clock_timestamp())
            """,
            [
                .text(report), .text(period), .text(language), .text(definitionHash), .text(dataVersion),
                SQLValue(file), SQLValue(sha256), .text(outcome.rawValue), SQLValue(reason), SQLValue(dueAt),
                .text(startedAt), SQLValue(asOf),
            ])
    }
}
