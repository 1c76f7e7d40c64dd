import ArgumentParser
import Definitions
import Foundation
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
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("Please give --jobs a number from 1 to 64.") }
    }

    mutating func run() throws {
        let request = RunRequest(dryRun: dryRun, acceptLosses: accept, jobs: jobs, waits: wait)
        SignalWatch.start(request.interruption)
        let session = try Session(options)
        let chosen = try session.pipelines(named: pipelines)
        let conninfo = try session.warehouse()
        if !dryRun { try session.migrate(conninfo: conninfo, request.interruption) }
        let (outcomes, rules) = try session.run(chosen, request, conninfo: conninfo)
        Console.result(options.json ? try RunJSON.text(outcomes) : RunTable.summary(outcomes))
        RuleOutput.noteBroken(rules, in: session)
        if rules.contains(where: \.stops)
            || outcomes.contains(where: { $0.state == .refused || ($0.state == .checked && $0.reason != nil) })
        {
            throw SilentFailure(status: .badData)
        }
    }
}

extension Session {
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
