package import Definitions
internal import Foundation
internal import Periods

/// Checks every period, schedule and time zone that a project's definitions write as text.
///
/// The declarations are read one layer below the calendars; this is where the two meet.
package func checkPeriodTexts(of project: Project, _ collector: DiagnosticCollector) {
    let fiscal = project.fiscalCalendar
    func check(_ text: Located<String>, grain: PeriodGrain? = nil) {
        guard let period = Period(text.value, fiscal: fiscal) else {
            collector.error(
                at: text.location, "`\(text.value)` is not a period",
                remedy: "write 2024, 2567, FY2024, 2024-Q3 or 2024-06")
            return
        }
        if let grain, period.grain != grain || period.length > 1 {
            collector.error(
                at: text.location, "`\(text.value)` is not a \(grain.rawValue)",
                remedy: "write a period of the report's grain")
        }
    }
    func check(_ base: ChangeBase?) {
        if case .against(let text) = base { check(text) }
    }
    for pipeline in project.pipelines.values {
        if let expected = pipeline.expected { check(expected.from) }
    }
    for rule in project.rules.values {
        if let from = rule.from { check(from) }
    }
    for metric in project.metrics.values {
        switch metric.kind {
        case .change(let change): check(change.base)
        case .cumulative(let cumulative): if let from = cumulative.from { check(from) }
        case .simple, .ratio, .difference: break
        }
        checkTargets(of: metric, fiscal, collector)
    }
    for report in project.reports.values {
        let grain = PeriodGrain(rawValue: report.period.grain.rawValue)
        if case .named(let text) = report.period.default { check(text, grain: grain) }
        for text in report.period.also { check(text, grain: grain) }
        if let schedule = report.schedule { checkSchedule(schedule, collector) }
        checkChangeBases(of: report, project, collector)
        for sheet in report.sheets {
            switch sheet.content {
            case .figures(let figures): for figure in figures { check(figure.base) }
            case .explanation(let explanation): check(explanation.base)
            case .table(let table): if case .from(let text, _) = table.periods { check(text) }
            }
        }
    }
}

private func checkSchedule(_ schedule: ReportDefinition.Schedule, _ collector: DiagnosticCollector) {
    if CronExpression(schedule.cron.value) == nil {
        collector.error(
            at: schedule.cron.location, "`\(schedule.cron.value)` is not a schedule",
            remedy: "write minute, hour, day of month, month, day of week, such as `0 6 10 3 *`")
    }
    if TimeZone(identifier: schedule.timeZone.value) == nil {
        collector.error(
            at: schedule.timeZone.location, "there is no time zone `\(schedule.timeZone.value)`",
            remedy: "write its name in the IANA database, such as `Asia/Bangkok`")
    }
}
