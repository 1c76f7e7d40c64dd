internal import Records

/// Where the values of one source column lie for each row of a batch: in the batch itself, or in a buffer of their own
/// when they are constant or were mapped.
struct FieldView {
    var buffer: [UInt8] = []
    var starts: [Int32] = []
    var ends: [Int32] = []
    var usesBatch = true

    mutating func fill(from batch: RecordBatch, column: Int, map: ValueMap?) {
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        guard let map else {
            usesBatch = true
            for row in 0..<batch.rowCount {
                let range = batch.range(row, column)
                starts.append(Int32(range.lowerBound))
                ends.append(Int32(range.upperBound))
            }
            return
        }
        usesBatch = false
        buffer.removeAll(keepingCapacity: true)
        let bytes = batch.bytes.span
        for row in 0..<batch.rowCount {
            starts.append(Int32(buffer.count))
            map.append(bytes.extracting(batch.range(row, column)), to: &buffer)
            ends.append(Int32(buffer.count))
        }
    }

    mutating func fill(constant: [UInt8], rows: Int) {
        usesBatch = false
        buffer = constant
        starts = Array(repeating: 0, count: rows)
        ends = Array(repeating: Int32(constant.count), count: rows)
    }
}

/// Source spellings and what they mean.
struct ValueMap {
    private var keys = ByteKeyTable()
    private var values: [[UInt8]] = []

    init?(_ pairs: [(from: String, to: String)]) {
        guard !pairs.isEmpty else { return nil }
        for pair in pairs where keys.insert(Array(pair.from.utf8).span) == values.count {
            values.append(Array(pair.to.utf8))
        }
    }

    func append(_ value: borrowing Span<UInt8>, to target: inout [UInt8]) {
        if let entry = keys.find(value) {
            target += values[entry]
        } else {
            for index in value.indices { target.append(value[index]) }
        }
    }
}
