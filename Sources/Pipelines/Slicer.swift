internal import Definitions
internal import Records
internal import Transformation

/// Tells for each row which slice it belongs to.
struct Slicer {
    private let grain: PipelineDefinition.Slice.Grain
    private let dayField: Int
    private let partColumn: Int?
    private var cache: [Int64: Int32] = [:]
    private var partCache: [String: Int32] = [:]

    init(_ pipeline: PipelineDefinition, fields: [TargetField], sourceColumns: [String]) throws {
        guard let slice = pipeline.slice, let field = fields.firstIndex(where: { $0.name == slice.of.value }) else {
            throw PipelineError(pipeline: pipeline.name.value, "it does not say what a later delivery replaces")
        }
        grain = slice.by
        dayField = field
        partColumn = slice.part.flatMap { part in
            pipeline.column(part.value)?.from.first.flatMap { sourceColumns.firstIndex(of: $0.value) }
        }
    }

    /// The period of a row as a number: `yyyymmdd`, `yyyymm`, `yyyyq` or `yyyy`.
    private func period(_ typed: TypedBatch, _ row: Int) -> Int64 {
        let day = typed.columns[dayField].numbers[row]
        return switch grain {
        case .day: day
        case .month: day / 100
        case .quarter: day / 10_000 * 10 + (day / 100 % 100 - 1) / 3 + 1
        case .year: day / 10_000
        }
    }

    /// The key of the row's slice when a row before it had the same one.
    func known(_ typed: TypedBatch, _ batch: RecordBatch, _ row: Int) -> Int32? {
        guard let partColumn else { return cache[period(typed, row)] }
        return partCache["\(period(typed, row))\u{0}\(batch.text(row, partColumn))"]
    }

    mutating func remember(_ key: Int32, _ typed: TypedBatch, _ batch: RecordBatch, _ row: Int) {
        if let partColumn {
            partCache["\(period(typed, row))\u{0}\(batch.text(row, partColumn))"] = key
        } else {
            cache[period(typed, row)] = key
        }
    }

    /// The period key (`2024-06`) and the part of a row's slice.
    func identity(_ typed: TypedBatch, _ batch: RecordBatch, _ row: Int) -> (period: String, part: String?) {
        let number = period(typed, row)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let text =
            switch grain {
            case .day: "\(number / 10_000)-\(two(number / 100 % 100))-\(two(number % 100))"
            case .month: "\(number / 100)-\(two(number % 100))"
            case .quarter: "\(number / 10)-Q\(number % 10)"
            case .year: "\(number)"
            }
        return (text, partColumn.map { batch.text(row, $0) })
    }
}
