package import Records

/// Encoded rows that perhaps repeat the grain of an earlier one, kept back until the unique index can tell.
///
/// A row that repeats another is always among them, since the filter never says no wrongly; of the others next to none.
/// However many they are, they take no memory to speak of.
package struct HeldRows {
    /// Which row it is.
    package struct Place: Sendable {
        package let delivery: Int32
        package let place: Reject.Place
    }

    private let rows = SpillFile("repeated rows")
    private let spilledPlaces = SpillFile("repeated rows")
    private var encoder = CopyEncoder()
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Takes the rows out of a list whose hashes the filter has perhaps seen before.
    ///
    /// - Parameters:
    ///   - rows: the numbers of rows of the batch; those kept back are taken out.
    ///   - batch: the records that the rows were read from, for their places.
    ///   - hashes: one for each of the rows.
    package mutating func keep(
        _ rows: inout [Int32], of typed: TypedBatch, from batch: RecordBatch, hashes: [UInt64],
        filter: inout RepeatFilter, slices: [Int32], version: Int32, delivery: Int32
    ) throws(SpillError) {
        var hits: [Int32] = []
        filter.insert(hashes.span, hits: &hits)
        guard !hits.isEmpty else { return }
        let kept = hits.map { rows[Int($0)] }
        encoder.append(typed, rows: kept, slices: slices, version: version, delivery: delivery)
        try self.rows.append(encoder.bytes)
        encoder.removeAll()
        var places: [UInt8] = []
        for row in kept.map(Int.init) {
            places.append(number: delivery)
            places.append(number: batch.lines[row])
            places.append(number: batch.offsets[row])
            places.append(number: batch.lengths[row])
        }
        try spilledPlaces.append(places)
        count += kept.count
        // In one pass: taking single rows out of many would move the rest each time.
        var isHeld = hits[...]
        var index: Int32 = -1
        rows.removeAll { _ in
            index += 1
            guard isHeld.first == index else { return false }
            isHeld.removeFirst()
            return true
        }
    }

    /// Lends the rows in COPY's binary format, without its beginning and end, block by block.
    package func readRows(_ body: ([UInt8]) throws -> Void) throws { try rows.read(body) }

    /// The places of the rows in their order.
    package var places: Places { Places(spilledPlaces) }

    /// Goes through the places once.
    package struct Places {
        private static let bytes = 20

        private let file: SpillFile
        private var offset = 0
        private var block: [UInt8] = []
        private var start = 0

        fileprivate init(_ file: SpillFile) { self.file = file }

        /// The next place, nil after the last one.
        package mutating func next() throws(SpillError) -> Place? {
            while block.count - start < Self.bytes {
                guard let more = try file.block(at: &offset) else { return nil }
                block = block[start...] + more
                start = 0
            }
            func number<Number: FixedWidthInteger>(_ offset: Int, _: Number.Type) -> Number {
                var value: Number = 0
                for byte in 0..<MemoryLayout<Number>.size {
                    value |= Number(truncatingIfNeeded: block[start + offset + byte]) << (8 * byte)
                }
                return value
            }
            defer { start += Self.bytes }
            return Place(
                delivery: number(0, Int32.self),
                place: Reject.Place(
                    line: number(4, Int32.self), byteOffset: number(8, Int64.self), byteLength: number(16, Int32.self)))
        }
    }
}

extension [UInt8] {
    /// Appends a number, its lowest byte first.
    fileprivate mutating func append<Number: FixedWidthInteger>(number: Number) {
        for byte in 0..<MemoryLayout<Number>.size { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
