package import Definitions
package import Foundation
package import Postgres

/// One look at all schedules: what is due is written once, and what cannot be written yet waits with its reason.
package struct ScheduleRun {
    /// What became of a due report.
    package enum Outcome: Sendable, Equatable {
        case written(files: [String])
        /// The data it requires are not complete.
        case waiting(reason: String)
        case failed(reason: String)
    }

    package struct Result: Sendable {
        package let due: DueReport
        package let outcome: Outcome
    }

    private let reports: [ReportDefinition]
    private let languages: [Language]
    private let now: Date

    /// - Parameter languages: those of the project, for reports that name none of their own.
    package init(_ reports: [ReportDefinition], languages: [Language], now: Date) {
        self.reports = reports.sorted { $0.name.value < $1.name.value }
        self.languages = languages
        self.now = now
    }

    /// Writes everything that is due; one report that fails does not keep the others waiting.
    ///
    /// The caller holds the lock. Whoever writes a report puts it into the ledger under `dueAt`, in every outcome.
    package func once(
        on connection: borrowing Connection, write: (DueReport) throws -> Outcome
    ) throws -> [Result] {
        var results: [Result] = []
        for report in reports {
            for due in try DueReports(now: now).runs(of: report, since: try lastDone(report, on: connection)) {
                let outcome: Outcome
                do {
                    outcome = try write(due)
                } catch {
                    outcome = .failed(reason: "\(error)")
                }
                results.append(Result(due: due, outcome: outcome))
            }
        }
        return results
    }

    /// The due instant of the latest run of which every language is written.
    private func lastDone(_ report: ReportDefinition, on connection: borrowing Connection) throws -> Date? {
        let row = try connection.query(
            """
            with runs as (
                select due_at, count(distinct language) as languages
                from ledger.report_run
                where report = $1 and due_at is not null and outcome in ('written', 'unchanged')
                group by due_at)
            select extract(epoch from max(due_at))::bigint from runs
            where languages >= $2
            """, [.text(report.name.value), .integer((report.languages ?? languages).count)])
        return row.int64(0, 0).map { Date(timeIntervalSince1970: TimeInterval($0)) }
    }
}
