internal import Definitions
internal import Extraction
internal import Postgres
internal import Records
internal import Warehouse

/// Judges a leaf while nobody sees it: what must go, whether the grain holds, whether everything adds up.
struct LeafAudit {
    let leaf: Leaf
    let pipeline: PipelineDefinition
    let measures: [String]
    private var intakes: [DeliveryIntake]
    private var duplicates: [Int32: Int] = [:]
    private var duplicateSums: [Int32: [Int64]] = [:]
    private var records: [Int32: DeliveryRecord] = [:]
    private var coverage: [Int32: [Int32: Int]] = [:]
    private var discarded: Set<Int32> = []
    private(set) var carried: [Publication.Carried] = []

    init(_ leaf: Leaf, pipeline: PipelineDefinition, measures: [String], intakes: [DeliveryIntake]) {
        self.leaf = leaf
        self.pipeline = pipeline
        self.measures = measures
        self.intakes = intakes
    }

    private var kept: [Int] {
        intakes.indices.filter { if case .read = intakes[$0].verdict { true } else { false } }
    }

    var duplicateRows: Int { duplicates.values.reduce(0, +) }
    var carriedRows: Int { carried.reduce(0) { $0 + $1.rows } }

    /// Whether the leaf holds what was sent and what was kept back, and nothing was taken out or carried into it.
    var isAsSent: Bool { discarded.isEmpty && carried.isEmpty }

    /// Whether nothing is left that could be published.
    var isEmpty: Bool { kept.isEmpty }

    /// Takes the rows of deliveries that are not to be published out of the leaf.
    mutating func discardUnwanted(on connection: borrowing Connection) throws {
        let unwanted = intakes.filter { intake in
            if case .read = intake.verdict { return false }
            return intake.sentRows > 0 && !discarded.contains(intake.key)
        }.map(\.key)
        guard !unwanted.isEmpty else { return }
        discarded.formUnion(unwanted)
        // Emptying the table is quicker than deleting all of its rows.
        if isEmpty { try leaf.truncate(on: connection) } else { try leaf.delete(deliveries: unwanted, on: connection) }
    }

    /// Adds the rows that were kept back because they may repeat an earlier one; those that do go to the rejects.
    mutating func moveDuplicates(_ held: HeldRows, on connection: borrowing Connection) throws {
        guard !isEmpty else { return }
        let wanted = Set(kept.map { intakes[$0].key })
        let unwanted = Set(intakes.map(\.key)).subtracting(wanted)
        let sources = Dictionary(intakes.map { ($0.key, $0.source) }, uniquingKeysWith: { first, _ in first })
        let spools = Dictionary(intakes.map { ($0.key, $0.rejects) }, uniquingKeysWith: { first, _ in first })
        var (found, sums) = (duplicates, duplicateSums)
        try leaf.add(held, except: unwanted, measures: measures, on: connection) { duplicate in
            guard let rejects = spools[duplicate.delivery] else { return }
            found[duplicate.delivery, default: 0] += 1
            // A sum that wraps around does not balance.
            for (index, amount) in duplicate.amounts.enumerated() {
                sums[duplicate.delivery, default: measures.map { _ in 0 }][index] &+= amount
            }
            try rejects.append(duplicate.reject(keptSource: sources[duplicate.keptDelivery] ?? ""))
        }
        (duplicates, duplicateSums) = (found, sums)
    }

    /// Brings the rows of the amended slices that no amendment names into the leaf, so that a slice always lies in one.
    mutating func carrySurvivors(
        slicing: String, new: [SliceKeys.New], on connection: borrowing Connection
    ) throws {
        guard let index = kept.first(where: { intakes[$0].isAmendment }) else { return }
        let merge = AmendmentMerge(leaf, pipeline: pipeline.name.value, slicing: slicing)
        do {
            let result = try merge.run(
                delivery: intakes[index].key, slices: intakes[index].touched, new: new, on: connection)
            intakes[index].coveredBeside.formUnion(result.leftSlices)
            carried = result.carried
        } catch let ambiguous as AmendmentMerge.Ambiguous {
            intakes[index].verdict = .refused(
                "line \(ambiguous.line) could correct a row of each of \(ambiguous.periods); deliver those periods whole instead"
            )
            try discardUnwanted(on: connection)
        }
    }

    /// Builds the unique index, which is the proof.
    func proveGrain(on connection: borrowing Connection) throws {
        guard !isEmpty else { return }
        guard try leaf.buildUniqueIndex(on: connection) else {
            throw PipelineError(
                pipeline: pipeline.name.value, "the grain of `\(leaf.fact.name.value)` is not unique")
        }
    }

    /// Holds what was read against what the server really has, in rows and in every controlled measure.
    mutating func balance(
        started: String, definitionHash: String, on connection: borrowing Connection
    ) throws {
        let contents = try LeafContents(of: leaf, measures: measures, on: connection)
        for index in intakes.indices {
            let intake = intakes[index]
            var record = intake.record(of: pipeline, definitionHash)
            record.startedAt = started
            record.duplicateRows = duplicates[intake.key] ?? 0
            for (measure, sum) in (duplicateSums[intake.key] ?? []).enumerated() {
                record.controlTotals[measure].duplicate = sum
            }
            guard case .read = intake.verdict else {
                records[intake.key] = record
                continue
            }
            let rows = contents.rows(of: intake.key)
            record.loadedRows = rows.values.reduce(0, +)
            for measure in record.controlTotals.indices {
                guard let sum = contents.sum(measure, of: intake.key) else {
                    throw TotalTooLarge(measure: measures[measure])
                }
                record.controlTotals[measure].loaded = sum
            }
            guard record.balances else { throw unbalanced(record) }
            records[intake.key] = record
            var covered: [Int32: Int] = [:]
            for slice in intake.coverage { covered[slice] = rows[slice] ?? 0 }
            coverage[intake.key] = covered
        }
        let total = contents.parts.reduce(0) { $0 + $1.rows }
        let expected = kept.reduce(carriedRows) { $0 + (records[intakes[$1].key]?.loadedRows ?? 0) }
        guard total == expected else {
            throw PipelineError(
                pipeline: pipeline.name.value, "the leaf holds \(total) rows, its deliveries gave \(expected)")
        }
    }

    private func unbalanced(_ record: DeliveryRecord) -> PipelineError {
        let sums = record.controlTotals.filter { !$0.balances }.map { total in
            let texts = [total.read, total.loaded, total.rejected, total.duplicate].map {
                decimalText($0, scale: total.scale)
            }
            return
                "; `\(total.measure)`: read \(texts[0]), loaded \(texts[1]), rejected \(texts[2]), duplicate \(texts[3])"
        }
        return PipelineError(
            pipeline: pipeline.name.value,
            "the control totals of \(record.source) do not balance: read \(record.readRows), loaded \(record.loadedRows), rejected \(record.rejectedRows), duplicate \(record.duplicateRows)\(sums.joined())"
        )
    }

    /// Refuses deliveries that would take over half of the rows out of a slice they do not declare to speak for.
    mutating func holdBackLosses(on connection: borrowing Connection) throws {
        for index in kept where intakes[index].ready.found.covered == nil && !intakes[index].isAmendment {
            let covered = coverage[intakes[index].key] ?? [:]
            let published = try Ledger().publishedRows(covered.keys.sorted(), on: connection)
            let losing = covered.filter { slice, rows in (published[slice] ?? 0) > 2 * rows }
            guard !losing.isEmpty else { continue }
            let before = losing.keys.reduce(0) { $0 + (published[$1] ?? 0) }
            intakes[index].verdict = .refused(
                "\(losing.count) slices would lose over half of their rows (\(before) now, \(losing.values.reduce(0, +)) in the delivery); if that is right, run again with --accept"
            )
        }
        try discardUnwanted(on: connection)
    }

    /// Refuses deliveries that were held back before, or are read again for members that have become known, where a later
    /// one has been published for their slices meanwhile.
    mutating func holdBackOutdated(on connection: borrowing Connection) throws {
        for index in kept where !intakes[index].isAmendment {
            let key = intakes[index].key
            guard let record = records[key],
                let newer = try NewerDelivery.find(
                    than: record, in: (coverage[key] ?? [:]).keys.sorted(), on: connection)
            else { continue }
            intakes[index].verdict = .refused(
                "it was first read as delivery \(newer.former), and since then delivery \(newer.key), \(newer.source), has been published for its slices, whose place an older one does not take; if it is to, deliver it again under another name"
            )
        }
        try discardUnwanted(on: connection)
    }

    /// Refuses deliveries whose rows stand in another slice as well; of two in this load, the later one.
    ///
    /// What a refused one would have replaced stays, and may repeat rows of those that are left: so again, until none is.
    mutating func proveGrainEverywhere(on connection: borrowing Connection) throws {
        let audit = GrainAudit(leaf.fact)
        var refused: Set<Int32> = []
        repeat {
            refused = []
            let found = try audit.repetitions(
                of: leaf, replacing: kept.flatMap { intakes[$0].coverage }, on: connection)
            for index in kept {
                let key = intakes[index].key
                // A row that repeats one of a delivery that goes itself is judged anew without it.
                let repetitions = found[key, default: []].filter { !$0.isInLeaf || !refused.contains($0.otherDelivery) }
                guard let first = repetitions.min(by: { $0.line < $1.line }) else { continue }
                let inLoad = intakes.first { $0.key == first.otherDelivery }
                let other = try inLoad?.source ?? audit.source(of: first.otherDelivery, on: connection)
                intakes[index].verdict = .refused(
                    "\(first.rows) rows stand in another slice as well, the first on line \(first.line) and in \(other):\(first.otherLine); `unique: everywhere` asks for one row per grain"
                )
                refused.insert(key)
            }
            try discardUnwanted(on: connection)
        } while !refused.isEmpty && !isEmpty
    }

    /// The inferred members that the rows left point to: a refused delivery leaves no member behind.
    func used(
        _ inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])],
        on connection: borrowing Connection
    ) throws -> [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])] {
        guard kept.count < intakes.count else { return inferred }
        return try inferred.compactMap { dimension, members in
            let used = try leaf.used(members.map(\.key), of: dimension, on: connection)
            let left = members.filter { used.contains($0.key) }
            return left.isEmpty ? nil : (dimension: dimension, members: left)
        }
    }

    // MARK: What came of it

    var parts: [Publication.Part] {
        kept.compactMap { index in
            let intake = intakes[index]
            return records[intake.key].map {
                var part = Publication.Part(
                    delivery: $0, rejects: intake.rejects, coverage: coverage[intake.key] ?? [:], days: intake.days)
                part.extraction = intake.ready.extraction
                return part
            }
        }
    }

    var refused: [(DeliveryRecord, RejectSpool, String)] {
        intakes.compactMap { intake in
            guard case .refused(let reason) = intake.verdict, let record = records[intake.key] else { return nil }
            return (record, intake.rejects, reason)
        }
    }

    /// One for each delivery but those that must go into a later load, in order.
    var outcomes: [DeliveryOutcome] {
        intakes.compactMap { intake in
            switch intake.verdict {
            case .displaced: return nil
            case .known, .unfinished: return intake.outcomeWithoutRows(of: pipeline.name.value)
            case .read:
                var outcome = records[intake.key].map { DeliveryOutcome(.published, $0) }
                outcome?.notes = intake.summary?.notes ?? []
                return outcome
            case .refused(let reason):
                var outcome = records[intake.key].map { DeliveryOutcome(.refused, $0, reason: reason) }
                outcome?.notes = intake.summary?.notes ?? []
                return outcome
            }
        }
    }
}

extension DeliveryIntake {
    /// What the ledger is to say of it; what is only known from the server is still missing.
    func record(of pipeline: PipelineDefinition, _ definitionHash: String) -> DeliveryRecord {
        var record = DeliveryRecord(
            key: key, pipeline: pipeline.name.value, source: source, sha256: sha256, definitionHash: definitionHash)
        record.mode = ready.found.mode
        record.readRows = readRows
        record.loadedRows = acceptedRows
        record.rejectedRows = rejectedRows
        record.warnedRows = warnedRows
        record.controlTotals = controlTotals
        return record
    }

    /// The outcome of a delivery that gave no rows; nil when it did.
    func outcomeWithoutRows(of pipeline: String) -> DeliveryOutcome? {
        switch verdict {
        case .known(.published): DeliveryOutcome(.unchanged, source: source, pipeline: pipeline)
        case .known(.rolledBack): DeliveryOutcome(.rolledBack, source: source, pipeline: pipeline)
        case .unfinished(let reason): DeliveryOutcome(.waiting, source: source, pipeline: pipeline, reason: reason)
        case .read, .refused, .displaced: nil
        }
    }
}

extension Leaf.Duplicate {
    func reject(keptSource: String) -> Reject {
        Reject(
            place: place, rejectClass: .duplicate, rule: equal ? Reject.equalRule : Reject.conflictingRule,
            detail: "line \(keptLine) of \(keptSource)",
            actionEnglish: equal
                ? "The row stands in the delivery twice; the first one was loaded. Nothing is lost."
                : "Two rows share the key and differ; the first one was loaded. Ask the sender which one is right.",
            actionThai: equal
                ? "แถวซ้ำกันทั้งแถว ระบบโหลดแถวแรกไว้แล้ว ไม่มีข้อมูลสูญหาย"
                : "สองแถวใช้รหัสเดียวกันแต่ข้อมูลต่างกัน ระบบโหลดแถวแรก โปรดสอบถามผู้ส่งว่าแถวใดถูกต้อง")
    }
}
