internal import Definitions
internal import Foundation
internal import Periods
internal import Postgres

/// What was decided about a cell when a report was released.
struct StoredCell: Hashable {
    /// Its description as the ledger has it.
    let cell: String
    let description: CellDescription
    let isHidden: Bool
    /// By quantity, as they were then.
    let counts: String
    /// When the ledger had last changed what is published of the fact.
    let moment: String
}

/// A cell in words that hold in every run: what is kept in the ledger.
struct CellDescription: Codable, Hashable {
    /// The measure of a stock, whose rows are those of the last day.
    var stock: String?
    var conditions: [CellCondition]

    /// The same text for the same conditions, in whatever order they were asked.
    func text() throws -> String {
        var description = self
        let encoder = Self.encoder
        description.conditions = try conditions.map { (try encoder.encode($0), $0) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
        return String(decoding: try encoder.encode(description), as: UTF8.self)
    }

    init(stock: String?, conditions: [CellCondition]) {
        self.stock = stock
        self.conditions = conditions
    }

    init(text: String) throws {
        self = try JSONDecoder().decode(CellDescription.self, from: Data(text.utf8))
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// The days of all its conditions: the last beginning and the first end.
    var span: (from: CivilDate?, until: CivilDate?) {
        let spans = conditions.compactMap(\.span)
        return (spans.compactMap(\.from).max(), spans.map(\.until).min())
    }
}

/// The ledger of what was published of each cell, and of what was hidden.
struct StoredCells {
    let fact: String

    /// Reads what was decided about cells that a span's figures can be held against.
    ///
    /// They are those that have days of it, those that have days of these, and so on: a sum over years ties the span to years
    /// that it does not touch.
    func connected(from: CivilDate?, until: CivilDate?, on connection: borrowing Connection) throws -> [StoredCell] {
        var (from, until) = (from, until)
        while true {
            let cells = try read(from: from, until: until, on: connection)
            let spans = cells.map(\.description.span)
            // A missing end is one without end.
            let first = spans.reduce(from) { earliest, span in
                earliest.flatMap { earliest in span.from.map { min(earliest, $0) } }
            }
            let last = spans.reduce(until) { latest, span in
                latest.flatMap { latest in span.until.map { max(latest, $0) } }
            }
            if first == from, last == until { return cells }
            (from, until) = (first, last)
        }
    }

    /// Reads what was decided about cells whose days have something in common with a span.
    ///
    /// - Returns: nothing from a warehouse that no version with such a ledger has migrated; one that was migrated before states
    ///   were told apart has its cells with the last change before they were decided about.
    private func read(from: CivilDate?, until: CivilDate?, on connection: borrowing Connection) throws -> [StoredCell] {
        guard try connection.query("select to_regclass('ledger.disclosed_cell') is not null").bool(0, 0) == true else {
            return []
        }
        let rows = try connection.query(
            """
            select cell, hidden, counts,
                   to_char(
                       coalesce(
                           (to_jsonb(c) ->> 'known_at')::timestamptz,
                           (select max(t.at)
                            from ledger.published_history h
                            cross join lateral (values (h.known_from), (h.known_to)) as t(at)
                            where t.at <= c.decided_at), decided_at) at time zone 'UTC',
                       'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            from ledger.disclosed_cell c
            where fact = $1
              and (until_day is null or $2::date is null or until_day > $2::date)
              and (from_day is null or $3::date is null or from_day < $3::date)
            order by 1, 4
            """, [.text(fact), SQLValue(from?.description), SQLValue(until?.description)])
        return try (0..<rows.rowCount).map { row in
            guard let cell = rows.text(row, 0), let hidden = rows.bool(row, 1), let counts = rows.text(row, 2),
                let moment = rows.text(row, 3)
            else {
                throw MetricQueryError.unexpectedResult("a decision about fact `\(fact)` without a cell")
            }
            return StoredCell(
                cell: cell, description: try CellDescription(text: cell), isHidden: hidden, counts: counts,
                moment: moment)
        }
    }

    /// Keeps decisions; what was hidden once stays so.
    ///
    /// What was shown of the same cell at other moments is kept too.
    func write(_ cells: [StoredCell], report: String, on connection: borrowing Connection) throws {
        struct Line: Encodable {
            let cell, counts, moment: String
            let hidden: Bool
            let from, until: String?
        }
        for start in stride(from: 0, to: cells.count, by: 5000) {
            let lines = cells[start..<min(start + 5000, cells.count)].map { cell in
                let span = cell.description.span
                return Line(
                    cell: cell.cell, counts: cell.counts, moment: cell.moment, hidden: cell.isHidden,
                    from: span.from?.description, until: span.until?.description)
            }
            let json = String(decoding: try JSONEncoder().encode(lines), as: UTF8.self)
            try connection.execute(
                """
                insert into ledger.disclosed_cell as c
                    (fact, cell, hidden, counts, from_day, until_day, report, known_at, decided_at)
                select $1, l.cell, l.hidden, l.counts, l."from"::date, l.until::date, $2, l.moment::timestamptz,
                       clock_timestamp()
                from json_to_recordset($3::json)
                    as l(cell text, hidden boolean, counts text, moment text, "from" text, until text)
                on conflict (fact, md5(cell), known_at) do update
                    set hidden = c.hidden or excluded.hidden, counts = excluded.counts
                """, [.text(fact), .text(report), .text(json)])
        }
    }
}
