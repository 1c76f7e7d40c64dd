internal import Definitions
internal import Periods
internal import Records
internal import Transformation

/// Tells for the rows of one delivery which slices they belong to.
struct Slicer {
    /// The period of a slice as a number (`yyyymmdd`, `yyyymm`, `yyyyq` or `yyyy`) and its part.
    struct Identity: Hashable {
        let period: Int64
        let part: String?
    }

    private static let cacheSize = 1024

    let grain: PipelineDefinition.Slice.Grain
    private let dayField: Int
    private let partColumn: Int?
    /// The days and parts that the delivery speaks for; nil when its rows say.
    private let spans: [(days: ClosedRange<Int64>, part: String?)]?
    /// The stretch that held the last row.
    private var lastSpan = 0
    private let ruleText: String
    private var keys: [Identity: Int32] = [:]
    private var parts = ByteKeyTable()
    private var partTexts: [String] = []
    private var cachedPeriods = [Int64](repeating: -1, count: Self.cacheSize)
    private var cachedParts = [Int32](repeating: -1, count: Self.cacheSize)
    private var cachedKeys = [Int32](repeating: -1, count: Self.cacheSize)

    /// - Parameter covered: the stretches that the delivery speaks for; rows outside are rejected.
    init(
        _ pipeline: PipelineDefinition, fields: [TargetField], sourceColumns: [String], covered: [CoveredSpan]?
    ) throws {
        guard let slice = pipeline.slice, let field = fields.firstIndex(where: { $0.name == slice.of.value }) else {
            throw PipelineError(pipeline: pipeline.name.value, "it does not say what a later delivery replaces")
        }
        grain = slice.by
        dayField = field
        partColumn = slice.part.flatMap { part in
            pipeline.column(part.value)?.from.first.flatMap { sourceColumns.firstIndex(of: $0.value) }
        }
        spans = covered?.map { span in
            let first = Self.dayKey(span.from)
            return (first...max(first, Self.dayKey(span.until) - 1), span.part)
        }
        ruleText = covered?.text ?? ""
    }

    /// Writes the slice of every accepted row; one that lies outside the declared coverage is rejected.
    ///
    /// - Parameter newKey: gives the key of a slice that no row before had.
    mutating func assign(
        _ typed: inout TypedBatch, _ batch: RecordBatch, to slices: inout [Int32],
        newKey: (Identity) throws -> Int32
    ) throws {
        slices.removeAll(keepingCapacity: true)
        for row in 0..<typed.rowCount {
            guard typed.accepted[row] else {
                slices.append(-1)
                continue
            }
            let day = typed.columns[dayField].numbers[row]
            var number: Int32 = -1
            if let partColumn {
                number = try partNumber(batch.bytes.span.extracting(batch.range(row, partColumn)))
            }
            if spans != nil, !isCovered(day, number) {
                typed.accepted[row] = false
                typed.rejects.append(outside(batch, row))
                slices.append(-1)
                continue
            }
            let period = grain.period(ofDay: day)
            let place = Int(truncatingIfNeeded: period &* 31 &+ Int64(number) &* 7919) & (Self.cacheSize - 1)
            if cachedPeriods[place] != period || cachedParts[place] != number {
                let identity = Identity(period: period, part: text(number))
                let key = try keys[identity] ?? newKey(identity)
                keys[identity] = key
                (cachedPeriods[place], cachedParts[place], cachedKeys[place]) = (period, number, key)
            }
            slices.append(cachedKeys[place])
        }
    }

    private mutating func isCovered(_ day: Int64, _ number: Int32) -> Bool {
        guard let spans else { return true }
        func holds(_ index: Int) -> Bool {
            spans[index].days.contains(day) && (spans[index].part == nil || spans[index].part == text(number))
        }
        if lastSpan < spans.count, holds(lastSpan) { return true }
        guard let found = spans.indices.first(where: holds) else { return false }
        lastSpan = found
        return true
    }

    private mutating func partNumber(_ bytes: borrowing Span<UInt8>) throws -> Int32 {
        let number = parts.insert(bytes)
        if number == partTexts.count { partTexts.append(String(decoding: parts.key(number), as: UTF8.self)) }
        return Int32(truncatingIfNeeded: number)
    }

    private func text(_ part: Int32) -> String? { part < 0 ? nil : partTexts[Int(part)] }

    private func outside(_ batch: RecordBatch, _ row: Int) -> Reject {
        Reject(
            place: Reject.Place(
                line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
            rejectClass: .rule, rule: "inside what the delivery covers: \(ruleText)",
            actionEnglish:
                "The row lies outside the period or part that the delivery speaks for. Check its day, or deliver it with the file it belongs to.",
            actionThai: "แถวอยู่นอกงวดหรือส่วนที่แฟ้มนี้ครอบคลุม โปรดตรวจวันที่ หรือส่งในแฟ้มที่ถูกต้อง")
    }

    private static func dayKey(_ isoDay: String) -> Int64 { Int64(isoDay.filter { $0 != "-" }) ?? 0 }

    /// The slices of a declared stretch, whether or not rows are in them.
    ///
    /// - Parameter published: the parts that are known of a period.
    func identities(in covered: CoveredSpan, published: (Int64) -> [String?]) -> [Identity] {
        var identities: [Identity] = []
        var seen: Set<Int64> = []
        guard var day = CivilDate(covered.from), let until = CivilDate(covered.until) else { return [] }
        while day < until {
            let period = grain.period(ofDay: Int64(day.dateKey))
            if seen.insert(period).inserted {
                let parts = partColumn == nil ? [nil] : covered.part.map { [$0] } ?? published(period)
                identities += parts.map { Identity(period: period, part: $0) }
            }
            day = day.adding(days: 1)
        }
        return identities
    }
}

extension CoveredSpan {
    /// The stretch in words.
    var text: String { "from \(from) up to \(until)" + (part.map { ", part \($0)" } ?? "") }
}

extension PipelineDefinition.Slice.Grain {
    /// The period of a day key `yyyymmdd` as a number.
    func period(ofDay day: Int64) -> Int64 {
        switch self {
        case .day: day
        case .month: day / 100
        case .quarter: day / 10_000 * 10 + (day / 100 % 100 - 1) / 3 + 1
        case .year: day / 10_000
        }
    }

    /// The period key of such a number, such as `2024-06`.
    func text(ofPeriod number: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return switch self {
        case .day: "\(number / 10_000)-\(two(number / 100 % 100))-\(two(number % 100))"
        case .month: "\(number / 100)-\(two(number % 100))"
        case .quarter: "\(number / 10)-Q\(number % 10)"
        case .year: "\(number)"
        }
    }
}
