internal import Definitions
internal import Extraction
internal import Hashing
internal import Logging
internal import Postgres
internal import Records
internal import Transformation
internal import Warehouse

/// Loads one delivery into a fact: a new leaf, audited while nobody sees it, then published.
struct FactLoad {
    private let pipeline: PipelineDefinition
    private let fact: FactDefinition
    private let environment: PipelineRun.Environment
    private let fields: [TargetField]
    /// The controlled measures by their place among the fields.
    private let totals: [Int]

    init(_ pipeline: PipelineDefinition, _ fact: FactDefinition, in environment: PipelineRun.Environment) {
        self.pipeline = pipeline
        self.fact = fact
        self.environment = environment
        let fields = TargetField.fields(of: fact, in: environment.project)
        self.fields = fields
        totals = pipeline.totals.compactMap { total in fields.firstIndex { $0.name == total.value } }
    }

    func load(_ delivery: Delivery, on connection: borrowing Connection) throws -> DeliveryOutcome {
        let ledger = Ledger()
        let retired = try slicesToRetire(on: connection)
        let keys = try KeyReserve(conninfo: environment.conninfo)
        var rows = try FactRows(pipeline, fact, fields: fields, totals: totals, delivery, keys, in: environment)
        if environment.dryRun {
            try rows.readAll { _ in }
            let record = finished(rows, delivery, key: 0)
            return DeliveryOutcome(.checked, record, reason: RejectLimitCheck(pipeline).reason(to: record))
        }
        let leaf = Leaf(fact, version: try ledger.next("version_key", on: connection))
        let key = try ledger.next("delivery_key", on: connection)
        let started = try ledger.now(on: connection)
        let rejects = RejectSpool(delivery: key)
        rows.rejects = rejects
        try leaf.create(on: connection)
        do {
            let taken = try connection.copyIn(leaf.copyStatement) { writer in
                try rows.write(version: leaf.version, delivery: key, to: writer)
            }
            var record = finished(rows, delivery, key: key)
            record.startedAt = started
            guard taken == record.loadedRows else {
                throw PipelineError(
                    pipeline: pipeline.name.value, "the server took \(taken) rows of \(record.loadedRows) sent")
            }
            let coverage = try audit(leaf, &record, rejects, on: connection)
            if let reason = try refusal(record, coverage, ledger, on: connection) {
                try leaf.drop(on: connection)
                let refused = record
                try connection.transaction { connection in
                    try ledger.insert(
                        refused, rejects: rejects, state: "refused", reason: reason, version: nil, days: nil, on: connection)
                }
                return DeliveryOutcome(.refused, record, reason: reason)
            }
            try Publication(
                leaf: leaf, delivery: record, rejects: rejects, newSlices: rows.newSlices, slicing: pipeline.slice?.rule ?? "",
                retired: retired, coverage: coverage, inferred: rows.inferred, days: rows.days
            ).commit(on: connection)
            return DeliveryOutcome(.published, record)
        } catch {
            // The load's own error is the one to show; a leaf left behind is dropped by the next run.
            do { try leaf.drop(on: connection) } catch {
                environment.logger.warning("leaf left behind", metadata: ["leaf": "\(leaf.name)", "error": "\(error)"])
            }
            throw error
        }
    }

    /// Finds slices that were cut by another rule; beside the new ones they would count rows twice.
    private func slicesToRetire(on connection: borrowing Connection) throws -> [Int32] {
        let slices = try SliceKeys.published(
            of: pipeline.name.value, exceptBy: pipeline.slice?.rule ?? "", on: connection)
        guard slices.isEmpty || environment.acceptLosses || environment.dryRun else {
            throw PipelineError(
                pipeline: pipeline.name.value,
                "its `slice:` has changed, and \(slices.count) slices that were cut by the old rule are published; with --accept they are retired together, so see that all of its deliveries are there to be read again"
            )
        }
        return slices
    }

    private func finished(_ rows: FactRows, _ delivery: Delivery, key: Int32) -> DeliveryRecord {
        var record = DeliveryRecord(
            key: key, pipeline: pipeline.name.value, source: delivery.source, sha256: delivery.sha256.description,
            definitionHash: DeliveryFinder(pipeline, in: environment).definitionHash)
        record.readRows = rows.acceptedRows + rows.rejectedRows
        record.loadedRows = rows.acceptedRows
        record.rejectedRows = rows.rejectedRows
        record.warnedRows = rows.warnedRows
        record.controlTotals = rows.controlTotals
        return record
    }

    /// Proves the grain and the control totals on what the server really holds.
    ///
    /// - Returns: the rows of each slice.
    private func audit(
        _ leaf: Leaf, _ record: inout DeliveryRecord, _ rejects: RejectSpool, on connection: borrowing Connection
    ) throws -> [Int32: Int] {
        let measures = totals.map { fields[$0].name }
        if try !leaf.buildUniqueIndex(on: connection) {
            for duplicate in try leaf.removeDuplicates(measures: measures, on: connection) {
                record.duplicateRows += 1
                for (index, amount) in duplicate.amounts.enumerated() {
                    // A sum that wraps around does not balance.
                    record.controlTotals[index].duplicate &+= amount
                }
                try rejects.append(Self.reject(duplicate, source: record.source))
            }
            guard try leaf.buildUniqueIndex(on: connection) else {
                throw PipelineError(
                    pipeline: pipeline.name.value, "the grain of `\(fact.name.value)` is still not unique")
            }
        }
        try leaf.analyze(on: connection)
        let contents = try leaf.contents(measures: measures, on: connection)
        record.loadedRows = contents.rows.values.reduce(0, +)
        for index in record.controlTotals.indices { record.controlTotals[index].loaded = contents.sums[index] }
        guard record.balances else {
            throw PipelineError(
                pipeline: pipeline.name.value,
                "the control totals of \(record.source) do not balance: read \(record.readRows), loaded \(record.loadedRows), rejected \(record.rejectedRows), duplicate \(record.duplicateRows)"
            )
        }
        return contents.rows
    }

    private static func reject(_ duplicate: Leaf.Duplicate, source: String) -> Reject {
        let place = Reject.Place(line: duplicate.line, byteOffset: 0, byteLength: 0)
        let kind = duplicate.equal ? "equal" : "conflicting"
        return Reject(
            place: place, rejectClass: .duplicate, rule: "\(kind) to another row",
            detail: "line \(duplicate.keptLine) of \(source)",
            actionEnglish: duplicate.equal
                ? "The row stands in the delivery twice; the first one was loaded. Nothing is lost."
                : "Two rows share the key and differ; the first one was loaded. Ask the sender which one is right.",
            actionThai: duplicate.equal
                ? "แถวซ้ำกันทั้งแถว ระบบโหลดแถวแรกไว้แล้ว ไม่มีข้อมูลสูญหาย"
                : "สองแถวใช้รหัสเดียวกันแต่ข้อมูลต่างกัน ระบบโหลดแถวแรก โปรดสอบถามผู้ส่งว่าแถวใดถูกต้อง")
    }

    private func refusal(
        _ record: DeliveryRecord, _ coverage: [Int32: Int], _ ledger: Ledger, on connection: borrowing Connection
    ) throws -> String? {
        if let reason = RejectLimitCheck(pipeline).reason(to: record) { return reason }
        guard !environment.acceptLosses else { return nil }
        let published = try ledger.publishedRows(coverage.keys.sorted(), on: connection)
        let losing = coverage.filter { slice, rows in (published[slice] ?? 0) > 2 * rows }
        guard !losing.isEmpty else { return nil }
        let before = losing.keys.reduce(0) { $0 + (published[$1] ?? 0) }
        return
            "\(losing.count) slices would lose over half of their rows (\(before) now, \(losing.values.reduce(0, +)) in the delivery); if that is right, run again with --accept"
    }
}
