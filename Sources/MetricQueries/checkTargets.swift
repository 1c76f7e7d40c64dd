internal import Definitions
internal import Periods

/// Checks that each target is of a period, and of each period once, whichever era it is written in.
func checkTargets(of metric: MetricDefinition, _ fiscal: FiscalCalendar, _ collector: DiagnosticCollector) {
    var seen: Set<Period> = []
    for target in metric.targets {
        guard let period = Period(target.period.value, fiscal: fiscal) else {
            collector.error(
                at: target.period.location, "`\(target.period.value)` is not a period",
                remedy: "write 2024, 2567, FY2024, 2024-Q3 or 2024-06")
            continue
        }
        if !seen.insert(period).inserted {
            collector.error(
                at: target.period.location, "`\(target.period.value)` has a target already", remedy: "keep one")
        }
    }
}
