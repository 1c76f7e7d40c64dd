internal import Definitions
internal import Extraction
internal import Postgres
internal import Records
internal import Transformation
internal import Warehouse

/// The rows of one delivery on their way from the source to the server, with everything that is counted on the way.
struct FactRows {
    /// How many bytes go to the server in one message.
    private static let messageBytes = 256 << 10

    private let pipeline: String
    private let source: any RecordSource
    private let keys: KeyReserve
    private let fields: [TargetField]
    private let totals: [Int]
    private let today: Int32
    private var transformer: Transformer
    private let indexes: MemberIndexes
    private var slices: SliceKeys
    private var slicer: Slicer
    private let eventField: Int?
    private let progress: (Int) -> Void

    private(set) var acceptedRows = 0
    private(set) var rejectedRows = 0
    private(set) var warnedRows = 0
    /// Where rejects go; nil in a dry run.
    var rejects: RejectSpool?
    private(set) var controlTotals: [DeliveryRecord.ControlTotal]
    private var firstDay = Int64.max
    private var lastDay = Int64.min

    init(
        _ pipeline: PipelineDefinition, _ fact: FactDefinition, fields: [TargetField], totals: [Int],
        _ delivery: Delivery, _ keys: KeyReserve, in environment: PipelineRun.Environment
    ) throws {
        self.pipeline = pipeline.name.value
        source = delivery.records
        self.keys = keys
        self.fields = fields
        self.totals = totals
        today = environment.today
        progress = { rows in environment.progress(delivery.source, rows) }
        let indexes = MemberIndexes(keys)
        self.indexes = indexes
        transformer = try Transformer(
            pipeline, fields: fields, sourceColumns: delivery.records.columns, event: fact.event.value,
            references: environment.project.references, key: environment.key, members: indexes.index)
        slices = try keys.slices(of: pipeline.name.value, slicing: pipeline.slice?.rule ?? "")
        slicer = try Slicer(pipeline, fields: fields, sourceColumns: delivery.records.columns)
        eventField = fields.firstIndex { $0.name == fact.event.value }
        controlTotals = totals.map { index in
            var scale = 0
            if case .decimal(let decimals) = fields[index].kind { scale = decimals }
            return DeliveryRecord.ControlTotal(measure: fields[index].name, scale: scale)
        }
    }

    /// The slices that did not exist before.
    var newSlices: [SliceKeys.New] { slices.new }

    /// The members that rows have named and nobody has described.
    var inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])] { indexes.inferred }

    /// The first and last day of the accepted rows.
    var days: (first: String, last: String)? {
        guard firstDay <= lastDay else { return nil }
        func iso(_ key: Int64) -> String {
            func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(key / 10_000)-\(two(key / 100 % 100))-\(two(key % 100))"
        }
        return (iso(firstDay), iso(lastDay))
    }

    /// Sends every accepted row to the server.
    mutating func write(version: Int32, delivery: Int32, to writer: borrowing CopyWriter) throws {
        var encoder = CopyEncoder()
        encoder.begin()
        // A closure cannot borrow the writer out of `readAll`, so the batches are taken one by one here.
        var reader = BatchReader(kinds: transformer.kinds, width: source.columns.count)
        var slices: [Int32] = []
        var hashes: [UInt64] = []
        while try next(&reader) {
            slices.removeAll(keepingCapacity: true)
            hashes.removeAll(keepingCapacity: true)
            for row in 0..<reader.typed.rowCount {
                slices.append(reader.typed.accepted[row] ? try sliceKey(reader, row) : 0)
            }
            encoder.append(
                reader.typed, slices: slices, version: version, delivery: delivery, grain: [], hashes: &hashes)
            if encoder.bytes.count >= Self.messageBytes {
                try writer.send(encoder.bytes.span)
                encoder.removeAll()
            }
        }
        encoder.end()
        try writer.send(encoder.bytes.span)
    }

    /// Reads and checks everything without sending it.
    mutating func readAll(_ body: (TypedBatch) throws -> Void) throws {
        var reader = BatchReader(kinds: transformer.kinds, width: source.columns.count)
        while try next(&reader) { try body(reader.typed) }
    }

    private mutating func next(_ reader: inout BatchReader) throws -> Bool {
        guard !reader.isFinished else { return false }
        var structural: [Reject] = []
        reader.isFinished = try !source.read(into: &reader.batch, rejects: &structural)
        try transformer.transform(reader.batch, today: today, into: &reader.typed)
        try count(reader.typed, structural)
        progress(acceptedRows + rejectedRows)
        return true
    }

    private mutating func sliceKey(_ reader: BatchReader, _ row: Int) throws -> Int32 {
        if let key = slicer.known(reader.typed, reader.batch, row) { return key }
        let (period, part) = slicer.identity(reader.typed, reader.batch, row)
        let key = try keys.sliceKey(&slices, period: period, part: part)
        slicer.remember(key, reader.typed, reader.batch, row)
        return key
    }

    private mutating func count(_ typed: TypedBatch, _ structural: [Reject]) throws {
        var accepted = 0
        for row in 0..<typed.rowCount where typed.accepted[row] { accepted += 1 }
        acceptedRows += accepted
        rejectedRows += typed.rowCount - accepted + Set(structural.map(\.place)).count
        warnedRows += Set(typed.rejects.lazy.filter { $0.severity == .warn }.map(\.place.line)).count
        try rejects?.append(structural)
        try rejects?.append(typed.rejects)
        for (index, field) in totals.enumerated() {
            let column = typed.columns[field]
            var (read, rejected) = (Int128(controlTotals[index].read), Int128(controlTotals[index].rejected))
            for row in 0..<typed.rowCount where column.present[row] {
                read += Int128(column.numbers[row])
                if !typed.accepted[row] { rejected += Int128(column.numbers[row]) }
            }
            guard let read = Int64(exactly: read), let rejected = Int64(exactly: rejected) else {
                throw PipelineError(
                    pipeline: pipeline, "the sum of `\(fields[field].name)` is too large to be controlled")
            }
            (controlTotals[index].read, controlTotals[index].rejected) = (read, rejected)
        }
        if let eventField {
            let column = typed.columns[eventField]
            for row in 0..<typed.rowCount where typed.accepted[row] && column.numbers[row] > 0 {
                firstDay = min(firstDay, column.numbers[row])
                lastDay = max(lastDay, column.numbers[row])
            }
        }
    }
}

/// The buffers that one batch after the other goes through.
struct BatchReader {
    var batch: RecordBatch
    var typed: TypedBatch
    var isFinished = false

    init(kinds: [ValueKind], width: Int) {
        batch = RecordBatch(width: width)
        typed = TypedBatch(kinds: kinds)
    }
}
