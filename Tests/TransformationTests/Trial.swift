import Hashing
import Records
import Testing

@testable import Definitions
@testable import Transformation

/// A small pipeline that is prepared once and transforms rows given as texts.
struct Trial {
    var fields: [TargetField]
    /// The mapping of the columns, in YAML; the source's columns come in the order in which it names them.
    var columns: String
    var checks = ""
    var references: [String: String] = [:]
    var event: String?
    var members: [MemberIndex] = []
    var today: Int32 = 0

    /// The key of every trial is `Jefe`.
    static let key = PseudonymKey(secret: Array("Jefe".utf8))

    static let calendar = TargetField.Purpose.calendar(
        CalendarDeclaration(fromYear: 2020, toYear: 2030, fiscalYearStarts: 10))

    func transform(_ rows: [[String]]) throws -> TypedBatch { try #require(try transform(batches: [rows]).first) }

    /// Transforms several batches one after the other, in the same buffers.
    func transform(batches: [[[String]]]) throws -> [TypedBatch] {
        let pipeline = try self.pipeline()
        let names = pipeline.sourceColumns.map(\.value)
        var transformer = try Transformer(
            pipeline, fields: fields, sourceColumns: names, event: event, references: try tables(), key: Self.key,
            members: { dimension, column in
                let name = [dimension.name.value, column].compactMap { $0 }.joined(separator: ".")
                return try #require(members.first { $0.dimension == name })
            })
        var batch = RecordBatch(width: names.count)
        var typed = TypedBatch(kinds: transformer.kinds)
        return try batches.map { rows in
            batch.removeAll()
            for (number, row) in rows.enumerated() {
                for value in row {
                    batch.bytes += Array(value.utf8)
                    batch.ends.append(Int32(batch.bytes.count))
                }
                batch.endRow(line: Int32(number + 2), offset: Int64(number * 10), length: 10)
            }
            try transformer.transform(batch, today: today, into: &typed)
            return typed
        }
    }

    private func pipeline() throws -> PipelineDefinition {
        let text = """
            pipeline: trial
            description: { en: Trial, th: ทดลอง }
            source: { csv: { path: trial.csv } }
            load: trial
            columns:
            \(columns.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            \(checks.isEmpty ? "" : "checks:\n\(checks)")
            """
        let collector = DiagnosticCollector()
        let node = try #require(YAMLNode.parse(text, file: "pipelines/trial.yaml", collector: collector))
        let pipeline = PipelineDefinition(node)
        try #require(collector.diagnostics.isEmpty)
        return try #require(pipeline)
    }

    private func tables() throws -> [String: ReferenceTable] {
        let collector = DiagnosticCollector()
        return try references.mapValues { text in
            try #require(ReferenceTable(text: text, file: "warehouse/reference/trial.csv", collector: collector))
        }
    }
}

/// A member dimension with a key of the given columns.
func trialDimension(_ name: String, key: [String] = ["code"]) throws -> TargetField.Purpose {
    let text = """
        dimension: \(name)
        description: { en: Trial, th: ทดลอง }
        key: [\(key.joined(separator: ", "))]
        columns: { \((key + ["name_en"]).map { "\($0): text" }.joined(separator: ", ")) }
        """
    let node = try #require(
        YAMLNode.parse(text, file: "warehouse/dimensions/\(name).yaml", collector: DiagnosticCollector()))
    return .member(try #require(DimensionDefinition(node)))
}

extension TypedBatch {
    /// The values of a column, nil where there is none.
    func numbers(_ column: Int) -> [Int64?] {
        (0..<rowCount).map { columns[column].present[$0] ? columns[column].numbers[$0] : nil }
    }

    func texts(_ column: Int) -> [String?] { (0..<rowCount).map { columns[column].text($0) } }
}
