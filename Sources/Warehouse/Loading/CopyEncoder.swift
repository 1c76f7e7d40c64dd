package import Records

/// Writes rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format").
///
/// A block of rows is measured first, so that each row's place is known, and then written column by column: what a
/// column's values are is decided once a block, and every loop is a plain one.
package struct CopyEncoder {
    /// How many rows are written together: few enough that their bytes stay near the processor.
    private static let blockRows = 512
    /// The number of fields and the four whole numbers of the lineage.
    private static let headBytes = 2 + 4 * 8

    package private(set) var bytes: [UInt8] = []

    package init() { bytes.reserveCapacity(1 << 20) }

    /// Begins a COPY: signature, no flags, no extension.
    package mutating func begin() {
        bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    /// Ends a COPY.
    package mutating func end() { bytes += [0xFF, 0xFF] }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends every accepted row of a batch: its lineage and the values of every column.
    ///
    /// - Parameters:
    ///   - slices: the slice of each row by its number; that of a rejected row is not looked at.
    ///   - grain: the columns, by their place in the batch, that with the slice identify a row.
    ///   - hashes: gets one hash of slice and grain per accepted row, in their order.
    package mutating func append(
        _ typed: TypedBatch, slices: [Int32], version: Int32, delivery: Int32, grain: [Int], hashes: inout [UInt64]
    ) {
        precondition(slices.count == typed.rowCount, "every row has a place among the slices")
        // The accepted rows of a block, and where the next value of each is to be written.
        var rows: [Int32] = []
        var places: [Int] = []
        var start = 0
        while start < typed.rowCount {
            let block = start..<min(start + Self.blockRows, typed.rowCount)
            start = block.upperBound
            rows.removeAll(keepingCapacity: true)
            for row in block where typed.accepted[row] { rows.append(Int32(truncatingIfNeeded: row)) }
            makePlaces(&places, for: typed, rows)
            Self.writeHeads(
                typed, rows.span, slices.span, (version, delivery), bytes.mutableSpan, places.mutableSpan)
            for column in typed.columns {
                let isWhole = block.allSatisfy { column.present[$0] }
                Self.write(column, rows.span, isWhole: isWhole, bytes.mutableSpan, places.mutableSpan)
            }
            GrainHash.append(typed, rows.span, slices.span, grain, to: &hashes)
        }
    }

    /// Measures the rows of a block and makes place for them.
    private mutating func makePlaces(_ places: inout [Int], for typed: TypedBatch, _ rows: [Int32]) {
        places.removeAll(keepingCapacity: true)
        var fixed = Self.headBytes
        for column in typed.columns { fixed += Self.fixedBytes(column.kind) }
        places.append(contentsOf: repeatElement(fixed, count: rows.count))
        for column in typed.columns { Self.measure(column, rows.span, places.mutableSpan) }
        var end = bytes.count
        for index in places.indices {
            let size = places[index]
            places[index] = end
            end += size
        }
        bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
    }

    private static func writeHeads(
        _ typed: TypedBatch, _ rows: borrowing Span<Int32>, _ slices: borrowing Span<Int32>,
        _ lineage: (version: Int32, delivery: Int32), _ bytes: consuming MutableSpan<UInt8>,
        _ places: consuming MutableSpan<Int>
    ) {
        var target = bytes.mutableBytes
        let lines = typed.lines.span
        let fields = Int16(truncatingIfNeeded: 4 + typed.columns.count)
        for index in rows.indices {
            let row = Int(rows[index])
            let place = places[index]
            target.put(fields, at: place)
            target.putField(slices[row], at: place + 2)
            target.putField(lineage.version, at: place + 10)
            target.putField(lineage.delivery, at: place + 18)
            target.putField(lines[row], at: place + 26)
            places[index] = place + headBytes
        }
    }
}
