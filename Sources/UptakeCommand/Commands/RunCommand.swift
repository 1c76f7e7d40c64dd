import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Pipelines

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Load what is new, from every pipeline or from those named",
        discussion: "Prints read = loaded + rejected + duplicate. A delivery that is published already is a no-op.")

    @Argument(help: "The pipelines to run; without any, all of them.") var pipelines: [String] = []
    @Flag(help: "Read and check everything, and change nothing.") var dryRun = false
    @Flag(help: "Publish deliveries that take over half of the rows out of a slice.") var accept = false
    @Option(help: "How many files are read at the same time; without it, one per processor.") var jobs: Int?
    @Flag(help: "Wait while another run works, instead of ending with code 75.") var wait = false
    @Option(help: "Extract a database again from the beginning of this period on; with --to.") var from: String?
    @Option(help: "Extract a database again up to the end of this period; with --from.") var to: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("Please give --jobs a number from 1 to 64.") }
        if (from == nil) != (to == nil) {
            throw ValidationError("Please give --from and --to together, for example --from 2024-01 --to 2024-06.")
        }
    }

    mutating func run() throws {
        var request = RunRequest(dryRun: dryRun, acceptLosses: accept, jobs: jobs, waits: wait)
        SignalWatch.start(request.interruption)
        let session = try Session(options)
        let chosen = try session.pipelines(named: pipelines)
        if let from, let to { request.backfill = try session.backfill(of: pipelines, chosen, from: from, to: to) }
        let conninfo = try session.warehouse()
        if !dryRun { try session.migrate(conninfo: conninfo, request.interruption) }
        let (outcomes, rules) = try session.run(chosen, request, conninfo: conninfo)
        Console.result(options.json ? try RunJSON.text(outcomes, rules) : RunTable.summary(outcomes))
        RuleOutput.noteBroken(rules, in: session)
        if rules.contains(where: \.stops)
            || outcomes.contains(where: { $0.state == .refused || ($0.state == .checked && $0.reason != nil) })
        {
            throw SilentFailure(status: .badData)
        }
    }
}

extension Session {
    /// The stretch of days that a backfill asks for: whole slices of databases that were named.
    func backfill(
        of names: [String], _ pipelines: [PipelineDefinition], from: String, to: String
    ) throws -> CoveredSpan {
        func period(_ text: String) throws -> Period {
            guard let period = Period(text, fiscal: project.fiscalCalendar) else {
                throw UsageError("`\(text)` is no period; write it as 2024, 2567, FY2024, 2024-Q3 or 2024-06.")
            }
            return period
        }
        guard !names.isEmpty else { throw UsageError("Name the pipelines that --from and --to are for.") }
        let (first, last) = (try period(from), try period(to))
        guard first.start <= last.lastDay else { throw UsageError("`\(from)` begins after `\(to)` ends.") }
        let span = CoveredSpan(
            from: first.start.description, until: last.end.description, part: nil)
        for pipeline in pipelines {
            let name = pipeline.name.value
            guard pipeline.source.database != nil else {
                throw UsageError("`\(name)` reads files, which say themselves what they cover; deliver them again.")
            }
            guard let grain = pipeline.slice?.by else {
                throw UsageError("`\(name)` loads a dimension, which has no slices; run it without --from and --to.")
            }
            guard grain.isWhole(span) else {
                throw UsageError(
                    "A \(grain.rawValue) of `\(name)` can only be replaced as a whole; `\(from)` to `\(to)` ends within one."
                )
            }
        }
        return span
    }

    /// The pipelines of these names, in the order in which they must run.
    func pipelines(named names: [String]) throws -> [PipelineDefinition] {
        for name in names where project.pipelines[name] == nil {
            let nearest = nearestWord(to: name, among: project.pipelines.keys)
            let known = project.pipelines.keys.sorted().joined(separator: ", ")
            throw UsageError(
                "There is no pipeline `\(name)`. \(nearest.map { "Did you mean `\($0)`?" } ?? "There are: \(known).")")
        }
        return project.pipelinesInOrder.filter { names.isEmpty || names.contains($0.name.value) }
    }
}
