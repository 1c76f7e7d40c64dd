internal import Definitions
internal import Periods
internal import Postgres

/// Fills what the engine itself knows of a dimension: the members "missing" and "not applicable", and calendars.
struct EngineMembers {
    private let dimension: DimensionDefinition

    init(_ dimension: DimensionDefinition) { self.dimension = dimension }

    func fill(on connection: borrowing Connection) throws {
        if case .deliveries = dimension.members { return }
        try fillAbsentMembers(on: connection)
        if case .calendar(let calendar) = dimension.members { try fill(calendar, on: connection) }
    }

    private var table: String { "store.\(quoted(dimension.name.value))" }

    private func fillAbsentMembers(on connection: borrowing Connection) throws {
        let words: [(Int, String, String)] = [(-1, "(missing)", "(ไม่มีข้อมูล)"), (-2, "(not applicable)", "(ไม่เกี่ยวข้อง)")]
        for (key, english, thai) in words {
            let named = dimension.columns.filter { $0.type == .text && $0.name.value.hasSuffix("_en") }
            let namedThai = dimension.columns.filter { $0.type == .text && $0.name.value.hasSuffix("_th") }
            let columns = named.map { quoted($0.tableColumn) } + namedThai.map { quoted($0.tableColumn) }
            let values = named.map { _ in literal(english) } + namedThai.map { _ in literal(thai) }
            let references = dimension.columns.filter { $0.references != nil }.map { quoted($0.tableColumn) }
            try connection.execute(
                """
                insert into \(table) (\(([quoted(dimension.keyColumn)] + columns + references).joined(separator: ", ")),
                    valid_from, valid_to, known_from, known_to, inferred)
                select \(([String(key)] + values + references.map { _ in String(key) }).joined(separator: ", ")),
                    '-infinity', 'infinity', '-infinity', 'infinity', false
                where not exists (select from \(table) where \(quoted(dimension.keyColumn)) = \(key))
                """)
        }
    }

    private func fill(_ calendar: CalendarDeclaration, on connection: borrowing Connection) throws {
        let count = try connection.query("select count(*) from \(table) where \(quoted(dimension.keyColumn)) > 0")
        guard let first = CivilDate(year: calendar.fromYear, month: 1, day: 1),
            let last = CivilDate(year: calendar.toYear, month: 12, day: 31)
        else { return }
        let days = Int(last.daysSinceEpoch - first.daysSinceEpoch) + 1
        if try count.int(0, 0) == days && !hasOtherFiscalYear(calendar, on: connection) { return }
        // A calendar that was declared anew is written anew: its keys are the days themselves and stay the same.
        try connection.execute("delete from \(table) where \(quoted(dimension.keyColumn)) > 0")
        let columns = [dimension.keyColumn] + dimension.columns.map(\.tableColumn)
        let list = columns.map(quoted).joined(separator: ", ")
        _ = try connection.copyIn(
            "copy \(table) (\(list), valid_from, valid_to, known_from, known_to, inferred) from stdin"
        ) { writer in
            var text = ""
            for day in first.daysSinceEpoch...last.daysSinceEpoch {
                let date = CivilDate(daysSinceEpoch: day)
                text += String(date.dateKey)
                for column in CalendarColumn.allCases {
                    text += "\t" + Self.value(column, date, fiscalYearStarts: calendar.fiscalYearStarts)
                }
                text += "\t-infinity\tinfinity\t-infinity\tinfinity\tf\n"
                if text.utf8.count > 200_000 {
                    try writer.send(Array(text.utf8).span)
                    text = ""
                }
            }
            try writer.send(Array(text.utf8).span)
        }
    }

    /// Tells whether the table's fiscal year begins in another month than the declared one.
    private func hasOtherFiscalYear(_ calendar: CalendarDeclaration, on connection: borrowing Connection) throws -> Bool
    {
        let rows = try connection.query(
            """
            select \(quoted(dimension.keyColumn)), fiscal_year, fiscal_quarter from \(table)
            where year = $1 and day = 1
            """, [.integer(calendar.fromYear)])
        return (0..<rows.rowCount).contains { row in
            guard let date = rows.int64(row, 0).flatMap({ CivilDate(dateKey: Int32(truncatingIfNeeded: $0)) }) else {
                return true
            }
            let expected = [CalendarColumn.fiscalYear, .fiscalQuarter].map {
                Self.value($0, date, fiscalYearStarts: calendar.fiscalYearStarts)
            }
            return [rows.text(row, 1), rows.text(row, 2)] != expected
        }
    }

    /// The value of a calendar column; a fiscal year is labelled by the year it ends in.
    static func value(_ column: CalendarColumn, _ date: CivilDate, fiscalYearStarts start: Int) -> String {
        let fiscalYear = start > 1 && date.month >= start ? date.year + 1 : date.year
        let quarter = (date.month - 1) / 3 + 1
        return switch column {
        case .date: date.description
        case .year: String(date.year)
        case .yearBE: String(BuddhistEra.beYear(ce: date.year))
        case .half: date.month <= 6 ? "1" : "2"
        case .quarter: String(quarter)
        case .month: String(date.month)
        case .day: String(date.day)
        case .weekday: String(date.weekday)
        case .yearMonth: String(date.description.prefix(7))
        case .yearQuarter: "\(date.year)-Q\(quarter)"
        case .fiscalYear: String(fiscalYear)
        case .fiscalYearBE: String(BuddhistEra.beYear(ce: fiscalYear))
        case .fiscalQuarter: String((date.month - start + 12) % 12 / 3 + 1)
        case .monthNameEnglish: MonthNames.long(date.month, thai: false)
        case .monthNameThai: MonthNames.long(date.month, thai: true)
        case .monthShortEnglish: MonthNames.short(date.month, thai: false)
        case .monthShortThai: MonthNames.short(date.month, thai: true)
        }
    }
}
