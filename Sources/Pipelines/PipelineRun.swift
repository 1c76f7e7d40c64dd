package import Definitions
internal import Extraction
package import Foundation
package import Hashing
package import Logging
internal import Postgres
package import Warehouse

/// One run of one pipeline: everything its source has delivered that is not published yet.
///
///     find → recognise → order → (per load) extract → transform → write a leaf → audit → publish → sweep
///
/// `run` composes the stages; each is one file of this folder.
package struct PipelineRun {
    /// What a run needs to know of the world around it.
    package struct Environment {
        package let project: Project
        /// How to reach the warehouse; some stages need connections of their own.
        package let conninfo: String
        /// How to reach a named source database.
        package let resolve: (ProjectSettings.NamedConnection) throws -> String
        package let key: PseudonymKey?
        /// The day of this run, in days since 2000-01-01, in the project's time zone.
        package let today: Int32
        /// Publishes deliveries that would take most of the rows out of a slice.
        package let acceptLosses: Bool
        /// Reads and checks everything and changes nothing.
        package let dryRun: Bool
        /// How many files are read at the same time.
        package let jobs: Int
        package let logger: Logger
        package let interruption: Interruption
        /// The stretch of days that databases are asked for again; nil for what is new.
        package let backfill: CoveredSpan?
        /// The time against which the age of files is judged.
        package let clock: () -> Date
        /// Is told after every batch which delivery is being read and how many rows of it are.
        package let progress: (_ source: String, _ rows: Int) -> Void

        package init(
            project: Project, conninfo: String, resolve: @escaping (ProjectSettings.NamedConnection) throws -> String,
            key: PseudonymKey?, today: Int32, acceptLosses: Bool, dryRun: Bool, jobs: Int = 2, logger: Logger,
            interruption: Interruption = Interruption(), backfill: CoveredSpan? = nil,
            clock: @escaping () -> Date = { Date() },
            progress: @escaping (_ source: String, _ rows: Int) -> Void = { _, _ in }
        ) {
            self.project = project
            self.conninfo = conninfo
            self.resolve = resolve
            self.key = key
            self.today = today
            self.acceptLosses = acceptLosses
            self.dryRun = dryRun
            self.jobs = jobs
            self.logger = logger
            self.interruption = interruption
            self.backfill = backfill
            self.clock = clock
            self.progress = progress
        }
    }

    /// How much one load takes: enough that many small files share a leaf, not so much that a fault costs hours.
    private static let loadBytes: Int64 = 256 << 20
    private static let loadDeliveries = 1000

    private let pipeline: PipelineDefinition
    private let environment: Environment
    private let finder: DeliveryFinder

    package init(_ pipeline: PipelineDefinition, in environment: Environment) {
        self.pipeline = pipeline
        self.environment = environment
        finder = DeliveryFinder(pipeline, in: environment)
    }

    /// Loads what is new, in the declared order.
    ///
    /// - Parameters:
    ///   - session: the session that holds the lock; it is connected anew after transient faults.
    ///   - report: is called with each outcome as soon as it stands in the ledger.
    /// - Returns: the outcome of every delivery found.
    package func run(
        _ session: LoadSession, report: (DeliveryOutcome) -> Void = { _ in }
    ) throws -> [DeliveryOutcome] {
        var outcomes: [DeliveryOutcome] = []
        func tell(_ outcome: DeliveryOutcome) {
            report(outcome)
            outcomes.append(outcome)
        }
        let findings = try finder.find()
        findings.waiting.forEach(tell)
        for (found, reason) in findings.refused { tell(try refuse(found, because: reason, session)) }
        let late = try lateMembers(session)
        var pending = try recognise(findings.deliveries, late, session, tell)
        while !pending.isEmpty {
            try environment.interruption.check()
            let taken = try Retry(environment, pipeline.name.value).run(session) {
                try takeSome(pending, late, session)
            }
            taken.forEach(tell)
            pending.removeFirst(taken.count)
        }
        if !environment.dryRun {
            try Sweep(pipeline, environment.project.directory).run(outcomes, findings.deliveries)
        }
        return outcomes
    }

    /// Tells at once the files that are as they were when their content was published, and orders the others.
    ///
    /// Content that is only read anew, under a corrected definition, keeps its old place in the order.
    private func recognise(
        _ found: [FoundDelivery], _ late: [LateMembers], _ session: LoadSession, _ tell: (DeliveryOutcome) -> Void
    ) throws -> [FoundDelivery] {
        let history = try history(late, session)
        var pending: [(former: Int32, found: FoundDelivery)] = []
        for delivery in found {
            let sha256 = delivery.recorded.flatMap { history.sha256(of: delivery.source, $0) }
            if let sha256, let known = history.knowledge(of: delivery, sha256: sha256) {
                tell(outcome(known, delivery))
                continue
            }
            // A file that was touched since, or refused, has its old place too.
            let content = sha256 ?? (history.wasReadOtherwise(delivery.source) ? delivery.contentHash : nil)
            let former = content.flatMap { history.formerPlace(of: delivery.source, sha256: $0) }
            pending.append((former ?? Int32.max, delivery))
        }
        // A stable sort: those without a former place stay in the declared order.
        return pending.enumerated().sorted { ($0.element.former, $0.offset) < ($1.element.former, $1.offset) }
            .map(\.element.found)
    }

    private func history(_ late: [LateMembers], _ session: LoadSession) throws -> DeliveryHistory {
        try DeliveryHistory(
            of: pipeline.name.value, definitionHash: finder.definitionHash,
            reopened: Dictionary(late.map { ($0.source, Int32(truncatingIfNeeded: $0.delivery)) }) { max($0, $1) },
            on: session.connection)
    }

    /// What is to be read again, since members that its rows were refused for have become known.
    ///
    /// Of a database, what is superseded is asked for no more than other slices are.
    private func lateMembers(_ session: LoadSession) throws -> [LateMembers] {
        try LateMembers.find(of: pipeline, in: environment.project, on: session.connection)
            .filter { $0.supersededBy == nil || pipeline.source.database != nil }
    }

    private func outcome(_ known: DeliveryHistory.Knowledge, _ delivery: FoundDelivery) -> DeliveryOutcome {
        DeliveryOutcome(
            known == .published ? .unchanged : .rolledBack, source: delivery.source, pipeline: pipeline.name.value)
    }

    /// A file that was moved away or written to since it was found.
    private func waiting(_ found: FoundDelivery, _ error: ExtractionError) -> DeliveryOutcome {
        DeliveryOutcome(.waiting, source: found.source, pipeline: pipeline.name.value, reason: error.description)
    }

    /// Takes the first deliveries: as many as one load holds, or one that needs none.
    ///
    /// - Returns: an outcome for each of the first so many.
    private func takeSome(
        _ pending: [FoundDelivery], _ late: [LateMembers], _ session: LoadSession
    ) throws -> [DeliveryOutcome] {
        let history = try history(late, session)
        if let database = pipeline.source.database, let found = pending.first {
            return try takeExtraction(found, database, late, history, session)
        }
        var ready: [ReadyDelivery] = []
        var bytes: Int64 = 0
        for found in pending {
            let isFull = !ready.isEmpty && (bytes + found.bytes > Self.loadBytes || ready.count >= Self.loadDeliveries)
            if isFull || (!ready.isEmpty && (!sharesLoads || found.mode == .amend)) { break }
            do {
                let (prepared, known, sha256) = try finder.prepare(found, history)
                if let known {
                    // What is loaded first must be told first.
                    guard ready.isEmpty else { break }
                    try remember(found, sha256, session)
                    return [outcome(known, found)]
                }
                if let prepared { ready.append(prepared) }
            } catch let error as ExtractionError {
                guard ready.isEmpty else { break }
                guard error.kind == .badInput else { return [waiting(found, error)] }
                return [try refuse(found, because: error.description, session)]
            }
            bytes += found.bytes
            if found.mode == .amend { break }
        }
        var outcomes = try load(ready, history, session)
        for index in outcomes.indices { outcomes[index].notes += notes(outcomes[index], late) }
        if !environment.dryRun {
            for (delivery, outcome) in zip(ready, outcomes) { try remember(delivery.found, outcome, session) }
        }
        return outcomes
    }

    private func notes(_ outcome: DeliveryOutcome, _ late: [LateMembers]) -> [String] {
        late.filter { $0.source == outcome.source }.map {
            "read again: \($0.rows) of its refused rows name members that have become known since"
        }
    }

    /// Takes what a database has to give: nothing when it has not changed.
    private func takeExtraction(
        _ found: FoundDelivery, _ database: DatabaseSourceDefinition, _ late: [LateMembers],
        _ history: DeliveryHistory, _ session: LoadSession
    ) throws -> [DeliveryOutcome] {
        let deliveries = DatabaseDelivery(pipeline, database, finder, in: environment)
        do {
            defer { environment.interruption.watch(source: nil) }
            guard let ready = try deliveries.prepare(found, history, late, on: session.connection) else {
                return [DeliveryOutcome(.unchanged, source: found.source, pipeline: pipeline.name.value)]
            }
            var outcomes = try load([ready], history, session)
            for index in outcomes.indices { outcomes[index].notes += notes(outcomes[index], late) }
            if !environment.dryRun, outcomes.first?.state == .unchanged, let extraction = ready.extraction {
                try session.connection.transaction { try extraction.write(on: $0) }
            }
            return outcomes
        } catch let error as ExtractionError {
            try environment.interruption.check()
            // A database that cannot be reached is a fault.
            guard error.kind == .badInput else { throw error }
            return [try refuse(found, because: error.description, session)]
        }
    }

    /// Rows of members have no slices that could be told apart.
    private var sharesLoads: Bool { environment.project.facts[pipeline.load.value] != nil }

    private func load(
        _ ready: [ReadyDelivery], _ history: DeliveryHistory, _ session: LoadSession
    ) throws -> [DeliveryOutcome] {
        environment.interruption.watch(session.connection.cancellation())
        do {
            if let fact = environment.project.facts[pipeline.load.value] {
                return try FactLoad(pipeline, fact, finder, in: environment)
                    .load(ready, history: history, on: session.connection)
            }
            if let dimension = environment.project.dimensions[pipeline.load.value] {
                return try ready.prefix(1).map {
                    try DimensionLoad(pipeline, dimension, finder, in: environment)
                        .load($0, history: history, on: session.connection)
                }
            }
        } catch {
            // A statement that was cancelled with the work says so in its own way.
            try environment.interruption.check()
            throw error
        }
        throw PipelineError(pipeline: pipeline.name.value, "it loads `\(pipeline.load.value)`, which is not declared")
    }

    private func remember(_ found: FoundDelivery, _ outcome: DeliveryOutcome, _ session: LoadSession) throws {
        guard outcome.state == .published, let sha256 = outcome.record?.sha256 else { return }
        try remember(found, sha256, session)
    }

    /// Notes what a file looked like, so that it need not be read to be known again.
    ///
    /// A file that was changed within the clock's last ticks could change again without looking different.
    private func remember(_ found: FoundDelivery, _ sha256: String?, _ session: LoadSession) throws {
        guard let file = found.recorded, let sha256, !environment.dryRun else { return }
        let seconds = environment.clock().timeIntervalSince1970
        guard Double(max(file.modifiedAt, file.changedAt)) / 1e9 < seconds - 2 else { return }
        try DeliveryHistory.record(
            file, of: pipeline.name.value, source: found.source, sha256: sha256, on: session.connection)
    }

    /// Puts a delivery that cannot be read at all into the ledger; it is tried again on the next run.
    private func refuse(
        _ found: FoundDelivery, because reason: String, _ session: LoadSession
    ) throws -> DeliveryOutcome {
        var record = DeliveryRecord(
            key: 0, pipeline: pipeline.name.value, source: found.source,
            sha256: found.contentHash ?? SHA256Digest(of: reason).description, definitionHash: finder.definitionHash)
        record.mode = found.mode
        if environment.dryRun { return DeliveryOutcome(.checked, record, reason: reason) }
        let ledger = Ledger()
        record.key = try ledger.next("delivery_key", on: session.connection)
        record.startedAt = try ledger.now(on: session.connection)
        let refused = record
        try session.connection.transaction { connection in
            try ledger.insert(
                refused, rejects: nil, state: "refused", reason: reason, version: nil, days: nil, on: connection)
        }
        return DeliveryOutcome(.refused, record, reason: reason)
    }
}
