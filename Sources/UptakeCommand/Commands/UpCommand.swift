import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Pipelines
import Postgres

struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start or reach the database, migrate, run every pipeline, write every report",
        discussion: "What is published already is not loaded again. Ends with the workbooks and their headline figures."
    )

    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let request = RunRequest()
        SignalWatch.start(request.interruption)
        let session = try Session(options)
        let conninfo = try session.warehouse()
        try session.migrate(conninfo: conninfo, request.interruption)
        let (outcomes, rules) = try session.run(session.project.pipelinesInOrder, request, conninfo: conninfo)
        Console.result(RunTable.summary(outcomes))
        RuleOutput.noteBroken(rules, in: session)
        let connection = try Connection(connecting: conninfo)
        var wanted = ReportRequest()
        wanted.includesFurtherPeriods = true
        for report in try session.reports(named: []) {
            for period in try session.periods(of: report, wanted, on: connection) {
                try request.interruption.check()
                Console.result("\n\(report.title.english), \(period.label(thai: false))")
                for file in try session.write(report, period, wanted, dueAt: nil, on: connection) {
                    Console.result("  \(file)")
                }
                let headlines = try Headlines(report, period, in: session, on: connection).lines
                if !headlines.isEmpty { Console.result(aligned(headlines.map { ["   "] + $0 }, numeric: [2, 3, 4])) }
            }
        }
        if rules.contains(where: \.stops) || outcomes.contains(where: { $0.state == .refused }) {
            throw SilentFailure(status: .badData)
        }
    }
}
