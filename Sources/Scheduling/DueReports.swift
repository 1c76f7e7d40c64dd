package import Definitions
package import Foundation
package import Periods

/// Why a schedule cannot be followed.
package struct ScheduleError: Error, CustomStringConvertible {
    package let location: SourceLocation
    package let message: String

    package var description: String { "\(location): error: \(message)" }
}

/// Finds what schedules ask for at an instant.
///
/// A run at an instant is for the period that had ended before it: on 10 March 2026 a yearly report is for 2025, on
/// the 5th of a month a monthly one is for the month before.
package struct DueReports {
    /// How late a run may be under `catch_up: none`.
    private static let grace: TimeInterval = 3600
    /// How many missed runs `catch_up: all` makes up; older ones are asked for by hand.
    private static let mostMissed = 60

    private let now: Date

    package init(now: Date) { self.now = now }

    /// The runs that a report's schedule asks for and that are not done, the oldest first.
    ///
    /// - Parameters:
    ///   - since: the latest run that is done; nil when there was none.
    package func runs(of report: ReportDefinition, since: Date?) throws -> [DueReport] {
        guard let schedule = report.schedule else { return [] }
        guard let cron = CronExpression(schedule.cron.value) else {
            throw ScheduleError(
                location: schedule.cron.location,
                message: "`\(schedule.cron.value)` is not a cron expression of five fields")
        }
        guard let timeZone = TimeZone(identifier: schedule.timeZone.value) else {
            throw ScheduleError(
                location: schedule.timeZone.location, message: "`\(schedule.timeZone.value)` is not a time zone")
        }
        var runs: [DueReport] = []
        var instant = cron.previous(at: now, in: timeZone)
        while let due = instant, since.map({ due > $0 }) ?? true, runs.count < Self.mostMissed {
            if schedule.catchUp == .none, now.timeIntervalSince(due) > Self.grace { break }
            let day = WallTime(due, in: timeZone).date
            let period = Period(report.period.grain.periodGrain, containing: day).previous
            runs.append(DueReport(report: report, period: period, dueAt: due))
            // Without a first run to count from, or when only the latest counts, older runs are not made up.
            guard schedule.catchUp == .all, since != nil else { break }
            instant = cron.previous(at: due.addingTimeInterval(-1), in: timeZone)
        }
        return runs.reversed()
    }
}

extension ReportDefinition.Grain {
    /// The same grain as periods know it.
    package var periodGrain: PeriodGrain {
        switch self {
        case .month: .month
        case .quarter: .quarter
        case .year: .year
        case .fiscalQuarter: .fiscalQuarter
        case .fiscalYear: .fiscalYear
        }
    }
}
