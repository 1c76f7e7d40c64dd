import ArgumentParser
import Definitions
import Foundation
import Postgres
import Warehouse

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what is published, from when to when, and what was refused")

    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let connection = try Connection(connecting: try session.warehouse())
        let status = try PipelineStatus.all(session.project.pipelinesInOrder, on: connection)
        if options.json {
            Console.result(try RunJSON.encode(status))
            return
        }
        var table = [["pipeline", "loads", "deliveries", "rows", "rejected", "refused", "from", "to"]]
        for row in status {
            table.append([
                row.pipeline, row.load, grouped(row.deliveries), grouped(row.rows), grouped(row.rejected),
                grouped(row.refused), row.firstDay ?? "–", row.lastDay ?? "–",
            ])
        }
        Console.result(aligned(table, numeric: [2, 3, 4, 5]))
        for fact in session.project.factsInOrder {
            let finding = try GrainAudit(fact).published(on: connection)
            if finding.grains > 0 {
                Console.result(
                    "\(fact.name.value): \(grouped(finding.grains)) grains stand in more than one slice, in \(grouped(finding.rows)) rows; they count more than once. `unique: everywhere` in the pipeline would refuse them"
                )
            }
        }
        for inferred in try InferredMembers.waiting(in: session.project, on: connection) {
            Console.result(
                "\(inferred.dimension): \(grouped(inferred.members)) inferred members wait for their description, the oldest, `\(inferred.oldest)`, since \(inferred.since)"
            )
        }
    }
}
