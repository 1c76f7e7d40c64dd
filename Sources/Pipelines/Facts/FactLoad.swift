internal import Definitions
internal import Extraction
internal import Logging
internal import Postgres
internal import Records
internal import Transformation
internal import Warehouse

/// Loads deliveries into a fact: one new leaf, audited while nobody sees it, then published.
///
///     stream → copy → discard → prove the grain → carry → audit → judge → publish
struct FactLoad {
    let pipeline: PipelineDefinition
    let fact: FactDefinition
    let environment: PipelineRun.Environment
    private let finder: DeliveryFinder
    private let fields: [TargetField]
    /// The controlled measures by their place among the fields.
    private let totals: [Int]
    private let slicing: String

    init(
        _ pipeline: PipelineDefinition, _ fact: FactDefinition, _ finder: DeliveryFinder,
        in environment: PipelineRun.Environment
    ) {
        self.pipeline = pipeline
        self.fact = fact
        self.finder = finder
        self.environment = environment
        let fields = TargetField.fields(of: fact, in: environment.project)
        self.fields = fields
        totals = pipeline.totals.compactMap { total in fields.firstIndex { $0.name == total.value } }
        slicing = pipeline.slice?.rule ?? ""
    }

    private var measures: [String] { totals.map { fields[$0].name } }

    /// Loads deliveries in their order, as many of them as go into one leaf.
    ///
    /// - Returns: an outcome for each of the first so many deliveries; the others must go into a later load.
    func load(
        _ deliveries: [ReadyDelivery], history: DeliveryHistory, on connection: borrowing Connection
    ) throws -> [DeliveryOutcome] {
        let retired = try slicesToRetire(on: connection)
        let keys = try KeyReserve(conninfo: environment.conninfo)
        if environment.dryRun { return try check(deliveries, history, keys) }
        var clock = StageClock(environment.logger, pipeline.name.value, first: "copy")
        let ledger = Ledger()
        let leaf = Leaf(fact, version: try ledger.next("version_key", on: connection))
        let started = try ledger.now(on: connection)
        let numbers = try ledger.next(deliveries.count, "delivery_key", on: connection)
        let stream = try FactStream(
            plan(version: leaf.version), keys: keys, history: history, in: environment, findsRepetitions: true,
            rollups: Array(try Rollups(of: fact.name.value, on: connection).held.keys))
        do {
            // In the transaction that makes a table its rows need no write-ahead log where nobody replicates
            // (`wal_level = minimal`; measured: a fifth less work for the server).
            let members = try connection.transaction { connection in
                try leaf.create(on: connection)
                return try copy(Array(zip(deliveries, numbers)), stream, keys, into: leaf, on: connection)
            }
            clock.end(rows: stream.intakes.reduce(0) { $0 + $1.sentRows }, next: "index")
            var audit = LeafAudit(leaf, pipeline: pipeline, measures: measures, intakes: stream.intakes)
            try audit.discardUnwanted(on: connection)
            try audit.proveGrain(on: connection)
            clock.end(next: "duplicates")
            try audit.moveDuplicates(stream.held, on: connection)
            clock.end(rows: audit.duplicateRows, next: "carry")
            try audit.carrySurvivors(slicing: slicing, new: stream.newSlices, on: connection)
            clock.end(rows: audit.carriedRows, next: "analyze")
            try leaf.analyze(on: connection)
            clock.end(next: "audit")
            try audit.balance(started: started, definitionHash: finder.definitionHash, on: connection)
            try audit.holdBackOutdated(on: connection)
            if !environment.acceptLosses { try audit.holdBackLosses(on: connection) }
            if pipeline.unique == .everywhere { try audit.proveGrainEverywhere(on: connection) }
            clock.end(next: "publish")
            try environment.interruption.check()
            if audit.isEmpty {
                try leaf.drop(on: connection)
            } else {
                var publication = Publication(
                    leaf: leaf, pipeline: pipeline.name.value, parts: audit.parts, newSlices: stream.newSlices,
                    slicing: slicing, retired: retired, inferred: try audit.used(stream.inferred, on: connection),
                    members: members)
                publication.carried = audit.carried
                if audit.isAsSent { publication.tallies = stream.tallies }
                try publication.commit(on: connection)
            }
            try record(refused: audit, on: connection)
            clock.end(next: "done")
            return audit.outcomes
        } catch {
            // The load's own error is the one to show; a leaf left behind is dropped by the next run.
            do { try leaf.drop(on: connection) } catch {
                environment.logger.debug("leaf left behind", metadata: ["leaf": "\(leaf.name)", "error": "\(error)"])
            }
            // A source that does not answer has said itself what is wrong; other feeds do not wait for it.
            if error is Interrupted || error is ExtractionError { throw error }
            throw LoadFailure(
                pipeline: pipeline.name.value, stage: clock.stage, sources: deliveries.map(\.found.source),
                underlying: error)
        }
    }

    func plan(version: Int32) -> FactStream.Plan {
        FactStream.Plan(
            pipeline: pipeline, fact: fact, fields: fields, totals: totals, version: version, slicing: slicing)
    }

    /// Streams the deliveries into the leaf: one thread encodes, this one sends, so that client and server work at the
    /// same time.
    ///
    /// - Returns: what the dimensions looked like when rows were looked up in them.
    func copy(
        _ deliveries: [(ready: ReadyDelivery, key: Int32)], _ stream: FactStream, _ keys: KeyReserve, into leaf: Leaf,
        on connection: borrowing Connection
    ) throws -> MemberFingerprint {
        let messages = Conveyor<[UInt8]>(capacity: 4)
        let pool = BufferPool<[UInt8]>()
        let dimensions = fact.roles.compactMap { environment.project.dimensions[$0.dimension.value] }
        let members = try keys.fingerprint(of: dimensions)
        let thread = BackgroundThread("encodes") { [finder] in
            do {
                try stream.run(deliveries, open: { try finder.open($0) }) { encoder in
                    try messages.put(encoder.takeBytes(replacingWith: pool.take() ?? []))
                }
                messages.end(.success(()))
            } catch {
                messages.end(.failure(error))
            }
        }
        var isJoined = false
        // The thread uses what this function lends it, so it must have ended before the function does.
        defer {
            if !isJoined {
                messages.abandon()
                thread.join()
            }
        }
        let taken = try connection.copyIn(leaf.copyStatement) { writer in
            while let message = try messages.take() {
                try environment.interruption.check()
                try writer.send(message.span, inPiecesOf: 256 << 10)
                pool.giveBack(message)
            }
        }
        thread.join()
        isJoined = true
        let sent = stream.intakes.reduce(0) { $0 + $1.sentRows }
        guard taken == sent else {
            throw PipelineError(pipeline: pipeline.name.value, "the server took \(taken) rows of \(sent) sent")
        }
        return members
    }

    /// Reads and checks everything and writes nothing.
    private func check(
        _ deliveries: [ReadyDelivery], _ history: DeliveryHistory, _ keys: KeyReserve
    ) throws -> [DeliveryOutcome] {
        let stream = try FactStream(
            plan(version: 0), keys: keys, history: history, in: environment, findsRepetitions: false)
        try stream.run(deliveries.map { ($0, 0) }, open: finder.open, sink: nil)
        return stream.intakes.compactMap { intake in
            switch intake.verdict {
            case .displaced: nil
            case .read: DeliveryOutcome(.checked, intake.record(of: pipeline, finder.definitionHash))
            case .refused(let reason):
                DeliveryOutcome(.checked, intake.record(of: pipeline, finder.definitionHash), reason: reason)
            case .known, .unfinished: intake.outcomeWithoutRows(of: pipeline.name.value)
            }
        }
    }

    /// Finds slices that were cut by another rule; beside the new ones they would count rows twice.
    private func slicesToRetire(on connection: borrowing Connection) throws -> [Int32] {
        let slices = try SliceKeys.published(of: pipeline.name.value, exceptBy: slicing, on: connection)
        guard slices.isEmpty || environment.acceptLosses || environment.dryRun else {
            throw PipelineError(
                pipeline: pipeline.name.value,
                "its `slice:` has changed, and \(slices.count) slices that were cut by the old rule are published; with --accept they are retired together, so see that all of its deliveries are there to be read again"
            )
        }
        return slices
    }

    /// Puts refused deliveries into the ledger; they are tried again on the next run.
    private func record(refused audit: LeafAudit, on connection: borrowing Connection) throws {
        guard !audit.refused.isEmpty else { return }
        try connection.transaction { connection in
            for (record, rejects, reason) in audit.refused {
                try Ledger().insert(
                    record, rejects: rejects, state: "refused", reason: reason, version: nil, days: nil,
                    on: connection)
            }
        }
    }
}
