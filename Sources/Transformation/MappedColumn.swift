internal import Records

/// The values of one field that do not stand in the batch as they are: mapped ones, or a constant.
struct MappedColumn {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int32] = []
    /// Where they lie.
    let place = CellPlace(width: 1, field: 0)

    /// Fills it with what the values of a source column mean.
    mutating func fill(from batch: RecordBatch, column: Int, map: ValueMap) {
        removeAll()
        let source = batch.bytes.span
        for row in 0..<batch.rowCount {
            map.append(source.extracting(batch.range(row, column)), to: &bytes)
            ends.append(Int32(truncatingIfNeeded: bytes.count))
        }
    }

    /// Fills it with a constant.
    mutating func fill(constant: [UInt8], rows: Int) {
        removeAll()
        for _ in 0..<rows {
            bytes += constant
            ends.append(Int32(truncatingIfNeeded: bytes.count))
        }
    }

    private mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}
