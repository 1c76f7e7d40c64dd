package import Records

/// Encoded rows that perhaps repeat the grain of an earlier one, kept back until the unique index can tell.
///
/// A row that repeats another is always among them, since the filter never says no wrongly; of the others next to none.
package struct HeldRows {
    /// About how many bytes are kept back at most; further rows are sent, and the server then examines the whole leaf.
    package static let standardBytes = 16 << 20

    /// Which row it is.
    package struct Place: Sendable {
        package let delivery: Int32
        package let place: Reject.Place
    }

    private let mostBytes: Int
    private var encoder = CopyEncoder()
    package private(set) var places: [Place] = []
    /// Whether there were too many.
    package private(set) var isIncomplete = false

    package init(mostBytes: Int = Self.standardBytes) { self.mostBytes = mostBytes }

    package var isEmpty: Bool { places.isEmpty }
    /// The rows in COPY's binary format, without its beginning and end.
    package var bytes: [UInt8] { encoder.bytes }

    /// Takes the rows out of a list whose hashes the filter has perhaps seen before.
    ///
    /// - Parameters:
    ///   - rows: the numbers of rows of the batch; those kept back are taken out.
    ///   - batch: the records that the rows were read from, for their places.
    ///   - hashes: one for each of the rows.
    package mutating func keep(
        _ rows: inout [Int32], of typed: TypedBatch, from batch: RecordBatch, hashes: [UInt64],
        filter: inout RepeatFilter, slices: [Int32], version: Int32, delivery: Int32
    ) {
        var hits: [Int32] = []
        filter.insert(hashes.span, hits: &hits)
        guard !hits.isEmpty, !isIncomplete else { return }
        let kept = hits.map { rows[Int($0)] }
        encoder.append(typed, rows: kept, slices: slices, version: version, delivery: delivery)
        for row in kept.map(Int.init) {
            let place = Reject.Place(
                line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row])
            places.append(Place(delivery: delivery, place: place))
        }
        for hit in hits.reversed() { rows.remove(at: Int(hit)) }
        isIncomplete = encoder.bytes.count > mostBytes
    }
}
