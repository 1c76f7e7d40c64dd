internal import Definitions
internal import MetricQueries
internal import Periods
internal import Postgres

/// Computes and lays out the sheets of a report, then those that explain them.
struct ReportSheets {
    let definition: ReportDefinition
    let project: Project
    let order: ReportOrder
    let basis: ReportBasis

    func compute(on connection: borrowing Connection) throws -> [SheetDocument] {
        let words = ReportWords(project: project, language: order.language)
        let notes = ReportNotes(definition, words: words)
        let engine = MetricEngine(
            project: project, completeness: basis.completeness, versions: basis.versions, today: basis.knownOn)
        let keys = sheetKeys(definition.sheets.map(\.name.value.english))
        let subtitle = words.label(of: order.period)

        let earlier = try EarlierFigures(definition, of: project, basis: basis, order: order, on: connection)
        var sheets: [SheetDocument] = []
        for (index, sheet) in definition.sheets.enumerated() {
            let key = keys[index]
            switch sheet.content {
            case .figures(let figures):
                var rows = try engine.figures(
                    figures, period: order.period, language: order.language, asOf: order.knowledge,
                    on: connection)
                try earlier?.mark(&rows, of: figures, on: connection)
                sheets.append(
                    try FiguresSheet(
                        words: words, sheet: sheet, period: order.period, rows: rows,
                        notes: notes.numbers[index]
                    ).document(key: key, subtitle: subtitle))
            case .explanation(let explanation):
                let answer = try MetricExplainer(project).explain(
                    explanation, period: order.period, language: order.language, asOf: order.knowledge,
                    engine: engine, marking: { try earlier?.mark(&$0, of: $1, on: connection) }, on: connection)
                sheets.append(
                    try ExplanationSheet(words: words, sheet: sheet, explanation: answer)
                        .document(key: key, subtitle: subtitle))
            case .table(let table):
                var tables = try engine.tables(
                    table, period: order.period, language: order.language, asOf: order.knowledge,
                    on: connection)
                try earlier?.mark(&tables, of: table, on: connection)
                sheets.append(
                    try TableSheet(words: words, sheet: sheet, definition: table, tables: tables)
                        .document(key: key, subtitle: subtitle))
            }
        }
        let controlTotals = ControlTotalsSheet(
            project: project, deliveries: basis.deliveries, language: order.language
        ).document(subtitle: subtitle)
        let symbols = (sheets + [controlTotals]).reduce(into: Set()) { $0.formUnion($1.symbols) }
            .union([.notApplicable, .notAvailable])
            .union(engine.catalogue.symbols(of: definition.metricNames))
        sheets.append(notes.document(words: words, subtitle: subtitle, symbols: symbols))
        sheets.append(
            DefinitionsSheet(project: project, language: order.language)
                .document(subtitle: subtitle, metrics: definition.metricNames))
        sheets.append(controlTotals)
        return sheets
    }
}
