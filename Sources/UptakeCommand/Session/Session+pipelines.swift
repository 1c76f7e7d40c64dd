import Definitions
import Extraction
import Hashing
import Periods
import Pipelines
import Postgres
import Warehouse

extension Session {
    /// Runs pipelines on a migrated warehouse, one run at a time.
    ///
    /// - Returns: the outcome of every delivery; those that are new have been printed.
    func run(
        _ pipelines: [PipelineDefinition], dryRun: Bool, acceptLosses: Bool, conninfo: String
    ) throws -> [DeliveryOutcome] {
        let connection = try Connection(connecting: conninfo)
        let lock = RunLock("run")
        guard try lock.tryTake(on: connection) else { throw Busy(holder: try lock.holder(on: connection)) }
        let dropped = try Leaf.dropOrphans(on: connection)
        if dropped > 0 { note("\(dropped) leaves of a run that was ended before it published were dropped.") }
        let key = try pseudonymKey()
        if let key, try !Ledger().accepts(keyFingerprint: key.fingerprint, on: connection) {
            throw KeyError(
                message:
                    "this is not the pseudonym key the warehouse began with; persons would be counted twice. Use that key again"
            )
        }
        if !dryRun { try connection.transaction { try ReferenceMembers(project).load(on: $0) } }
        let progress = ProgressLine(isWanted: !options.quiet && Console.isInteractive)
        let environment = PipelineRun.Environment(
            project: project, conninfo: conninfo, resolve: source, key: key, today: today.daysSinceEpoch,
            acceptLosses: acceptLosses, dryRun: dryRun, logger: logger,
            progress: progress.show)
        defer { progress.clear() }
        var outcomes: [DeliveryOutcome] = []
        var unreached: (any Error)?
        for pipeline in pipelines {
            do {
                outcomes += try PipelineRun(pipeline, in: environment).run(on: connection) { outcome in
                    progress.clear()
                    if outcome.state != .unchanged, !options.json { note(RunTable.line(outcome)) }
                }
            } catch let error as ExtractionError {
                // A source that is not there is told, and keeps no other feed waiting.
                Console.error("\(pipeline.name.value): \(error)")
                unreached = unreached ?? error
            }
        }
        if let unreached {
            Console.error(RunTable.summary(outcomes))
            throw SilentFailure(status: ExitStatus(unreached))
        }
        return outcomes
    }

    /// Brings the warehouse to what the project declares.
    func migrate(conninfo: String) throws {
        let connection = try Connection(connecting: conninfo)
        let statements = try Migration(project).run(on: connection)
        if statements > 0 { note("Migrated: \(statements) statements.") }
    }
}
