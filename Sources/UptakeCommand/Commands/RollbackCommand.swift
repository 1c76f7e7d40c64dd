import ArgumentParser
import Foundation
import Postgres
import Rules
import Warehouse

struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Take a delivery back: its slices are again what they were before it",
        discussion: """
            Example: uptake rollback 42
            Nothing is deleted. The same file, delivered again, stays rolled back; a corrected one is loaded.
            """)

    @Argument(help: "The delivery's number; without one, the latest are listed.") var delivery: Int32?
    @Flag(help: "Wait while another run works, instead of ending with code 75.") var wait = false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let conninfo = try session.warehouse()
        guard let delivery else { return try list(session, on: Connection(connecting: conninfo)) }
        let load = try LoadSession(
            conninfo: conninfo, work: "rollback \(delivery)", patience: wait ? .infinity : nil)
        let outcome = try Rollback(delivery, of: session.project).run(on: load.connection)
        RuleOutput.noteBroken(try RuleRun(session.project).run(on: load.connection), in: session)
        if options.json {
            Console.result(try RunJSON.encode(outcome))
            return
        }
        Console.result("\(outcome.pipeline): \(outcome.source): delivery \(outcome.delivery) is rolled back")
        var table = [["slice", "rows", "rows now"]]
        for slice in outcome.slices {
            table.append([slice.name, grouped(slice.rowsBefore), slice.rowsAfter.map(grouped) ?? "not published"])
        }
        if table.count > 1 { Console.result(aligned(table, numeric: [1, 2])) }
    }

    private func list(_ session: Session, on connection: borrowing Connection) throws {
        let latest = try DeliveryList.latest(20, of: session.project, on: connection)
        if options.json {
            Console.result(try RunJSON.encode(latest))
            return
        }
        let lines = latest.map { ["\($0.delivery)", $0.pipeline, $0.source, grouped($0.rows), $0.loadedAt] }
        Console.result(aligned([["delivery", "pipeline", "source", "rows", "loaded at"]] + lines, numeric: [0, 3]))
    }
}
