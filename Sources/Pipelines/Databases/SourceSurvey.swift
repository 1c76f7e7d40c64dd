internal import Definitions
internal import Extraction
import Foundation
internal import Periods
internal import Warehouse

/// What a source database says of its rows without giving them: how many there are of each period, what they sum up to,
/// and where something has changed.
///
/// All of it is asked in plain SQL by day, which every database understands, and added up here.
struct SourceSurvey {
    private let database: any SourceDatabase
    private let grain: PipelineDefinition.Slice.Grain
    let day: SourceColumn
    private let sums: [SourceColumn]
    /// The controlled measures that are no numbers in the query, so that nobody can ask for their sums.
    let uncompared: [Located<String>]
    private let watermark: SourceColumn?
    private let lagSeconds: Int

    /// - Throws: an `ExtractionError` when the columns that decide do not allow it.
    init(_ pipeline: PipelineDefinition, _ definition: DatabaseSourceDefinition, _ database: any SourceDatabase) throws
    {
        func column(_ name: String?) -> SourceColumn? { database.columns.first { $0.name == name } }
        guard let slice = pipeline.slice, let day = column(pipeline.column(slice.of.value)?.from.first?.value),
            day.kind == .date
        else {
            throw ExtractionError(
                .badInput, source: definition.connection.value,
                "the day that decides the slice is no date in the query, so changed slices cannot be asked for",
                remedy: "cast it to a date in the query at \(definition.query.location)")
        }
        self.database = database
        grain = slice.by
        self.day = day
        func sum(_ total: Located<String>) -> SourceColumn? {
            guard let mapping = pipeline.column(total.value), mapping.from.count == 1,
                let sum = column(mapping.from[0].value)
            else { return nil }
            switch sum.kind {
            case .integer, .decimal: return sum
            default: return nil
            }
        }
        sums = pipeline.totals.compactMap(sum)
        uncompared = pipeline.totals.filter { sum($0) == nil }
        lagSeconds = definition.watermark?.lagSeconds ?? 0
        guard let wanted = definition.watermark?.column else {
            watermark = nil
            return
        }
        guard let found = column(wanted.value), Self.canGrow(found.kind, lagSeconds) else {
            throw ExtractionError(
                .badInput, source: definition.connection.value,
                "`\(wanted.value)` cannot be a watermark: it is \(column(wanted.value)?.typeName ?? "not in the query")",
                remedy:
                    "name a column of the query that grows with every change, a moment or (without `lag_seconds`) a whole number, at \(wanted.location)"
            )
        }
        watermark = found
    }

    private static func canGrow(_ kind: SourceColumn.Kind, _ lag: Int) -> Bool {
        switch kind {
        case .timestamp, .zonedTimestamp: true
        case .integer, .date: lag == 0
        default: false
        }
    }

    private func name(_ column: SourceColumn) -> String { database.query.dialect.identifier(column.name) }

    /// Rows and sums of every period; of the empty one, those of rows without a day.
    func totals(_ rows: ExtractionQuery.Rows = ExtractionQuery.Rows()) throws -> [String: ExtractionState.Totals] {
        let lines = try database.rows(
            database.query.select(
                [name(day), "count(*)"] + sums.map { "sum(\(name($0)))" }, rows, groupedBy: [name(day)]))
        var counted: [String: (rows: Int, sums: [Decimal])] = [:]
        for line in lines {
            let key = key(ofDay: line.first ?? nil)
            var period = counted[key] ?? (0, sums.map { _ in 0 })
            period.rows += Int(line[1] ?? "") ?? 0
            for index in sums.indices {
                guard let text = line[index + 2] else { continue }
                guard let sum = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else {
                    throw ExtractionError(
                        .badInput, source: name(sums[index]), "its sum is `\(text)`, which is no number",
                        remedy: "look for values that are none in the source")
                }
                period.sums[index] += sum
            }
            counted[key] = period
        }
        return counted.mapValues { ExtractionState.Totals(rows: $0.rows, sums: $0.sums.map { "\($0)" }) }
    }

    /// The greatest value of the watermark, and whether it is smaller than a known one.
    func newestChange(known: String?) throws -> (value: String?, wentBack: Bool) {
        guard let watermark else { return (nil, false) }
        let newest = "max(\(name(watermark)))"
        let older = known.map {
            "case when \(newest) < \(database.query.dialect.literal($0, watermark.kind)) then 1 else 0 end"
        }
        let line = try database.rows(database.query.select([newest] + [older].compactMap { $0 })).first ?? []
        let value = line.first ?? nil
        return (value, known != nil && (value == nil || (line.count > 1 && line[1] == "1")))
    }

    /// What has changed since a watermark, less the lag: for each day how many rows, and the latest change of them.
    func changes(since mark: String) throws -> [Change] {
        guard let watermark else { return [] }
        let lines = try database.rows(
            database.query.select(
                [name(day), "count(*)", "max(\(name(watermark)))"], changedSince(mark), groupedBy: [name(day)]))
        return lines.map { line in
            Change(
                day: line[0].flatMap { CivilDate(String($0.prefix(10))) }, period: key(ofDay: line[0]),
                text: [line[0] ?? "", line[1] ?? "", line[2] ?? ""].joined(separator: "|"))
        }.sorted { $0.text < $1.text }
    }

    /// The rows that have changed since a watermark, less the lag.
    private func changedSince(_ mark: String) -> ExtractionQuery.Rows {
        var rows = ExtractionQuery.Rows()
        rows.changedSince = watermark.map { lagged(mark, $0.kind) }
        return rows
    }

    /// The rows behind some changes.
    func rows(of changes: [Change], since mark: String) -> ExtractionQuery.Rows {
        var rows = changedSince(mark)
        let spans = PipelineDefinition.Slice.Grain.day.spans(of: changes.compactMap { $0.day?.description })
        // A statement of very many conditions is no help; more rows than needed are then looked at.
        guard spans.count <= 200 else { return rows }
        rows.dayColumn = day.name
        rows.days = spans.map { ($0.from, $0.until) }
        rows.includesRowsWithoutDay = changes.contains { $0.day == nil }
        return rows
    }

    struct Change {
        /// Nil for rows without one.
        let day: CivilDate?
        let period: String
        /// The day, the number of rows and the latest change, by which a later run knows that nothing is new.
        let text: String
    }

    private func key(ofDay text: String?) -> String {
        text.flatMap { CivilDate(String($0.prefix(10))) }.map { grain.period(holding: $0).key } ?? ""
    }

    /// A moment less the lag, in the notation it came in; an offset behind it stays as it is.
    private func lagged(_ mark: String, _ kind: SourceColumn.Kind) -> String {
        guard lagSeconds > 0, let day = CivilDate(String(mark.prefix(10))) else { return mark }
        let clock = mark.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { return day.adding(days: -(lagSeconds / 86_400 + 1)).description }
        let second = clock[0] * 3600 + clock[1] * 60 + clock[2] - lagSeconds
        let days = second >= 0 ? second / 86_400 : -((86_399 - second) / 86_400)
        let rest = second - days * 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day.adding(days: days)) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
            + mark.dropFirst(19)
    }
}
