internal import Records

/// A form in which the values of a field are written and that makes each of them one number.
protocol CellForm {
    /// The value of a cell that is written as most are; nil for every other, which is then examined.
    func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64?

    /// Reads a cell however it is written, and says what is wrong with it.
    func examine(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> ExaminedCell
}

/// What a closer look at a cell has found; a value beside a problem counts in the control totals.
struct ExaminedCell {
    var value: Int64?
    var problem: CellReject?
}

extension CellForm {
    /// Reads a field for all rows of a batch.
    ///
    /// - Parameters:
    ///   - absent: what stands for a value that is not there, nil for nothing.
    ///   - isRequired: whether that is a reject.
    func read(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, absent: Int64?,
        isRequired: Bool, into column: inout TypedColumn, _ problems: inout [CellProblem]
    ) {
        read(bytes, ends, place, absent, isRequired, &column.numbers, &column.present, &problems)
    }

    private func read(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, _ absent: Int64?,
        _ isRequired: Bool, _ numbers: inout [Int64], _ present: inout [Bool], _ problems: inout [CellProblem]
    ) {
        var numbers = numbers.mutableSpan
        for row in numbers.indices {
            let range = place.range(row, ends)
            if !range.isEmpty, let value = value(bytes, range) {
                numbers[row] = value
                continue
            }
            var cell = ExaminedCell(value: absent)
            if !range.isEmpty {
                cell = examine(bytes, range)
            } else if isRequired {
                cell.problem = .required
            }
            numbers[row] = cell.value ?? 0
            present[row] = cell.value != nil
            if let problem = cell.problem { problems.append(CellProblem(row: row, reject: problem)) }
        }
    }
}
