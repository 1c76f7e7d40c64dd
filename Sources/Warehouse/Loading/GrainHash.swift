internal import Records

/// Hashes what identifies a row: its slice and the values of its grain, column after column.
///
/// Equal rows give equal hashes. A text counts with its length, so that values which only look alike side by side do not.
enum GrainHash {
    /// Hashed for a value that is not there.
    private static let nothing: UInt64 = 0xA5C9_3E71_6D2B_84F7

    /// Appends the hash of each row to others.
    static func append(
        _ typed: TypedBatch, _ rows: borrowing Span<Int32>, _ slices: borrowing Span<Int32>, _ grain: [Int],
        to hashes: inout [UInt64]
    ) {
        let start = hashes.count
        for index in rows.indices {
            hashes.append(ByteHash.hash(UInt64(truncatingIfNeeded: slices[Int(rows[index])]), after: 0))
        }
        for column in grain { add(typed.columns[column], rows, hashes.mutableSpan, start) }
    }

    private static func add(
        _ column: TypedColumn, _ rows: borrowing Span<Int32>, _ hashes: consuming MutableSpan<UInt64>, _ start: Int
    ) {
        let present = column.present.span
        let numbers = column.numbers.span
        var hashes = hashes
        switch column.kind {
        case .text:
            let (texts, ends) = (column.bytes.span, column.ends.span)
            for index in rows.indices {
                let row = Int(rows[index])
                let hash = hashes[start + index]
                let text = texts.extracting((row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]))
                hashes[start + index] =
                    present[row] ? ByteHash.hash(text, after: hash) : ByteHash.hash(nothing, after: hash)
            }
        case .pseudonym:
            let lows = column.lowHalves.span
            for index in rows.indices {
                let row = Int(rows[index])
                let hash = ByteHash.hash(UInt64(bitPattern: numbers[row]), after: hashes[start + index])
                hashes[start + index] = ByteHash.hash(
                    present[row] ? UInt64(bitPattern: lows[row]) : nothing, after: hash)
            }
        default:
            for index in rows.indices {
                let row = Int(rows[index])
                let number = present[row] ? UInt64(bitPattern: numbers[row]) : nothing
                hashes[start + index] = ByteHash.hash(number, after: hashes[start + index])
            }
        }
    }
}
