import ArgumentParser
import Foundation
import Postgres
import Warehouse

struct RejectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects", abstract: "Show the rows a pipeline refused, by file, class and rule, and what to do",
        discussion: "Example: uptake rejects PIPELINE --language th")

    @Argument(help: "The pipeline.") var pipeline: String
    @Option(help: "The language of the sentences: th or en.") var language = "en"
    @Flag(help: "List every row: line, byte offset, column, rule.") var rows = false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        _ = try session.pipelines(named: [pipeline])
        guard ["th", "en"].contains(language) else { throw UsageError("Please choose --language th or en.") }
        let connection = try Connection(connecting: try session.warehouse())
        let rejects = RejectList(pipeline: pipeline, language: language)
        if rows {
            Console.result(aligned(try rejects.rows(on: connection)))
            return
        }
        let groups = try rejects.groups(on: connection)
        if options.json {
            Console.result(try RunJSON.encode(groups))
        } else if groups.isEmpty {
            Console.result("No rejects in what \(pipeline) last delivered.")
        } else {
            for group in groups {
                Console.result(
                    "\(group.source): \(group.rows) × \(group.class) (\(group.severity)): \(group.rule), first on line \(group.firstLine)"
                )
                Console.result("    \(group.action)")
            }
        }
    }
}
