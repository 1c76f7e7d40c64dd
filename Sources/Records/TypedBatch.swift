/// What a typed column holds and how its values travel.
package enum ValueKind: Hashable, Sendable {
    /// A whole number that fits 32 bits: an integer, or a surrogate key.
    case integer32
    case integer64
    /// A decimal as a whole number of its last place.
    case decimal(scale: Int)
    /// Days since 2000-01-01.
    case date
    /// Microseconds since 2000-01-01 00:00.
    case timestamp
    case boolean
    case text
    /// 128 bits in two halves.
    case pseudonym
}

/// The values of one column for the rows of a batch.
package struct TypedColumn: Sendable {
    package let kind: ValueKind
    /// The value of each row for every kind but text; the high half of a pseudonym.
    package var numbers: [Int64] = []
    /// The low half of each pseudonym.
    package var lowHalves: [Int64] = []
    /// The texts one after the other, and where each ends.
    package var bytes: [UInt8] = []
    package var ends: [Int32] = []
    package var present: [Bool] = []

    package init(_ kind: ValueKind) { self.kind = kind }

    /// Gives every row of a batch a place whose value is there and zero; whoever fills the column puts the values in.
    ///
    /// Texts are to be appended to `bytes`, and each row's end written to `ends`.
    package mutating func reset(rows: Int) {
        present.removeAll(keepingCapacity: true)
        present.append(contentsOf: repeatElement(true, count: rows))
        bytes.removeAll(keepingCapacity: true)
        switch kind {
        case .text: Self.reset(&ends, rows)
        case .pseudonym:
            Self.reset(&numbers, rows)
            Self.reset(&lowHalves, rows)
        default: Self.reset(&numbers, rows)
        }
    }

    private static func reset<Number: FixedWidthInteger>(_ numbers: inout [Number], _ rows: Int) {
        numbers.removeAll(keepingCapacity: true)
        numbers.append(contentsOf: repeatElement(0, count: rows))
    }

    package mutating func appendMissing() {
        present.append(false)
        switch kind {
        case .text: ends.append(Int32(truncatingIfNeeded: bytes.count))
        case .pseudonym:
            numbers.append(0)
            lowHalves.append(0)
        default: numbers.append(0)
        }
    }

    package mutating func append(_ number: Int64) {
        present.append(true)
        numbers.append(number)
    }

    package mutating func appendPseudonym(high: UInt64, low: UInt64) {
        present.append(true)
        numbers.append(Int64(bitPattern: high))
        lowHalves.append(Int64(bitPattern: low))
    }

    package mutating func appendText(_ source: borrowing Span<UInt8>) {
        present.append(true)
        for index in source.indices { bytes.append(source[index]) }
        ends.append(Int32(truncatingIfNeeded: bytes.count))
    }

    /// The place of a text in `bytes`.
    package func textRange(_ row: Int) -> Range<Int> { (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]) }

    package func text(_ row: Int) -> String? {
        present[row] ? String(decoding: bytes[textRange(row)], as: UTF8.self) : nil
    }
}

/// Rows after reading, checking and keying, column by column.
package struct TypedBatch: Sendable {
    package var columns: [TypedColumn]
    /// Whether each row may be loaded; a rejected one stays in the columns and is passed over.
    package var accepted: [Bool] = []
    package var lines: [Int32] = []
    package var rejects: [Reject] = []

    package init(kinds: [ValueKind]) { columns = kinds.map(TypedColumn.init) }

    package var rowCount: Int { accepted.count }

    /// Empties the batch and gives it places for as many rows, none of them refused.
    package mutating func reset(rows: Int) {
        for index in columns.indices { columns[index].reset(rows: rows) }
        accepted.removeAll(keepingCapacity: true)
        accepted.append(contentsOf: repeatElement(true, count: rows))
        lines.removeAll(keepingCapacity: true)
        rejects.removeAll(keepingCapacity: true)
    }
}
