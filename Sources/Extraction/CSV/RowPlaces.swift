internal import Records

/// The places of rows, each kind of number for itself, as a batch holds them.
struct RowPlaces {
    private(set) var lines: [Int32] = []
    private(set) var offsets: [Int64] = []
    private(set) var lengths: [Int32] = []

    var count: Int { lines.count }

    @inline(__always)
    mutating func append(line: Int32, offset: Int64, length: Int32) {
        lines.append(line)
        offsets.append(offset)
        lengths.append(length)
    }

    subscript(row: Int) -> Reject.Place {
        Reject.Place(line: lines[row], byteOffset: offsets[row], byteLength: lengths[row])
    }

    mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
    }
}
