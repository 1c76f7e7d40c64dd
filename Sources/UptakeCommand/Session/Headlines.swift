import Definitions
import MetricQueries
import Periods
import Postgres

/// The lists of figures of a report, for the terminal.
struct Headlines {
    /// Label, base period's value, this period's value, change.
    let lines: [[String]]

    init(
        _ report: ReportDefinition, _ period: Period, in session: Session, on connection: borrowing Connection
    ) throws {
        let completeness = try Completeness(session.project, on: connection)
        let engine = MetricEngine(project: session.project, completeness: completeness)
        var lines: [[String]] = []
        for sheet in report.sheets {
            guard case .figures(let figures) = sheet.content else { continue }
            for row in try engine.figures(figures, period: period, language: .english, on: connection) {
                let change = try zip(row.change, row.changeMetric).map { cell, metric in
                    try formatted(cell, of: metric, language: .english)
                }
                lines.append([
                    row.label(.english), try formatted(row.base, of: row.metric, language: .english),
                    try formatted(row.value, of: row.metric, language: .english, units: session.project.settings.units),
                    change ?? "",
                ])
            }
        }
        self.lines = lines
    }
}

/// Both values, or nil when one is missing.
private func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
}
