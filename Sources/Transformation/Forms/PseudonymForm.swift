internal import Hashing
internal import Records

/// A personal number that is kept as its keyed pseudonym.
struct PseudonymForm {
    let key: PseudonymKey

    /// Reads a field for all rows of a batch.
    func read(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, isRequired: Bool,
        into column: inout TypedColumn, _ problems: inout [CellProblem]
    ) {
        read(bytes, ends, place, isRequired, &column.numbers, &column.lowHalves, &column.present, &problems)
    }

    private func read(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, _ isRequired: Bool,
        _ highs: inout [Int64], _ lows: inout [Int64], _ present: inout [Bool], _ problems: inout [CellProblem]
    ) {
        var highs = highs.mutableSpan
        var lows = lows.mutableSpan
        var digits: [UInt8] = []
        for row in highs.indices {
            let range = place.range(row, ends)
            let pseudonym: (high: UInt64, low: UInt64)
            if range.isEmpty {
                present[row] = false
                if isRequired { problems.append(CellProblem(row: row, reject: .required)) }
                continue
            } else if ThaiCitizenNumber.isPlain(bytes, range) {
                pseudonym = key.pseudonym(of: bytes.extracting(range))
            } else if let fault = ThaiCitizenNumber.read(bytes, range, into: &digits) {
                present[row] = false
                problems.append(CellProblem(row: row, reject: .identifier(fault)))
                continue
            } else {
                pseudonym = key.pseudonym(of: digits.span)
            }
            highs[row] = Int64(bitPattern: pseudonym.high)
            lows[row] = Int64(bitPattern: pseudonym.low)
        }
    }
}
