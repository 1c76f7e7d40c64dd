internal import Records

/// A text, perhaps one that has a declared form.
struct TextForm {
    let pattern: ValuePattern?
    /// Whether it identifies something, so that Thai digits in it are the same as others.
    let isIdentifier: Bool

    /// Copies a field for all rows of a batch.
    func read(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, isRequired: Bool,
        into column: inout TypedColumn, _ problems: inout [CellProblem]
    ) {
        read(bytes, ends, place, isRequired, &column.bytes, &column.ends, &column.present, &problems)
        let (texts, textEnds) = (column.bytes.span, column.ends.span)
        guard holdsLostLetter(texts, texts.indices) else { return }
        for row in textEnds.indices
        where holdsLostLetter(texts, Int(row == 0 ? 0 : textEnds[row - 1])..<Int(textEnds[row])) {
            problems.append(CellProblem(row: row, reject: .lostLetter))
        }
    }

    private func read(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, _ isRequired: Bool,
        _ texts: inout [UInt8], _ textEnds: inout [Int32], _ present: inout [Bool], _ problems: inout [CellProblem]
    ) {
        var count = 0
        for row in textEnds.indices { count += place.range(row, ends).count }
        // Texts are copied in words, so that the last one may reach beyond its end.
        texts.append(contentsOf: repeatElement(0, count: count + copySlack))
        let end = fill(bytes, ends, place, isRequired, texts.mutableSpan, textEnds.mutableSpan, &present, &problems)
        texts.removeLast(texts.count - end)
    }

    /// - Returns: where the last text ends.
    private func fill(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace, _ isRequired: Bool,
        _ texts: consuming MutableSpan<UInt8>, _ textEnds: consuming MutableSpan<Int32>, _ present: inout [Bool],
        _ problems: inout [CellProblem]
    ) -> Int {
        var target = texts.mutableBytes
        var end = 0
        let isPlain = pattern == nil && !isIdentifier
        for row in textEnds.indices {
            let range = place.range(row, ends)
            if range.isEmpty {
                present[row] = false
                if isRequired { problems.append(CellProblem(row: row, reject: .required)) }
            } else if isPlain || (pattern == nil && !ThaiDigits.stand(in: bytes, range)) {
                target.copy(bytes.bytes, range, to: end)
                end += range.count
            } else {
                let value = ThaiDigits.folded(bytes, range)
                if let problem = pattern?.problem(value) {
                    present[row] = false
                    problems.append(CellProblem(row: row, reject: problem))
                } else {
                    target.copyExactly(value.span.bytes, value.indices, to: end)
                    end += value.count
                }
            }
            textEnds[row] = Int32(truncatingIfNeeded: end)
        }
        return end
    }
}
