import ArgumentParser
import Definitions
import Foundation
import Periods
import Postgres
import Reporting
import Scheduling
import Warehouse

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Write the reports that are due, each once, when their data are there",
        discussion: """
            A report that waits for data is skipped with the reason. Exits non-zero when one failed.
            For cron or a systemd timer: uptake schedule --once --quiet
            """)

    @Flag(help: "Look once and end; without it, what is due is only shown.") var once = false
    @Option(help: "Look as if it were this instant (ISO 8601), e.g. 2026-03-10T06:00:00+07:00.") var at: String?
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        var now = session.now
        if let at {
            do {
                now = try Date(at, strategy: .iso8601)
            } catch {
                throw UsageError("`\(at)` is not an instant. Write 2026-03-10T06:00:00+07:00.")
            }
        }
        let conninfo = try session.warehouse()
        try session.migrate(conninfo: conninfo)
        let connection = try Connection(connecting: conninfo)
        let lock = RunLock("schedule")
        try lock.take(on: connection, patience: nil)
        let reports = session.project.reports.values.filter { $0.schedule != nil }
        let run = ScheduleRun(Array(reports), languages: session.project.settings.languages, now: now)
        let isDryRun = !once
        let results = try run.once(on: connection) { due in
            isDryRun ? .waiting(reason: "due since \(due.dueText)") : try session.write(due, on: connection)
        }
        var failed = false
        for result in results {
            let name = "\(result.due.report.name.value) \(result.due.period)"
            switch result.outcome {
            case .written(let files):
                Console.result("\(name): written\n" + files.map { "  \($0)" }.joined(separator: "\n"))
            case .waiting(let reason): Console.result("\(name): waiting: \(reason)")
            case .failed(let reason):
                failed = true
                Console.error("\(name): failed: \(reason)")
            }
        }
        if results.isEmpty { session.note("Nothing is due.") }
        if failed { throw SilentFailure(status: .unforeseen) }
    }
}

extension Session {
    /// Writes a due report; incomplete data are no failure, the next look tries again.
    func write(_ due: DueReport, on connection: borrowing Connection) throws -> ScheduleRun.Outcome {
        do {
            return .written(
                files: try write(due.report, due.period, ReportRequest(), dueAt: due.dueText, on: connection))
        } catch let error as ReportError {
            guard case .incomplete = error else { throw error }
            try note(due, .skipped, "\(error)", on: connection)
            return .waiting(reason: "\(error)")
        } catch {
            try note(due, .failed, "\(error)", on: connection)
            throw error
        }
    }

    /// Puts an attempt that wrote nothing into the ledger, once for each reason.
    private func note(
        _ due: DueReport, _ outcome: ReportRecord.Outcome, _ reason: String, on connection: borrowing Connection
    ) throws {
        let startedAt = try Ledger().now(on: connection)
        for language in due.report.languages ?? project.settings.languages {
            let record = ReportRecord(
                report: due.report.name.value, period: due.period.key, language: language.rawValue, definitionHash: "",
                dataVersion: "", file: nil, sha256: nil, outcome: outcome, reason: reason, dueAt: due.dueText,
                startedAt: startedAt)
            if try !record.isNoted(on: connection) { try record.write(on: connection) }
        }
    }
}
