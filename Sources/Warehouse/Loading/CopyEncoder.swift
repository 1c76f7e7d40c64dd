package import Records

/// Writes rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format").
package struct CopyEncoder {
    package private(set) var bytes: [UInt8] = []

    package init() { bytes.reserveCapacity(1 << 20) }

    /// Begins a COPY: signature, no flags, no extension.
    package mutating func begin() {
        bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    /// Ends a COPY.
    package mutating func end() { appendInt16(-1) }

    /// Gives the encoded bytes away and goes on with an emptied buffer.
    package mutating func takeBytes(replacingWith buffer: consuming [UInt8]) -> [UInt8] {
        var taken = consume buffer
        taken.removeAll(keepingCapacity: true)
        swap(&taken, &bytes)
        return taken
    }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends every accepted row of a batch: its lineage and the values of every column.
    ///
    /// - Parameters:
    ///   - slices: the slice of each row, by the row's number.
    ///   - grain: the columns that, with the slice, say which row it is.
    ///   - hashes: gets one hash of slice and grain for each accepted row.
    package mutating func append(
        _ typed: TypedBatch, slices: [Int32], version: Int32, delivery: Int32, grain: [Int], hashes: inout [UInt64]
    ) {
        let lineage = (version: version, delivery: delivery)
        let isGrain = typed.columns.indices.map { grain.contains($0) }
        CopyCells.lend(typed.columns, isGrain) { cells in
            let room = typed.rowCount * (2 + 4 * 8 + cells.fixedBytes) + cells.textBytes
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: room))
            var end = 0
            bytes.withUnsafeMutableBytes { target in
                guard let base = target.baseAddress else { return }
                var writer = CopyRowWriter(base + start)
                for row in 0..<typed.rowCount where typed.accepted[row] {
                    writer.begin(
                        columns: cells.count, slice: slices[row], version: lineage.version,
                        delivery: lineage.delivery, line: typed.lines[row])
                    cells.write(row, to: &writer)
                    hashes.append(writer.hash)
                }
                end = start + writer.count
            }
            bytes.removeLast(bytes.count - end)
        }
    }

    private mutating func appendInt16(_ value: Int16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }
}
