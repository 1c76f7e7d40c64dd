package import Records

/// Encoded rows that perhaps repeat the grain of an earlier one, kept back until the unique index can tell.
///
/// A row that repeats another is always among them, since the filter never says no wrongly; of the others next to none.
package struct HeldRows: Sendable {
    /// About how many bytes are kept back at most; further rows are sent, and the server then examines the whole leaf.
    private static let mostBytes = 16 << 20

    /// The rows in COPY's binary format, without its beginning and end.
    package private(set) var bytes: [UInt8] = []
    package private(set) var places: [Place] = []
    /// Whether there were too many.
    package private(set) var isIncomplete = false

    /// Which row it is.
    package struct Place: Sendable {
        package let delivery: Int32
        package let place: Reject.Place
    }

    package init() {}

    package var isEmpty: Bool { places.isEmpty }

    /// Keeps a row back.
    ///
    /// - Returns: false when there is no room; the row must then be sent.
    mutating func keep(_ row: UnsafeRawBufferPointer, delivery: Int32, place: Reject.Place) -> Bool {
        guard !isIncomplete, bytes.count + row.count <= Self.mostBytes else {
            isIncomplete = true
            return false
        }
        bytes.append(contentsOf: row)
        places.append(Place(delivery: delivery, place: place))
        return true
    }
}
