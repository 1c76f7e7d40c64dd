import ArgumentParser
import MetricQueries
import Postgres

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is published, what is missing or late, and what somebody should look at",
        discussion: """
            Under the table of pipelines: expected deliveries that are not there, deliveries that were refused or rolled
            back, rows whose member nobody has described, and rules across feeds that are broken.
            """)

    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let connection = try Connection(connecting: try session.warehouse())
        try session.requireCurrentLedger(on: connection)
        let status = try WarehouseStatus(session.project, today: session.today, on: connection)
        Console.result(
            options.json ? try RunJSON.encode(status) : status.text(session.project.fiscalCalendar))
    }
}
