package import Postgres
package import Records

/// The rejects of what a pipeline's sources last delivered, or of one delivery.
package struct RejectList {
    /// A delivery whose rejects are asked for.
    package struct Delivery: Sendable {
        package let key: Int32
        package let source: String
        package let sha256: String
        /// `published`, `refused` or `rolled back`.
        package let state: String
        /// How many reasons were given, those that are only counted included.
        package let reasons: Int
        /// Whether nothing of it is published any more, because later deliveries speak for its slices.
        package let isReplaced: Bool
        /// The last amendment of the pipeline that was published after it.
        package let amendedBy: Int32?

        /// Whether only the first rejected rows are kept with their places.
        package var isCut: Bool { state == "refused" && reasons > RejectSpool.keptOfRefused }
    }

    /// Rows of one delivery that break the same rule.
    package struct Group: Sendable {
        package let delivery: Int32
        package let source: String
        package let column: String?
        package let `class`: String
        package let severity: String
        package let rule: String
        package let actionEnglish: String
        package let actionThai: String
        package let rows: Int
        /// Nil when none of its rows is kept with its place.
        package let firstLine: Int?
    }

    /// One reason why a row was refused.
    package struct Row: Sendable, Encodable {
        package let source: String
        package let line: Int
        package let byte: Int64
        package let column: String?
        package let `class`: String
        package let severity: String
        package let rule: String
        package let detail: String?
        /// Shortened and masked; nil for personal data.
        package let value: String?
    }

    /// How many rows are asked of the server at a time, so that memory does not grow with the rejects.
    private static let pageRows = 10_000

    private let pipeline: String
    private let delivery: Int32?

    /// - Parameter delivery: the number of one delivery; without it, the last one of each source is meant.
    package init(pipeline: String, delivery: Int32? = nil) {
        self.pipeline = pipeline
        self.delivery = delivery
    }

    private var chosen: [SQLValue] { [.text(pipeline), delivery.map { .integer(Int64($0)) } ?? .null] }

    private static let latest = """
        with latest as (
            select distinct on (source) delivery_key, pipeline, source, sha256, state
            from ledger.delivery where pipeline = $1 and ($2::integer is null or delivery_key = $2::integer)
            order by source, delivery_key desc)
        """

    /// The deliveries meant, whether or not they have rejects, by source.
    package func deliveries(on connection: borrowing Connection) throws(PostgresError) -> [Delivery] {
        let rows = try connection.query(
            """
            \(Self.latest)
            select l.delivery_key, l.source, l.sha256, l.state,
                   (select coalesce(sum(r.rows), 0) from ledger.reject_rule r where r.delivery_key = l.delivery_key),
                   exists (select from ledger.delivery_slice s where s.delivery_key = l.delivery_key)
                   and not exists (
                       select from ledger.delivery_slice s join ledger.published p using (slice_key, version_key)
                       where s.delivery_key = l.delivery_key),
                   (select max(a.delivery_key) from ledger.delivery a
                    where a.pipeline = l.pipeline and a.mode = 'amend' and a.state = 'published'
                      and a.delivery_key > l.delivery_key)
            from latest l order by l.source
            """, chosen)
        return (0..<rows.rowCount).map { row in
            Delivery(
                key: Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0), source: rows.text(row, 1) ?? "",
                sha256: rows.text(row, 2) ?? "", state: rows.text(row, 3) ?? "", reasons: rows.int(row, 4) ?? 0,
                isReplaced: rows.bool(row, 5) ?? false,
                amendedBy: rows.int64(row, 6).map { Int32(truncatingIfNeeded: $0) })
        }
    }

    /// Exact counts by file, class and rule, in the order of their first rows.
    package func groups(on connection: borrowing Connection) throws(PostgresError) -> [Group] {
        let rows = try connection.query(
            """
            \(Self.latest), first as (
                select w.delivery_key, w.rule_number, min(w.line) as line
                from ledger.rejected_row w join latest l using (delivery_key) group by 1, 2)
            select l.delivery_key, l.source, r.column_name, r.class, r.severity, r.rule, r.action_en, r.action_th,
                   r.rows, f.line
            from ledger.reject_rule r join latest l using (delivery_key)
            left join first f using (delivery_key, rule_number)
            order by l.source, f.line nulls last, r.rule_number
            """, chosen)
        return (0..<rows.rowCount).map { row in
            Group(
                delivery: Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0), source: rows.text(row, 1) ?? "",
                column: rows.text(row, 2), class: rows.text(row, 3) ?? "", severity: rows.text(row, 4) ?? "",
                rule: rows.text(row, 5) ?? "", actionEnglish: rows.text(row, 6) ?? "",
                actionThai: rows.text(row, 7) ?? "", rows: rows.int(row, 8) ?? 0, firstLine: rows.int(row, 9))
        }
    }

    /// Hands over every row that is kept with its place, some at a time, by source and line.
    package func rows(
        on connection: borrowing Connection, _ body: ([Row]) throws -> Void
    ) throws {
        for delivery in try deliveries(on: connection) where delivery.reasons > 0 {
            // The rule tells rows of the same line apart; a row breaks a rule once.
            var last = (line: -1, offset: Int64(-1), rule: -1)
            while true {
                let found = try connection.query(
                    """
                    select w.line, w.byte_offset, w.rule_number, r.column_name, r.class, r.severity, r.rule, w.detail,
                           w.value
                    from ledger.rejected_row w join ledger.reject_rule r using (delivery_key, rule_number)
                    where w.delivery_key = $1 and w.line >= $2
                      and (w.line, w.byte_offset, w.rule_number) > ($2::integer, $3::bigint, $4::integer)
                    order by w.line, w.byte_offset, w.rule_number
                    fetch first \(Self.pageRows) rows with ties
                    """,
                    [
                        .integer(Int64(delivery.key)), .integer(last.line), .integer(last.offset), .integer(last.rule),
                    ])
                guard found.rowCount > 0 else { break }
                try body(
                    (0..<found.rowCount).map { row in
                        Row(
                            source: delivery.source, line: found.int(row, 0) ?? 0, byte: found.int64(row, 1) ?? 0,
                            column: found.text(row, 3), class: found.text(row, 4) ?? "",
                            severity: found.text(row, 5) ?? "", rule: found.text(row, 6) ?? "",
                            detail: found.text(row, 7), value: found.text(row, 8))
                    })
                let end = found.rowCount - 1
                last = (found.int(end, 0) ?? 0, found.int64(end, 1) ?? 0, found.int(end, 2) ?? 0)
            }
        }
    }

    /// The places of a delivery's rows that are to be corrected, some at a time, each once, in the order of the file.
    ///
    /// Those are the rows that were not loaded, but for the ones that say nothing else than a loaded one.
    ///
    /// - Parameter last: the last place of the former page; nil for the first page.
    /// - Returns: nothing when there are no more.
    package static func placesToCorrect(
        of delivery: Int32, after last: Reject.Place?, on connection: borrowing Connection
    ) throws(PostgresError) -> [Reject.Place] {
        let rows = try connection.query(
            """
            select w.line, w.byte_offset, max(w.byte_length)
            from ledger.rejected_row w join ledger.reject_rule r using (delivery_key, rule_number)
            where w.delivery_key = $1 and w.line >= $2 and (w.line, w.byte_offset) > ($2::integer, $3::bigint)
              and r.severity = 'reject' and not (r.class = 'duplicate' and r.rule = $4)
            group by w.line, w.byte_offset
            order by w.line, w.byte_offset
            limit \(Self.pageRows)
            """,
            [
                .integer(Int64(delivery)), .integer(Int64(last?.line ?? -1)), .integer(last?.byteOffset ?? -1),
                .text(Reject.equalRule),
            ])
        return (0..<rows.rowCount).map { row in
            Reject.Place(
                line: Int32(truncatingIfNeeded: rows.int64(row, 0) ?? 0), byteOffset: rows.int64(row, 1) ?? 0,
                byteLength: Int32(truncatingIfNeeded: rows.int64(row, 2) ?? 0))
        }
    }
}
