internal import Definitions
internal import Extraction
internal import Hashing
internal import Periods
internal import Postgres
internal import Records
internal import Transformation
internal import Warehouse

/// Loads one delivery into a dimension: members and versions, in one transaction with the ledger.
struct DimensionLoad {
    private let pipeline: PipelineDefinition
    private let dimension: DimensionDefinition
    private let environment: PipelineRun.Environment
    private let finder: DeliveryFinder
    private let fields: [TargetField]

    init(
        _ pipeline: PipelineDefinition, _ dimension: DimensionDefinition, _ finder: DeliveryFinder,
        in environment: PipelineRun.Environment
    ) {
        self.pipeline = pipeline
        self.finder = finder
        self.dimension = dimension
        self.environment = environment
        fields = TargetField.fields(of: dimension, in: environment.project)
    }

    func load(
        _ delivery: ReadyDelivery, history: DeliveryHistory, on connection: borrowing Connection
    ) throws -> DeliveryOutcome {
        let ledger = Ledger()
        let started = try ledger.now(on: connection)
        let number = environment.dryRun ? 0 : try ledger.next("delivery_key", on: connection)
        var intake = DeliveryIntake(delivery, key: number, controlTotals: [])
        var rows: [MemberLoad.Row] = []
        var duplicates = 0
        do {
            (rows, duplicates) = try read(delivery, &intake)
        } catch let error as ExtractionError {
            switch error.kind {
            case .badInput:
                intake.verdict = .refused(error.description)
                intake.contentHash = delivery.found.contentHash
            case .changing, .missingInput: intake.verdict = .unfinished(error.description)
            }
        }
        if case .read = intake.verdict { intake.verdict = intake.judged(by: pipeline, history) }
        if let outcome = intake.outcomeWithoutRows(of: pipeline.name.value) { return outcome }
        var record = intake.record(of: pipeline, finder.definitionHash)
        record.startedAt = started
        record.duplicateRows = duplicates
        record.loadedRows = rows.count
        var reason: String?
        if case .refused(let why) = intake.verdict { reason = why }
        if environment.dryRun { return DeliveryOutcome(.checked, record, reason: reason) }
        guard reason != nil || record.balances else {
            throw PipelineError(pipeline: pipeline.name.value, "the rows of \(record.source) do not add up")
        }
        try environment.interruption.check()
        let finished = record
        try connection.transaction { connection in
            if reason == nil { try MemberLoad(dimension).apply(rows, on: connection) }
            try ledger.insert(
                finished, rejects: intake.rejects, state: reason == nil ? "published" : "refused", reason: reason,
                version: nil, days: nil, on: connection)
        }
        var outcome = DeliveryOutcome(reason == nil ? .published : .refused, record, reason: reason)
        outcome.notes = intake.summary?.notes ?? []
        return outcome
    }

    /// Reads all rows; a dimension fits in memory.
    private func read(
        _ delivery: ReadyDelivery, _ intake: inout DeliveryIntake
    ) throws -> (rows: [MemberLoad.Row], duplicates: Int) {
        let source = try finder.open(delivery)
        let indexes = MemberIndexes(try KeyReserve(conninfo: environment.conninfo))
        var transformer = try Transformer(
            pipeline, fields: fields, sourceColumns: source.columns, event: nil,
            references: environment.project.references, key: environment.key, members: indexes.index)
        var batch = RecordBatch(width: source.columns.count)
        var typed = TypedBatch(kinds: transformer.kinds)
        var rows: [MemberLoad.Row] = []
        var duplicates = 0
        var seen: [[String?]: (line: Int32, row: [String?])] = [:]
        let keys = dimension.key.compactMap { key in dimension.columns.firstIndex { $0.name == key } }
        var more = true
        while more {
            try environment.interruption.check()
            var structural: [Reject] = []
            more = try source.read(into: &batch, rejects: &structural)
            try transformer.transform(batch, today: environment.today, into: &typed)
            try intake.count(typed, structural, totals: [], event: nil)
            environment.progress(intake.source, intake.readRows)
            for row in 0..<typed.rowCount where typed.accepted[row] {
                let values = fields.indices.map { Self.text(typed.columns[$0], row) }
                let identity = keys.map { values[$0] } + [values.last ?? nil]
                if let earlier = seen[identity] {
                    duplicates += 1
                    try intake.rejects.append(
                        Self.duplicate(batch, row, of: earlier.line, equal: earlier.row == values))
                    continue
                }
                seen[identity] = (typed.lines[row], values)
                let validFrom = typed.columns[fields.count - 1]
                rows.append(
                    MemberLoad.Row(
                        values: Array(values.dropLast()),
                        validFrom: validFrom.present[row] ? Int32(truncatingIfNeeded: validFrom.numbers[row]) : nil))
            }
        }
        intake.summary = try source.finish()
        return (rows, duplicates)
    }

    private static func duplicate(_ batch: RecordBatch, _ row: Int, of line: Int32, equal: Bool) -> Reject {
        Reject(
            place: Reject.Place(line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
            rejectClass: .duplicate, rule: equal ? Reject.equalRule : Reject.conflictingRule,
            detail: "line \(line)",
            actionEnglish: "The member stands in the delivery twice for the same day; the first row was loaded.",
            actionThai: "รายการซ้ำสำหรับวันเดียวกัน ระบบโหลดแถวแรก")
    }

    /// A moment as PostgreSQL writes it, from whole seconds in microseconds since 2000-01-01.
    private static func momentText(_ microseconds: Int64) -> String {
        let (days, second) = (microseconds / 1_000_000).flooredDivision(by: 86_400)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: days))
        return "\(day) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    /// A pseudonym as PostgreSQL writes a uuid.
    private static func identifierText(_ high: Int64, _ low: Int64) -> String {
        let digits = [high, low].map { half in
            let text = String(UInt64(bitPattern: half), radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }

    /// A value as PostgreSQL writes it, so that it can be compared with what is there.
    private static func text(_ column: TypedColumn, _ row: Int) -> String? {
        guard column.present[row] else { return nil }
        return switch column.kind {
        case .text: column.text(row)
        case .integer32, .integer64: String(column.numbers[row])
        case .decimal(let scale): decimalText(column.numbers[row], scale: scale)
        case .date: CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: column.numbers[row])).description
        case .boolean: column.numbers[row] == 0 ? "f" : "t"
        case .timestamp: momentText(column.numbers[row])
        case .pseudonym: identifierText(column.numbers[row], column.lowHalves[row])
        }
    }
}

extension Int64 {
    /// Divides so that the remainder is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
