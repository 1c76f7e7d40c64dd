internal import MetricQueries
internal import Periods
internal import Postgres

/// Finds the deliveries of some pipelines that are published, or were at a moment, and speak of days before another,
/// and their control totals.
///
/// Ordered by what they are, not by when they were loaded, so that the same deliveries give the same list.
func readUsedDeliveries(
    of pipelines: [String], before end: CivilDate, asOf knowledge: Knowledge, timeZone: String,
    on connection: borrowing Connection
) throws(PostgresError) -> [UsedDelivery] {
    let pairs: String
    let moment: [SQLValue]
    switch knowledge {
    case .current: (pairs, moment) = ("ledger.published", [])
    case .asOf(let text):
        pairs = "(select * from ledger.published_history where known_from <= $4 and $4 < known_to)"
        moment = [.text(text)]
    }
    let sql = """
        select d.delivery_key, d.pipeline, d.source, d.sha256, d.definition_hash, d.first_day, d.last_day,
               d.read_rows, d.loaded_rows, d.rejected_rows, d.duplicate_rows, (d.finished_at at time zone $3)::date
        from ledger.delivery d
        where d.state <> 'refused'
          and d.pipeline = any ($1::text[])
          and coalesce(d.first_day, '-infinity') < $2::date
          and exists (
              select from ledger.delivery_slice s
              join \(pairs) p using (slice_key, version_key)
              where s.delivery_key = d.delivery_key)
        order by d.pipeline, d.source, d.sha256, d.delivery_key
        """
    let names = "{" + pipelines.map { "\"\($0)\"" }.joined(separator: ",") + "}"
    let rows = try connection.query(
        sql,
        [.text(names), .text(end.description), .text(timeZone)] + moment)
    let measures = try readMeasures(on: connection)
    return (0..<rows.rowCount).map { row in
        let counts = UsedDelivery.Balance(
            measure: nil, read: rows.text(row, 7) ?? "0", loaded: rows.text(row, 8) ?? "0",
            rejected: rows.text(row, 9) ?? "0", duplicate: rows.text(row, 10) ?? "0")
        return UsedDelivery(
            pipeline: rows.text(row, 1) ?? "", source: rows.text(row, 2) ?? "",
            sha256: rows.text(row, 3) ?? "",
            definitionHash: rows.text(row, 4) ?? "", firstDay: civilDate(rows.text(row, 5)),
            lastDay: civilDate(rows.text(row, 6)), loadedOn: civilDate(rows.text(row, 11)),
            balances: [counts] + (measures[rows.text(row, 0) ?? ""] ?? []))
    }
}

/// Reads the money totals by delivery.
private func readMeasures(
    on connection: borrowing Connection
) throws(PostgresError) -> [String: [UsedDelivery.Balance]] {
    let rows = try connection.query(
        """
        select delivery_key, measure, read, loaded, rejected, duplicate
        from ledger.control_total order by delivery_key, measure
        """)
    var measures: [String: [UsedDelivery.Balance]] = [:]
    for row in 0..<rows.rowCount {
        measures[rows.text(row, 0) ?? "", default: []].append(
            UsedDelivery.Balance(
                measure: rows.text(row, 1), read: rows.text(row, 2) ?? "0", loaded: rows.text(row, 3) ?? "0",
                rejected: rows.text(row, 4) ?? "0", duplicate: rows.text(row, 5) ?? "0"))
    }
    return measures
}

/// Reads a day as the database writes it; nil for none and for infinity.
func civilDate(_ text: String?) -> CivilDate? {
    guard let parts = text?.split(separator: "-").compactMap({ Int($0) }), parts.count == 3 else {
        return nil
    }
    return CivilDate(year: parts[0], month: parts[1], day: parts[2])
}
