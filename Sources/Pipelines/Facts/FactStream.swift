internal import Definitions
internal import Extraction
internal import Hashing
internal import Records
internal import Transformation
internal import Warehouse

/// Two deliveries of one load speak for the same slice.
private struct SliceConflict: Error {}

/// The rows of one load on their way from the sources to the encoder: delivery by delivery in their order, each read
/// ahead by a thread of its own.
///
/// A class, since it goes to the encoding thread and comes back with what it has counted.
final class FactStream {
    /// What a load begins with.
    struct Plan {
        let pipeline: PipelineDefinition
        let fact: FactDefinition
        let fields: [TargetField]
        /// The places of the controlled measures among the fields.
        let totals: [Int]
        let version: Int32
        let slicing: String
    }

    private let plan: Plan
    private let environment: PipelineRun.Environment
    private let keys: KeyReserve
    private let history: DeliveryHistory
    private let indexes: MemberIndexes
    private let grain: [Int]
    private let event: Int?
    private let findsRepetitions: Bool
    private var slices: SliceKeys
    private var filter: RepeatFilter
    private var transformers: [[String]: Transformer] = [:]
    private let pool = BufferPool<RecordBatch>()
    private(set) var intakes: [DeliveryIntake] = []
    /// Rows that may repeat an earlier one.
    private(set) var held = HeldRows()
    /// What the fact's rollups hold of the rows that were sent.
    private(set) var tallies: [RollupTally]
    /// Which deliveries speak for which slices.
    private var owners: [Int32: Int32] = [:]

    /// - Parameters:
    ///   - history: tells content that is there already.
    ///   - rollups: what is to be added up of the rows that are sent.
    init(
        _ plan: Plan, keys: KeyReserve, history: DeliveryHistory, in environment: PipelineRun.Environment,
        findsRepetitions: Bool, rollups: [RollupDefinition] = []
    ) throws {
        self.plan = plan
        tallies = rollups.compactMap { RollupTally($0, fields: plan.fields.map { ($0.name, $0.kind) }) }
        self.keys = keys
        self.history = history
        self.environment = environment
        indexes = MemberIndexes(keys)
        slices = try keys.slices(of: plan.pipeline.name.value, slicing: plan.slicing)
        grain = plan.fact.grain.compactMap { column in plan.fields.firstIndex { $0.name == column.value } }
        event = plan.fields.firstIndex { $0.name == plan.fact.event.value }
        self.findsRepetitions = findsRepetitions
        filter = RepeatFilter(bits: findsRepetitions ? 29 : 10)
    }

    /// The slices that did not exist before.
    var newSlices: [SliceKeys.New] { slices.new }

    /// The members that rows have named and nobody has described.
    var inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])] { indexes.inferred }

    /// Reads, checks and encodes all deliveries, or as many as fit into one load.
    ///
    /// - Parameters:
    ///   - deliveries: each with its number.
    ///   - open: opens the source of a delivery; called on a reading thread.
    ///   - sink: takes the encoded rows of each batch; nil when nothing is to be written.
    func run(
        _ deliveries: [(ready: ReadyDelivery, key: Int32)],
        open: @escaping (ReadyDelivery) throws -> any RecordSource,
        sink: ((inout CopyEncoder) throws -> Void)?
    ) throws {
        var feeds: [BatchFeed] = []
        defer { for feed in feeds { feed.close() } }
        var encoder = CopyEncoder()
        encoder.begin()
        for (index, delivery) in deliveries.enumerated() {
            while feeds.count < min(index + max(environment.jobs, 1), deliveries.count) {
                let ready = deliveries[feeds.count].ready
                feeds.append(BatchFeed(ready.found.source, pool: pool) { try open(ready) })
            }
            var intake = DeliveryIntake(
                delivery.ready, key: delivery.key, controlTotals: plan.pipeline.emptyTotals(plan.totals, plan.fields))
            do {
                try take(feeds[index], &intake, &encoder, sink)
                intake.verdict = intake.judged(by: plan.pipeline, history)
            } catch let error as ExtractionError {
                switch error.kind {
                case .badInput:
                    intake.verdict = .refused(error.description)
                    // It was not read to its end.
                    intake.contentHash = delivery.ready.found.contentHash
                case .changing: intake.verdict = .unfinished(error.description)
                case .missingInput:
                    // A file may have been taken away meanwhile; a database that cannot be reached is a fault.
                    guard delivery.ready.found.path != nil else { throw error }
                    intake.verdict = .unfinished(error.description)
                }
            } catch is SliceConflict {
                intake.verdict = .displaced
            } catch let error as TotalTooLarge {
                intake.verdict = .refused(error.description)
            }
            feeds[index].close()
            intakes.append(intake)
            if case .displaced = intake.verdict { break }
            if case .read = intake.verdict { for slice in intake.coverage { owners[slice] = intake.key } }
        }
        encoder.end()
        try sink?(&encoder)
    }

    private func take(
        _ feed: BatchFeed, _ intake: inout DeliveryIntake, _ encoder: inout CopyEncoder,
        _ sink: ((inout CopyEncoder) throws -> Void)?
    ) throws {
        try feed.open()
        let found = intake.ready.found
        var transformer = try transformer(for: feed.columns)
        var slicer = try Slicer(
            plan.pipeline, fields: plan.fields, sourceColumns: feed.columns, covered: found.covered)
        try cover(&intake, slicer)
        let grainOfSlices = slicer.grain
        var typed = TypedBatch(kinds: transformer.kinds)
        var rowSlices: [Int32] = []
        var accepted: [Int32] = []
        var hashes: [UInt64] = []
        var touched: Set<Int32> = []
        while let batch = try feed.next() {
            try environment.interruption.check()
            try transformer.transform(batch.records, today: environment.today, into: &typed)
            try slicer.assign(&typed, batch.records, to: &rowSlices) { identity in
                let key = try self.key(of: identity, grainOfSlices)
                guard owners[key] == nil else { throw SliceConflict() }
                touched.insert(key)
                return key
            }
            intake.touched = touched
            try intake.count(typed, batch.rejects, totals: plan.totals, event: event)
            environment.progress(found.source, intake.readRows)
            if let sink {
                accepted.removeAll(keepingCapacity: true)
                hashes.removeAll(keepingCapacity: true)
                for row in 0..<typed.rowCount where typed.accepted[row] {
                    accepted.append(Int32(truncatingIfNeeded: row))
                }
                if findsRepetitions {
                    GrainHash.append(typed, accepted.span, rowSlices.span, grain, to: &hashes)
                    try held.keep(
                        &accepted, of: typed, from: batch.records, hashes: hashes, filter: &filter, slices: rowSlices,
                        version: plan.version, delivery: intake.key)
                }
                intake.sentRows += accepted.count
                for index in tallies.indices { tallies[index].add(typed, rows: accepted, slices: rowSlices) }
                encoder.append(
                    typed, rows: accepted, slices: rowSlices, version: plan.version, delivery: intake.key)
                try sink(&encoder)
            }
            feed.recycle(batch.records)
        }
        intake.summary = feed.summary
    }

    /// Files of one feed may have their columns in different orders.
    private func transformer(for columns: [String]) throws -> Transformer {
        if let known = transformers[columns] { return known }
        let transformer = try Transformer(
            plan.pipeline, fields: plan.fields, sourceColumns: columns, event: plan.fact.event.value,
            references: environment.project.references, key: environment.key, members: indexes.index)
        transformers[columns] = transformer
        return transformer
    }

    private func key(of identity: Slicer.Identity, _ grain: PipelineDefinition.Slice.Grain) throws -> Int32 {
        try keys.sliceKey(&slices, period: grain.text(ofPeriod: identity.period), part: identity.part)
    }

    /// Adds the slices that the delivery declares to speak for.
    private func cover(_ intake: inout DeliveryIntake, _ slicer: Slicer) throws {
        guard let covered = intake.ready.found.covered, !intake.isAmendment else { return }
        let identities = covered.flatMap { span in
            slicer.identities(in: span) { period in slices.parts(ofPeriod: slicer.grain.text(ofPeriod: period)) }
        }
        for identity in identities {
            let key = try key(of: identity, slicer.grain)
            guard owners[key] == nil else { throw SliceConflict() }
            intake.coveredBeside.insert(key)
        }
    }
}

extension PipelineDefinition {
    /// The controlled sums of a delivery before its first row.
    func emptyTotals(_ totals: [Int], _ fields: [TargetField]) -> [DeliveryRecord.ControlTotal] {
        totals.map { index in
            var scale = 0
            if case .decimal(let decimals) = fields[index].kind { scale = decimals }
            return DeliveryRecord.ControlTotal(measure: fields[index].name, scale: scale)
        }
    }
}
