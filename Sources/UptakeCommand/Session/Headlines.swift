import Definitions
import MetricQueries
import Periods
import Postgres
import Reporting

/// The lists of figures of a report, for the terminal.
struct Headlines {
    /// Label, base period's value, this period's value, change.
    let lines: [[String]]

    init(
        _ report: ReportDefinition, _ period: Period, in session: Session, on connection: borrowing Connection
    ) throws {
        let project = session.project
        let facts = project.metricCatalogue.factNames(of: report.metricNames)
        lines = try connection.readingFacts(facts) { connection in
            let control = DisclosureControl(project, metrics: report.metricNames)
            let engine = MetricEngine(
                project: project, completeness: try Completeness(project, on: connection),
                versions: try PublishedVersions(project, on: connection),
                today: try dayOfKnowledge(
                    of: report, project: project, period: period, asOf: .current, on: connection),
                control: control)
            if let control {
                _ = try Self.lines(of: report, period, engine, units: project.settings.units, on: connection)
                try control.decide(on: connection)
            }
            return try Self.lines(of: report, period, engine, units: project.settings.units, on: connection)
        }
    }

    private static func lines(
        of report: ReportDefinition, _ period: Period, _ engine: MetricEngine, units: [String: LocalizedText],
        on connection: borrowing Connection
    ) throws -> [[String]] {
        var lines: [[String]] = []
        for sheet in report.sheets {
            guard case .figures(let figures) = sheet.content else { continue }
            for row in try engine.figures(figures, period: period, language: .english, on: connection) {
                let change = try zip(row.change, row.changeMetric).map { cell, metric in
                    try formatted(cell, of: metric, language: .english)
                }
                lines.append([
                    row.label(.english), try formatted(row.base, of: row.metric, language: .english),
                    try formatted(row.value, of: row.metric, language: .english, units: units),
                    change ?? "",
                ])
            }
        }
        return lines
    }
}

/// Both values, or nil when one is missing.
private func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
}
