internal import Definitions
internal import Extraction
internal import Postgres
internal import Warehouse

/// Loads one delivery into a dimension: members and versions, the rows of facts that they concern, and the ledger, all
/// at once.
///
///     read → judge → work out the changes → re-key → publish
struct DimensionLoad {
    private let pipeline: PipelineDefinition
    private let dimension: DimensionDefinition
    private let environment: PipelineRun.Environment
    private let finder: DeliveryFinder

    init(
        _ pipeline: PipelineDefinition, _ dimension: DimensionDefinition, _ finder: DeliveryFinder,
        in environment: PipelineRun.Environment
    ) {
        self.pipeline = pipeline
        self.finder = finder
        self.dimension = dimension
        self.environment = environment
    }

    func load(
        _ delivery: ReadyDelivery, history: DeliveryHistory, on connection: borrowing Connection
    ) throws -> DeliveryOutcome {
        let ledger = Ledger()
        let started = try ledger.now(on: connection)
        let number = environment.dryRun ? 0 : try ledger.next("delivery_key", on: connection)
        let fingerprint = try MemberFingerprint(of: [dimension] + referenced, on: connection)
        var intake = DeliveryIntake(delivery, key: number, controlTotals: [])
        var reader = DimensionReader(pipeline, dimension, in: environment)
        do {
            try reader.read(try finder.open(delivery), &intake)
        } catch let error as ExtractionError {
            switch error.kind {
            case .badInput:
                intake.verdict = .refused(error.description)
                intake.contentHash = delivery.found.contentHash
            case .changing: intake.verdict = .unfinished(error.description)
            case .missingInput:
                // A file may have been taken away meanwhile; a database that cannot be reached is a fault.
                guard delivery.found.path != nil else { throw error }
                intake.verdict = .unfinished(error.description)
            }
        }
        if case .read = intake.verdict { intake.verdict = intake.judged(by: pipeline, history) }
        var list: MemberList?
        // A file of corrected rows is no list of all members.
        if case .read = intake.verdict, let full = pipeline.full, delivery.found.mode == .replace {
            list = MemberList(full, of: delivery.found, reader, today: environment.today)
            if let problem = list?.problem { intake.verdict = .refused(problem) }
        }
        if let outcome = intake.outcomeWithoutRows(of: pipeline.name.value) { return outcome }
        var record = intake.record(of: pipeline, finder.definitionHash)
        record.startedAt = started
        record.duplicateRows = reader.duplicates
        record.loadedRows = reader.rows.count
        var notes = (intake.summary?.notes ?? []) + (list?.notes ?? [])
        var reason: String?
        if case .refused(let why) = intake.verdict { reason = why }
        if environment.dryRun { return DeliveryOutcome(.checked, record, reason: reason) }
        guard reason != nil || record.balances else {
            throw PipelineError(pipeline: pipeline.name.value, "the rows of \(record.source) do not add up")
        }
        var changes: MemberChanges?
        if reason == nil {
            let worked = try MemberLoad(dimension).changes(
                by: reader.rows, list: list?.members, today: environment.today, on: connection)
            reason = worked.problem ?? (environment.acceptLosses ? nil : list?.objection(to: worked))
            if reason == nil { changes = worked }
        }
        try environment.interruption.check()
        let rekeying = try changes.map { try Rekeying(environment.project, [$0]).prepare(fingerprint, on: connection) }
        try environment.interruption.check()
        let finished = record
        try connection.transaction { connection in
            if let changes {
                try fingerprint.check(writing: [dimension.name.value], on: connection)
                try changes.write(on: connection)
                try rekeying?.publish(on: connection)
            }
            try ledger.insert(
                finished, rejects: intake.rejects, state: reason == nil ? "published" : "refused", reason: reason,
                version: nil, days: nil, on: connection)
        }
        if let vanished = changes?.vanished, vanished > 0, let list { notes.append(list.note(closed: vanished)) }
        notes += rekeying?.reports.map(\.text) ?? []
        if changes != nil {
            notes += try HierarchyAudit(environment.project).findings(in: dimension, on: connection)
                .map { "\($0.location): warning: \($0.text)" }
        }
        var outcome = DeliveryOutcome(reason == nil ? .published : .refused, record, reason: reason)
        outcome.notes = notes
        return outcome
    }

    /// The dimensions that rows are looked up in.
    private var referenced: [DimensionDefinition] {
        dimension.columns.compactMap { $0.references.flatMap { environment.project.dimensions[$0.value] } }
    }
}
