import ArgumentParser
import Definitions
import Foundation
import Warehouse

struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Rewrite many leaves of facts as few, and let go of what is kept no longer",
        discussion: """
            Every run ends with it where it pays. Readers do not notice; figures as of earlier days stay what they are,
            as far back as `retention:` in uptake.yaml says.
            """)

    @Argument(help: "The facts; without any, all of them.") var facts: [String] = []
    @Flag(help: "Leave as few leaves as can be, whether it pays or not.") var all = false
    @Flag(help: "Wait while another run works, instead of ending with code 75.") var wait = false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let chosen = try session.facts(named: facts)
        let load = try LoadSession(
            conninfo: try session.warehouse(), work: "compact", patience: wait ? .infinity : nil)
        let reports = try Compaction(session.project).run(chosen, everything: all, on: load.connection)
        if options.json {
            Console.result(try RunJSON.encode(reports))
            return
        }
        var table = [["fact", "leaves", "leaves now", "rows moved", "rows removed", "MB", "MB now"]]
        for report in reports {
            table.append([
                report.fact, grouped(report.leavesBefore), grouped(report.leavesAfter), grouped(report.rowsMoved),
                grouped(report.rowsRemoved), grouped(report.bytesBefore >> 20), grouped(report.bytesAfter >> 20),
            ])
        }
        Console.result(aligned(table, numeric: Set(1...6)))
        for report in reports where !report.left.isEmpty {
            session.note(
                "\(report.fact): \(report.left.count) old leaves wait, since \(report.reason ?? "they are read"); the next run takes them away."
            )
        }
    }
}

extension Session {
    /// The facts of these names, or all of them, in the order of their names.
    func facts(named names: [String]) throws -> [FactDefinition] {
        for name in names where project.facts[name] == nil {
            let nearest = nearestWord(to: name, among: project.facts.keys)
            let known = project.facts.keys.sorted().joined(separator: ", ")
            throw UsageError(
                "There is no fact `\(name)`. \(nearest.map { "Did you mean `\($0)`?" } ?? "There are: \(known).")")
        }
        return project.factsInOrder.filter { names.isEmpty || names.contains($0.name.value) }
    }
}
