internal import Records

/// Good rows that follow each other, copied into a batch at once.
struct RowRun {
    private let width: Int
    private var rows = 0..<0
    private var firstField = 0

    init(width: Int) { self.width = width }

    /// Takes one more row, the one behind the last.
    @inline(__always)
    mutating func extend(_ row: Int, _ field: Int) {
        if rows.isEmpty {
            rows = row..<row
            firstField = field
        }
        rows = rows.lowerBound..<row + 1
    }

    /// Appends the rows to a batch, and begins anew.
    mutating func end(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ places: RowPlaces,
        into batch: inout RecordBatch
    ) {
        if rows.isEmpty { return }
        defer { rows = 0..<0 }
        let fields = firstField..<firstField + rows.count * width
        let start = firstField == 0 ? 0 : Int(ends[firstField - 1])
        let shift = Int32(truncatingIfNeeded: batch.bytes.count - start)
        let end = fields.isEmpty ? start : Int(ends[fields.upperBound - 1])
        bytes.extracting(start..<end).withUnsafeBufferPointer { batch.bytes.append(contentsOf: $0) }
        ends.extracting(fields).withUnsafeBufferPointer { ends in
            if shift == 0 {
                batch.ends.append(contentsOf: ends)
            } else {
                batch.ends.append(contentsOf: ends.lazy.map { $0 &+ shift })
            }
        }
        batch.lines.append(contentsOf: places.lines[rows])
        batch.offsets.append(contentsOf: places.offsets[rows])
        batch.lengths.append(contentsOf: places.lengths[rows])
    }
}
