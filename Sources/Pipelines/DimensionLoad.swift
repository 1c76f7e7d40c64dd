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
    private let fields: [TargetField]

    init(_ pipeline: PipelineDefinition, _ dimension: DimensionDefinition, in environment: PipelineRun.Environment) {
        self.pipeline = pipeline
        self.dimension = dimension
        self.environment = environment
        fields = TargetField.fields(of: dimension, in: environment.project)
    }

    func load(_ delivery: Delivery, on connection: borrowing Connection) throws -> DeliveryOutcome {
        let ledger = Ledger()
        let indexes = MemberIndexes(try KeyReserve(conninfo: environment.conninfo))
        var transformer = try Transformer(
            pipeline, fields: fields, sourceColumns: delivery.records.columns, event: nil,
            references: environment.project.references, key: environment.key, members: indexes.index)
        var record = DeliveryRecord(
            key: 0, pipeline: pipeline.name.value, source: delivery.source, sha256: delivery.sha256.description,
            definitionHash: DeliveryFinder(pipeline, in: environment).definitionHash)
        record.startedAt = try ledger.now(on: connection)
        if !environment.dryRun { record.key = try ledger.next("delivery_key", on: connection) }
        let rejects = RejectSpool(delivery: record.key)
        let rows = try read(delivery, &transformer, &record, rejects)
        let reason = RejectLimitCheck(pipeline).reason(to: record)
        if environment.dryRun { return DeliveryOutcome(.checked, record, reason: reason) }
        let finished = record
        try connection.transaction { connection in
            if reason == nil { try MemberLoad(dimension).apply(rows, on: connection) }
            try ledger.insert(
                finished, rejects: rejects, state: reason == nil ? "published" : "refused", reason: reason, version: nil, days: nil,
                on: connection)
        }
        return DeliveryOutcome(reason == nil ? .published : .refused, record, reason: reason)
    }

    /// Reads all rows; a dimension fits in memory.
    private func read(
        _ delivery: Delivery, _ transformer: inout Transformer, _ record: inout DeliveryRecord,
        _ rejects: RejectSpool
    ) throws -> [MemberLoad.Row] {
        var reader = BatchReader(kinds: transformer.kinds, width: delivery.records.columns.count)
        var rows: [MemberLoad.Row] = []
        var seen: [[String?]: (line: Int32, row: [String?])] = [:]
        let keys = dimension.key.compactMap { key in dimension.columns.firstIndex { $0.name == key } }
        while !reader.isFinished {
            var structural: [Reject] = []
            reader.isFinished = try !delivery.records.read(into: &reader.batch, rejects: &structural)
            try transformer.transform(reader.batch, today: environment.today, into: &reader.typed)
            try rejects.append(structural)
            try rejects.append(reader.typed.rejects)
            record.rejectedRows += Set(structural.map(\.place)).count
            record.readRows += reader.typed.rowCount + Set(structural.map(\.place)).count
            for row in 0..<reader.typed.rowCount {
                guard reader.typed.accepted[row] else {
                    record.rejectedRows += 1
                    continue
                }
                let values = fields.indices.map { Self.text(reader.typed.columns[$0], row) }
                let identity = keys.map { values[$0] } + [values.last ?? nil]
                if let earlier = seen[identity] {
                    record.duplicateRows += 1
                    try rejects.append(
                        Self.duplicate(reader.batch, row, of: earlier.line, equal: earlier.row == values))
                    continue
                }
                seen[identity] = (reader.typed.lines[row], values)
                let validFrom = reader.typed.columns[fields.count - 1]
                rows.append(
                    MemberLoad.Row(
                        values: Array(values.dropLast()),
                        validFrom: validFrom.present[row] ? Int32(truncatingIfNeeded: validFrom.numbers[row]) : nil))
            }
        }
        record.loadedRows = rows.count
        return rows
    }

    private static func duplicate(_ batch: RecordBatch, _ row: Int, of line: Int32, equal: Bool) -> Reject {
        Reject(
            place: Reject.Place(line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
            rejectClass: .duplicate, rule: "\(equal ? "equal" : "conflicting") to another row",
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
