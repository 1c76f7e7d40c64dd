internal import Definitions
internal import MetricQueries
internal import Periods
internal import Postgres

/// A figure of a report as it was known at one moment, and what it is asked by.
struct ReportFigure {
    /// What tells it from the others of its report, at any moment.
    struct Place: Hashable {
        let sheet: String
        let row: [String]
        let column: String
        /// The natural keys behind the names of its members, which tell those of one name apart.
        var keys: [String?] = []
        /// Members of one name without such keys stand on rows of their own.
        var repetition = 0
    }

    /// What is asked of the warehouse for it: one metric in one period, or two of which it is the change.
    struct Origin: Hashable {
        let metric: String
        let period: Period
    }

    var place: Place
    let metric: MetricDefinition
    let cell: MetricCell
    let period: Period
    let origins: [Origin]
    let filters: [Filter]
}

/// Lists the figures of a report in the order in which its sheets show them.
struct ReportFigures {
    let definition: ReportDefinition
    let words: ReportWords
    let engine: MetricEngine
    let period: Period
    let knowledge: Knowledge

    func list(on connection: borrowing Connection) throws -> [ReportFigure] {
        var seen: [ReportFigure.Place: Int] = [:]
        return try definition.sheets.flatMap { sheet in
            let name = sheet.name.value[words.language]
            return switch sheet.content {
            case .figures(let figures): try list(figures, name, on: connection)
            case .table(let table): try list(table, name, on: connection)
            case .explanation(let explanation): try list(explanation, name, on: connection)
            }
        }.map { figure in
            var figure = figure
            seen[figure.place, default: -1] += 1
            figure.place.repetition = seen[figure.place] ?? 0
            return figure
        }
    }

    private func list(
        _ figures: [FigureDefinition], _ sheet: String, on connection: borrowing Connection
    ) throws -> [ReportFigure] {
        let rows = try engine.figures(
            figures, period: period, language: words.language, asOf: knowledge, on: connection)
        return rows.flatMap { row -> [ReportFigure] in
            let label = [row.definition.number?.value, row.label(words.language)].compactMap { $0 }
            var filters = row.definition.filters
            if let ranking = row.definition.ranking { filters.append(condition(ranking.by.value, row.member)) }
            func figure(
                _ column: String, _ metric: MetricDefinition, _ cell: MetricCell, _ period: Period, of periods: [Period]
            ) -> ReportFigure {
                ReportFigure(
                    place: ReportFigure.Place(sheet: sheet, row: label, column: column, keys: row.keys),
                    metric: metric, cell: cell,
                    period: period,
                    origins: periods.map { ReportFigure.Origin(metric: row.metric.name.value, period: $0) },
                    filters: filters)
            }
            var list = [figure(words.label(of: row.period), row.metric, row.value, row.period, of: [row.period])]
            guard let base = row.basePeriod else { return list }
            list.append(figure(words.label(of: base), row.metric, row.base, base, of: [base]))
            if let change = row.change, let metric = row.changeMetric {
                list.append(figure(words.phrases.change, metric, change, row.period, of: [row.period, base]))
            }
            return list
        }
    }

    private func list(
        _ definition: TableDefinition, _ sheet: String, on connection: borrowing Connection
    ) throws -> [ReportFigure] {
        let tables = try engine.tables(
            definition, period: period, language: words.language, asOf: knowledge, on: connection)
        return tables.flatMap { table in
            let label = definition.periods == nil ? [] : [words.shortLabel(of: table.period)]
            return figures(
                of: table, sheet, label, definition.filters,
                hasTotal: definition.total == .recompute || table.by.isEmpty)
        }
    }

    private func figures(
        of table: MetricTable, _ sheet: String, _ periodLabel: [String], _ filters: [Filter], hasTotal: Bool
    ) -> [ReportFigure] {
        func figures(_ row: MetricRow, _ label: [String], _ filters: [Filter]) -> [ReportFigure] {
            zip(table.metrics, row.cells).map { metric, cell in
                ReportFigure(
                    place: ReportFigure.Place(
                        sheet: sheet, row: label + periodLabel, column: words.heading(of: metric), keys: row.keys),
                    metric: metric, cell: cell, period: table.period,
                    origins: [ReportFigure.Origin(metric: metric.name.value, period: table.period)], filters: filters)
            }
        }
        let rows = table.rows.flatMap { row in
            figures(
                row, row.members.map { $0 ?? "–" }, filters + zip(table.by, row.members).map { condition($0.text, $1) })
        }
        return rows + (hasTotal ? figures(table.total, table.by.isEmpty ? [] : [words.phrases.total], filters) : [])
    }

    /// What an explanation explains, of every member in both periods; its contributions follow from that.
    private func list(
        _ definition: ExplanationDefinition, _ sheet: String, on connection: borrowing Connection
    ) throws -> [ReportFigure] {
        let explainer = MetricExplainer(words.project)
        let (metric, period, base) = try explainer.compared(by: definition, in: period, engine)
        let path = definition.by.map { AttributePath($0.value) }
        return try [base, period].flatMap { period in
            let table = try engine.table(
                MetricRequest(
                    metrics: [metric.name.value], by: path, period: period, filters: definition.filters,
                    language: words.language, asOf: knowledge,
                    subtotals: explainer.needsSubtotals(metric.name.value, by: path)), on: connection)
            func figure(_ row: MetricRow, _ label: [String], _ filters: [Filter]) -> ReportFigure {
                ReportFigure(
                    place: ReportFigure.Place(
                        sheet: sheet, row: label,
                        column: "\(words.heading(of: metric)), \(words.shortLabel(of: period))", keys: row.keys),
                    metric: metric, cell: row.cells[0], period: period,
                    origins: [ReportFigure.Origin(metric: metric.name.value, period: period)], filters: filters)
            }
            return table.rows.filter { $0.level == path.count }.map { row in
                figure(
                    row, row.members.map { $0 ?? "–" },
                    definition.filters + zip(table.by, row.members).map { condition($0.text, $1) })
            } + [figure(table.total, [words.phrases.total], definition.filters)]
        }
    }

    /// The condition that rows are of a member.
    private func condition(_ attribute: String, _ member: String?) -> Filter {
        let place = SourceLocation(file: "", line: 1, column: 1)
        guard let member else { return Filter(path: Located(attribute, at: place), condition: .isKnown(false)) }
        return Filter(attribute, equals: member, at: place)
    }
}
