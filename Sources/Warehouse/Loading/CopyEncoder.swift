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

    /// Where the rows of a batch belong.
    package struct Target {
        package let version: Int32
        package let delivery: Int32
        /// The columns that, with the slice, say which row it is.
        package let grain: [Int]

        package init(version: Int32, delivery: Int32, grain: [Int]) {
            self.version = version
            self.delivery = delivery
            self.grain = grain
        }
    }

    /// Appends every accepted row of a batch: its lineage and the values of every column. Rows that perhaps repeat an
    /// earlier one are kept back instead.
    ///
    /// - Parameters:
    ///   - batch: the records that the rows were read from, for their places.
    ///   - slices: the slice of each row, by the row's number.
    ///   - filter: knows the rows before.
    /// - Returns: how many rows were appended.
    package mutating func append(
        _ typed: TypedBatch, from batch: RecordBatch, slices: [Int32], to target: Target,
        filter: inout RepeatFilter, held: inout HeldRows
    ) -> Int {
        let isGrain = typed.columns.indices.map { target.grain.contains($0) }
        var appended = 0
        CopyCells.lend(typed.columns, isGrain) { cells in
            let room = typed.rowCount * (2 + 4 * 8 + cells.fixedBytes) + cells.textBytes
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: room))
            var end = start
            bytes.withUnsafeMutableBytes { memory in
                guard let base = memory.baseAddress else { return }
                var writer = CopyRowWriter(base + start)
                for row in 0..<typed.rowCount where typed.accepted[row] {
                    let rowStart = writer.count
                    writer.begin(
                        columns: cells.count, slice: slices[row], version: target.version,
                        delivery: target.delivery, line: typed.lines[row])
                    cells.write(row, to: &writer)
                    if filter.insert(writer.hash) {
                        let encoded = UnsafeRawBufferPointer(rebasing: memory[start + rowStart..<start + writer.count])
                        let place = Reject.Place(
                            line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row])
                        if held.keep(encoded, delivery: target.delivery, place: place) {
                            writer.rewind(to: rowStart)
                            continue
                        }
                    }
                    appended += 1
                }
                end = start + writer.count
            }
            bytes.removeLast(bytes.count - end)
        }
        return appended
    }

    private mutating func appendInt16(_ value: Int16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }
}
