internal import Definitions
internal import Extraction
internal import Records
internal import Transformation
internal import Warehouse

/// Reads one delivery of members; a dimension fits in memory.
struct DimensionReader {
    private let pipeline: PipelineDefinition
    private let dimension: DimensionDefinition
    private let environment: PipelineRun.Environment
    private let fields: [TargetField]
    private let keys: [Int]

    private(set) var rows: [MemberLoad.Row] = []
    private(set) var duplicates = 0
    /// The natural keys of rows that were refused for another reason.
    private(set) var refusedKeys: Set<[String?]> = []
    /// How many refused rows do not even tell which member they mean.
    private(set) var nameless = 0
    /// The line and the number of each taken row, by natural key and day.
    private var seen: [[String?]: (line: Int32, row: Int)] = [:]

    init(_ pipeline: PipelineDefinition, _ dimension: DimensionDefinition, in environment: PipelineRun.Environment) {
        self.pipeline = pipeline
        self.dimension = dimension
        self.environment = environment
        fields = TargetField.fields(of: dimension, in: environment.project)
        keys = dimension.key.compactMap { key in dimension.columns.firstIndex { $0.name == key } }
    }

    /// Reads, checks and counts all rows.
    mutating func read(_ source: any RecordSource, _ intake: inout DeliveryIntake) throws {
        let indexes = MemberIndexes(try KeyReserve(conninfo: environment.conninfo))
        var transformer = try Transformer(
            pipeline, fields: fields, sourceColumns: source.columns, event: nil,
            references: environment.project.references, key: environment.key, members: indexes.index)
        var batch = RecordBatch(width: source.columns.count)
        var typed = TypedBatch(kinds: transformer.kinds)
        var more = true
        while more {
            try environment.interruption.check()
            var structural: [Reject] = []
            more = try source.read(into: &batch, rejects: &structural)
            try transformer.transform(batch, today: environment.today, into: &typed)
            try intake.count(typed, structural, totals: [], event: nil)
            nameless += structural.count
            environment.progress(intake.source, intake.readRows)
            for row in 0..<typed.rowCount { try take(row, typed, batch, &intake) }
        }
        intake.summary = try source.finish()
        seen = [:]
    }

    private mutating func take(
        _ row: Int, _ typed: TypedBatch, _ batch: RecordBatch, _ intake: inout DeliveryIntake
    ) throws {
        guard typed.accepted[row] else {
            let key = keys.map { MemberText.of(typed.columns[$0], row) }
            if key.contains(nil) { nameless += 1 } else { refusedKeys.insert(key) }
            return
        }
        let values = dimension.columns.indices.map { MemberText.of(typed.columns[$0], row) }
        let since = typed.columns[fields.count - 1]
        let validFrom = since.present[row] ? Int32(truncatingIfNeeded: since.numbers[row]) : nil
        let identity = keys.map { values[$0] } + [validFrom.map { String($0) }]
        if let earlier = seen[identity] {
            duplicates += 1
            try intake.rejects.append(
                duplicate(batch, row, of: earlier.line, equal: rows[earlier.row].values == values))
            return
        }
        seen[identity] = (typed.lines[row], rows.count)
        rows.append(MemberLoad.Row(values: values, validFrom: validFrom))
    }

    private func duplicate(_ batch: RecordBatch, _ row: Int, of line: Int32, equal: Bool) -> Reject {
        Reject(
            place: Reject.Place(line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
            rejectClass: .duplicate, rule: equal ? Reject.equalRule : Reject.conflictingRule,
            detail: "line \(line)",
            actionEnglish: "The member stands in the delivery twice for the same day; the first row was loaded.",
            actionThai: "รายการซ้ำสำหรับวันเดียวกัน ระบบโหลดแถวแรก")
    }
}
