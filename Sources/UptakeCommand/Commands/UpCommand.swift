import ArgumentParser
import Definitions
import Foundation
import Pipelines

struct UpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start or reach the database, migrate, run every pipeline, write every report")

    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let conninfo = try session.warehouse()
        try session.migrate(conninfo: conninfo)
        let outcomes = try session.run(
            session.project.pipelinesInOrder, dryRun: false, acceptLosses: false, conninfo: conninfo)
        Console.result(RunTable.summary(outcomes))
        if outcomes.contains(where: { $0.state == .refused }) { throw SilentFailure(status: .badData) }
    }
}
