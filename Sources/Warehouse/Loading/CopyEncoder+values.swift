internal import Records

extension CopyEncoder {
    /// How many bytes every value of a kind takes, its length included; texts and decimals take more.
    static func fixedBytes(_ kind: ValueKind) -> Int {
        switch kind {
        case .integer32, .date: 8
        case .integer64, .timestamp: 12
        case .boolean: 5
        case .pseudonym: 20
        case .text: 4
        case .decimal: 12
        }
    }

    /// Adds to the size of each row what a column takes beyond its fixed bytes, or less when nothing is there.
    static func measure(
        _ column: TypedColumn, _ rows: borrowing Span<Int32>, _ sizes: consuming MutableSpan<Int>
    ) {
        let present = column.present.span
        let absent = 4 - fixedBytes(column.kind)
        switch column.kind {
        case .text:
            let ends = column.ends.span
            for index in rows.indices {
                let row = Int(rows[index])
                // The text of a value that is not there is empty.
                sizes[index] += Int(ends[row]) - (row == 0 ? 0 : Int(ends[row - 1]))
            }
        case .decimal(let scale):
            let numbers = column.numbers.span
            let form = NumericForm(scale: scale)
            for index in rows.indices {
                let row = Int(rows[index])
                sizes[index] += present[row] ? form.groupCount(numbers[row]) * 2 : absent
            }
        default:
            for index in rows.indices where !present[Int(rows[index])] { sizes[index] += absent }
        }
    }

    /// Writes the values of a column where the rows' places are, and moves these behind them.
    ///
    /// - Parameter isWhole: whether every value is there.
    static func write(
        _ column: TypedColumn, _ rows: borrowing Span<Int32>, isWhole: Bool, _ bytes: consuming MutableSpan<UInt8>,
        _ places: consuming MutableSpan<Int>
    ) {
        var target = bytes.mutableBytes
        switch column.kind {
        case .integer32, .date: writeNumbers(column, 4, rows, isWhole, &target, &places)
        case .integer64, .timestamp: writeNumbers(column, 8, rows, isWhole, &target, &places)
        case .boolean: writeNumbers(column, 1, rows, isWhole, &target, &places)
        case .text: writeTexts(column, rows, &target, &places)
        case .decimal(let scale): writeDecimals(column, NumericForm(scale: scale), rows, &target, &places)
        case .pseudonym: writePseudonyms(column, rows, &target, &places)
        }
    }

    /// Writes numbers of 4 or 8 bytes, or truth values of one; each caller's number of bytes makes a loop of its own.
    @inline(__always)
    private static func writeNumbers(
        _ column: TypedColumn, _ length: Int, _ rows: borrowing Span<Int32>, _ isWhole: Bool,
        _ target: inout MutableRawSpan, _ places: inout MutableSpan<Int>
    ) {
        let present = column.present.span
        let numbers = column.numbers.span
        for index in rows.indices {
            let row = Int(rows[index])
            let place = places[index]
            guard isWhole || present[row] else {
                target.putNothing(at: place)
                places[index] = place + 4
                continue
            }
            switch length {
            case 4: target.putField(Int32(truncatingIfNeeded: numbers[row]), at: place)
            case 8:
                target.put(Int32(8), at: place)
                target.put(numbers[row], at: place + 4)
            default:
                target.put(Int32(1), at: place)
                target.put(UInt8(numbers[row] == 0 ? 0 : 1), at: place + 4)
            }
            places[index] = place + 4 + length
        }
    }

    private static func writeTexts(
        _ column: TypedColumn, _ rows: borrowing Span<Int32>, _ target: inout MutableRawSpan,
        _ places: inout MutableSpan<Int>
    ) {
        let present = column.present.span
        let ends = column.ends.span
        let texts = column.bytes.span.bytes
        for index in rows.indices {
            let row = Int(rows[index])
            let place = places[index]
            guard present[row] else {
                target.putNothing(at: place)
                places[index] = place + 4
                continue
            }
            let start = row == 0 ? 0 : Int(ends[row - 1])
            let count = Int(ends[row]) - start
            target.put(Int32(truncatingIfNeeded: count), at: place)
            target.copyExactly(texts, start..<start + count, to: place + 4)
            places[index] = place + 4 + count
        }
    }

    private static func writeDecimals(
        _ column: TypedColumn, _ form: NumericForm, _ rows: borrowing Span<Int32>, _ target: inout MutableRawSpan,
        _ places: inout MutableSpan<Int>
    ) {
        let present = column.present.span
        let numbers = column.numbers.span
        for index in rows.indices {
            let row = Int(rows[index])
            let place = places[index]
            if present[row] {
                places[index] = form.write(numbers[row], at: place, to: &target)
            } else {
                target.putNothing(at: place)
                places[index] = place + 4
            }
        }
    }

    private static func writePseudonyms(
        _ column: TypedColumn, _ rows: borrowing Span<Int32>, _ target: inout MutableRawSpan,
        _ places: inout MutableSpan<Int>
    ) {
        let present = column.present.span
        let (highs, lows) = (column.numbers.span, column.lowHalves.span)
        for index in rows.indices {
            let row = Int(rows[index])
            let place = places[index]
            guard present[row] else {
                target.putNothing(at: place)
                places[index] = place + 4
                continue
            }
            target.put(Int32(16), at: place)
            target.put(highs[row], at: place + 4)
            target.put(lows[row], at: place + 12)
            places[index] = place + 20
        }
    }
}
