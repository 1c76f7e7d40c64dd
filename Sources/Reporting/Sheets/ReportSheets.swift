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
    /// Decided; nil when no figure is under control.
    let control: DisclosureControl?

    func compute(on connection: borrowing Connection) throws -> [SheetDocument] {
        let words = ReportWords(project: project, language: order.language)
        let notes = ReportNotes(definition, words: words)
        let engine = basis.engine(of: project, control)
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
                // A report of an earlier moment says what has become known since, which is another look.
                let controls =
                    order.knowledge == .current ? nil : DisclosureControls(project, metrics: definition.metricNames)
                let explainer = MetricExplainer(project, controls: controls)
                func explain() throws -> MetricExplanation {
                    try explainer.explain(
                        explanation, period: order.period, language: order.language, asOf: order.knowledge,
                        engine: engine, marking: { try earlier?.mark(&$0, of: $1, on: connection) }, on: connection)
                }
                if let controls {
                    _ = try explain()
                    try controls.decide(on: connection)
                }
                let answer = try explain()
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
            project: project, deliveries: basis.deliveries, language: order.language,
            hidden: HiddenDeliveries(basis.deliveries, of: project).places(control)
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
