internal import Definitions
internal import Periods

/// Checks that the periods of a report have those that its changes are taken against: a year has none a month earlier.
func checkOffsets(of report: ReportDefinition, _ project: Project, _ collector: DiagnosticCollector) {
    func check(_ base: ChangeBase?, grain: ReportDefinition.Grain, at location: SourceLocation, _ what: String) {
        guard case .offset(let offset) = base, let grain = PeriodGrain(rawValue: grain.rawValue),
            let unit = PeriodGrain(rawValue: offset.unit.rawValue)
        else { return }
        let period = Period(grain, containing: CivilDate(daysSinceEpoch: 0))
        guard period.earlier(by: PeriodOffset(offset.count, unit)) == nil else { return }
        let words = grain.rawValue.replacing("_", with: " ")
        collector.error(
            at: location,
            "\(what) is taken against \(offset.count) \(offset.unit.rawValue)\(offset.count == 1 ? "" : "s") earlier, and no \(words) lies there",
            remedy: "use an offset of whole \(words)s, or periods of a finer grain")
    }
    for sheet in report.sheets {
        switch sheet.content {
        case .figures(let figures):
            for figure in figures {
                check(figure.base, grain: report.period.grain, at: figure.location, "the figure")
            }
        case .table(let table):
            let grain = table.periods?.grain ?? report.period.grain
            for column in table.columns {
                for base in changeBases(of: column.value, project.metrics) {
                    check(base, grain: grain, at: column.location, "`\(column.value)`")
                }
            }
        }
    }
}

/// The bases of the changes that a metric is or is made of.
private func changeBases(of name: String, _ metrics: [String: MetricDefinition], depth: Int = 0) -> [ChangeBase] {
    // The metrics may not have been checked for circles yet.
    guard let metric = metrics[name], depth < 16 else { return [] }
    if case .change(let change) = metric.kind { return [change.base] }
    return metric.components.flatMap { changeBases(of: $0.value, metrics, depth: depth + 1) }
}
