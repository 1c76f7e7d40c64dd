import Definitions
import Extraction
import Foundation
import Hashing
import Periods
import Pipelines
import Postgres
import Rules
import Warehouse

/// What is asked of a run.
struct RunRequest {
    var dryRun = false
    var acceptLosses = false
    var jobs: Int?
    /// Whether to wait while another run works.
    var waits = false
    /// The stretch of days that databases are asked for again; nil for what is new.
    var backfill: CoveredSpan?
    /// Carries Ctrl-C and SIGTERM to the work.
    let interruption = Interruption()
}

extension Session {
    /// Runs pipelines on a migrated warehouse, one run at a time, and then holds the rules against what is published.
    ///
    /// - Returns: the outcome of every delivery, of which those that are new have been printed, and how each rule
    ///   stands; a dry run judges none.
    func run(
        _ pipelines: [PipelineDefinition], _ request: RunRequest, conninfo: String
    ) throws -> (deliveries: [DeliveryOutcome], rules: [RuleStatus]) {
        let interruption = request.interruption
        let work = "run " + pipelines.map(\.name.value).joined(separator: " ")
        let load = try LoadSession(
            conninfo: conninfo, work: work, patience: request.waits ? .infinity : nil, check: interruption.check)
        interruption.watch(load.connection.cancellation())
        do {
            return try run(pipelines, request, load, interruption)
        } catch {
            // A statement that was cancelled with the work says so in its own way.
            try interruption.check()
            throw error
        }
    }

    private func run(
        _ pipelines: [PipelineDefinition], _ request: RunRequest, _ load: LoadSession, _ interruption: Interruption
    ) throws -> (deliveries: [DeliveryOutcome], rules: [RuleStatus]) {
        let dropped = try Leaf.dropOrphans(on: load.connection)
        if dropped > 0 { note("\(dropped) leaves of a run that was ended before it published were dropped.") }
        let key = try pseudonymKey()
        if let key, try !Ledger().accepts(keyFingerprint: key.fingerprint, on: load.connection) {
            throw KeyError(
                message:
                    "this is not the pseudonym key the warehouse began with; persons would be counted twice. Use that key again"
            )
        }
        if !request.dryRun {
            let told = try ReferenceMembers(project).load(today: today.daysSinceEpoch, on: load.connection)
            for line in told { note(line) }
        }
        let progress = ProgressLine(isWanted: !options.quiet && Console.isInteractive)
        let environment = PipelineRun.Environment(
            project: project, conninfo: load.conninfo, resolve: source, key: key, today: today.daysSinceEpoch,
            acceptLosses: request.acceptLosses, dryRun: request.dryRun,
            jobs: request.jobs ?? ProcessInfo.processInfo.activeProcessorCount, logger: logger,
            interruption: interruption, backfill: request.backfill, progress: progress.show)
        defer { progress.clear() }
        var outcomes: [DeliveryOutcome] = []
        var unreached: (any Error)?
        for pipeline in pipelines {
            do {
                outcomes += try PipelineRun(pipeline, in: environment).run(load) { outcome in
                    progress.clear()
                    if outcome.state != .unchanged, !options.json { note(RunTable.line(outcome)) }
                }
            } catch let error as ExtractionError {
                // A source that is not there is told, and keeps no other feed waiting.
                Console.error("\(pipeline.name.value): \(error)")
                unreached = unreached ?? error
            }
        }
        let rules = try request.dryRun ? [] : RuleRun(project).run(on: load.connection, check: interruption.check)
        if !request.dryRun, outcomes.contains(where: { $0.state == .published }) { try compact(load) }
        if let unreached {
            Console.error(RunTable.summary(outcomes))
            throw SilentFailure(status: ExitStatus(unreached))
        }
        return (outcomes, rules)
    }

    /// Rewrites many leaves as few where it pays; the run has published all it had before.
    private func compact(_ load: LoadSession) throws {
        for report in try Compaction(project).runIfItPays(on: load.connection) where !report.isIdle {
            note(
                "\(report.fact): \(grouped(report.leavesBefore)) leaves were rewritten as \(grouped(report.leavesAfter))."
            )
            if !report.left.isEmpty {
                note("\(report.left.count) old leaves wait, since \(report.reason ?? "they are read").")
            }
        }
    }

    /// Brings the warehouse to what the project declares.
    func migrate(conninfo: String, _ interruption: Interruption = Interruption()) throws {
        let connection = try Connection(connecting: conninfo)
        interruption.watch(connection.cancellation())
        do {
            let statements = try Migration(project).run(on: connection)
            if statements > 0 { note("Migrated: \(statements) statements.") }
        } catch {
            // A statement that was cancelled with the work says so in its own way.
            try interruption.check()
            throw error
        }
    }
}
