import Extraction
import Records

/// All that a source gives.
struct Reading {
    var rows: [[String]] = []
    var places: [Reject.Place] = []
    var rejects: [Reject] = []
    var batches = 0
    private let summary: Result<SourceSummary, any Error>

    init(_ source: any RecordSource) throws {
        var batch = RecordBatch(width: source.columns.count)
        var more = true
        while more {
            more = try source.read(into: &batch, rejects: &rejects)
            batches += 1
            for row in 0..<batch.rowCount {
                rows.append((0..<batch.width).map { batch.text(row, $0) })
                places.append(
                    Reject.Place(line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row])
                )
            }
        }
        summary = Result { try source.finish() }
    }

    /// What the source said at its end.
    func finish() throws -> SourceSummary { try summary.get() }

    var classes: [RejectClass] { rejects.map(\.rejectClass) }
    var rejectedLines: [Int32] { rejects.map(\.place.line) }
}

/// The rule of a reject and what is particular to its row, in one line.
func told(_ reject: Reject) -> String { [reject.rule, reject.detail].compactMap { $0 }.joined(separator: ", ") }
