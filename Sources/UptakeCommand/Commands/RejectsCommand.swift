import ArgumentParser
import Definitions
import Foundation
import Pipelines
import Postgres
import Warehouse

struct RejectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects",
        abstract: "Show the rows a pipeline refused, by file, class and rule, or write them out to be corrected",
        discussion: """
            Examples:
              uptake rejects PIPELINE --language th
              uptake rejects PIPELINE --out FILE.amend.csv
            With --out the original rows go into a new file that only its owner can read. Correct them there and put the
            file into the folder of the pipeline's path: the next run merges them and leaves all other rows as they are.
            """)

    @Argument(help: "The pipeline.") var pipeline: String
    @Option(help: "The language of what is to be done: th or en; without it, both.") var language: String?
    @Option(help: "The number of a delivery; without it, the last one of each file.") var delivery: Int32?
    @Flag(help: "List every row: line, byte offset, column, rule.") var rows = false
    @Option(help: "Write the rows to correct into this new file, whose name ends in .amend.csv.") var out: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard language.map({ ["th", "en"].contains($0) }) ?? true else {
            throw ValidationError("Please choose --language th or en.")
        }
        if out != nil, rows { throw ValidationError("Please choose --rows or --out, not both.") }
    }

    mutating func run() throws {
        let session = try Session(options)
        let chosen = try session.pipelines(named: [pipeline])
        let connection = try Connection(connecting: try session.warehouse())
        let list = RejectList(pipeline: pipeline, delivery: delivery)
        let deliveries = try list.deliveries(on: connection)
        if let delivery, deliveries.isEmpty {
            throw UsageError(
                "There is no delivery \(delivery) of \(pipeline). `uptake rejects \(pipeline)` names them.")
        }
        if let out {
            guard let definition = chosen.first else { return }
            try session.write(list, of: definition, to: out, isNamed: delivery != nil, on: connection)
            return
        }
        let output = RejectOutput(list, language: language, isJSON: options.json)
        if rows { try output.rows(on: connection) } else { try output.groups(deliveries, pipeline, on: connection) }
    }
}

extension Session {
    /// Writes the rows to correct, and says what was written and what is to be done with it.
    fileprivate func write(
        _ list: RejectList, of pipeline: PipelineDefinition, to file: String, isNamed: Bool,
        on connection: borrowing Connection
    ) throws {
        let interruption = Interruption()
        SignalWatch.start(interruption)
        let result = try CorrectionRun(pipeline, in: project, interruption: interruption)
            .write(to: URL(fileURLWithPath: file).path, list, isNamed: isNamed, on: connection)
        if options.json {
            Console.result(try RejectOutput.text(result, file))
        } else {
            for part in result.parts {
                if part.rows > 0 {
                    Console.result("\(part.source): \(grouped(part.rows)) rows of delivery \(part.delivery)")
                }
                if let note = part.note, part.rows > 0 { Console.result("    \(note)") }
            }
            if let advice = result.advice {
                Console.result("\(grouped(result.rows)) rows to correct are in \(file).\n\(advice)")
            } else if !result.hasProblems {
                Console.result("There are no rows to correct; nothing was written.")
            }
        }
        for part in result.parts {
            if let problem = part.problem {
                Console.error("error: \(part.source): \(problem). Nothing of it was written.")
            }
        }
        if result.hasProblems { throw SilentFailure(status: .badData) }
    }
}
