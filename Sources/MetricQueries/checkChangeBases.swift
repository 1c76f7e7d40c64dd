internal import Definitions
internal import Periods

/// Checks that the periods of a report have those that its changes are taken against.
///
/// A year has none a month earlier; and what adds up over time in a year is not to be compared with a month of it.
func checkChangeBases(of report: ReportDefinition, _ project: Project, _ collector: DiagnosticCollector) {
    let check = ChangeBaseCheck(project: project, collector: collector)
    for sheet in report.sheets {
        switch sheet.content {
        case .figures(let figures):
            for figure in figures {
                guard let base = figure.base else { continue }
                check.run(base, of: figure.metric.value, grain: report.period.grain, at: figure.location, "the figure")
            }
        case .explanation(let explanation):
            let change = check.changes(of: explanation.metric.value).first
            guard let base = explanation.base ?? change?.base else { continue }
            check.run(
                base, of: change?.of.value ?? explanation.metric.value, grain: report.period.grain,
                at: sheet.location, "the sheet")
        case .table(let table):
            let grain = table.periods?.grain ?? report.period.grain
            for column in table.columns {
                for change in check.changes(of: column.value) {
                    check.run(
                        change.base, of: change.of.value, grain: grain, at: column.location, "`\(column.value)`")
                }
            }
        }
    }
}

private struct ChangeBaseCheck {
    let project: Project
    let collector: DiagnosticCollector

    /// The changes that a metric is or is made of.
    func changes(of name: String, depth: Int = 0) -> [MetricDefinition.Change] {
        // The metrics may not have been checked for circles yet.
        guard let metric = project.metrics[name], depth < 16 else { return [] }
        if case .change(let change) = metric.kind { return [change] }
        return metric.components.flatMap { changes(of: $0.value, depth: depth + 1) }
    }

    func run(
        _ base: ChangeBase, of metric: String, grain: ReportDefinition.Grain, at location: SourceLocation,
        _ what: String
    ) {
        guard let grain = PeriodGrain(rawValue: grain.rawValue) else { return }
        let period = Period(grain, containing: CivilDate(daysSinceEpoch: 0), fiscal: project.fiscalCalendar)
        let word = grain.rawValue.replacing("_", with: " ")
        switch base {
        case .offset(let offset):
            guard let unit = PeriodGrain(rawValue: offset.unit.rawValue),
                period.earlier(by: PeriodOffset(offset.count, unit)) == nil
            else { return }
            let plural = offset.count == 1 ? "" : "s"
            collector.error(
                at: location,
                "\(what) is taken against \(offset.count) \(offset.unit.rawValue)\(plural) earlier, and no \(word) lies there",
                remedy: "use an offset of whole \(word)s, or periods of a finer grain")
        case .against(let text):
            // What is no period has been reported at its own place.
            guard let named = Period(text.value, fiscal: project.fiscalCalendar), isFlow(metric),
                named.periods(of: .month).count != period.periods(of: .month).count
            else { return }
            collector.error(
                at: location,
                "\(what) compares a \(word) with \(text.value), which is not as long",
                remedy: "take it against a \(word), or compare a rate")
        }
    }

    /// Whether the number grows with the length of the period.
    private func isFlow(_ name: String) -> Bool {
        guard case .simple(let simple) = project.metrics[name]?.kind else { return false }
        return [.count, .sum, .countDistinct].contains(simple.aggregation)
    }
}
