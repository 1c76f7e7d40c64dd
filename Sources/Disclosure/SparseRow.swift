/// A row of whole numbers of which most are zero.
struct SparseRow {
    struct Term {
        var column: Int32
        var value: Int32
    }

    /// Those that are not zero, in the order of the columns.
    private(set) var terms: [Term] = []

    /// Adds a value behind all others.
    mutating func append(_ value: Int32, at column: Int) {
        terms.append(Term(column: Int32(column), value: value))
    }

    subscript(column: Int) -> Int32 {
        var (low, high) = (0, terms.count)
        while low < high {
            let middle = (low + high) / 2
            if terms[middle].column < column { low = middle + 1 } else { high = middle }
        }
        return low < terms.count && terms[low].column == column ? terms[low].value : 0
    }

    /// Takes out the columns from this one on and returns them, counted from it.
    mutating func split(at column: Int) -> SparseRow {
        let place = terms.firstIndex { $0.column >= column } ?? terms.count
        var rest = SparseRow()
        rest.terms = terms[place...].map { Term(column: $0.column - Int32(column), value: $0.value) }
        terms.removeSubrange(place...)
        return rest
    }

    mutating func negate() {
        for place in terms.indices { terms[place].value = 0 - terms[place].value }
    }

    /// Returns a multiple of this row less a multiple of another, without the column and without a common divisor.
    ///
    /// - Parameters:
    ///   - pivot: what the other row has in the column, a positive number.
    ///   - isNew: is told the columns in which this row had nothing.
    func clearing(
        _ column: Int, with other: SparseRow, pivot: Int32, isNew: (Int32) -> Void
    ) throws(ArithmeticOverflow) -> SparseRow {
        let own = self[column]
        let divisor = pivot == 1 ? 1 : greatestCommonDivisor(pivot, own)
        let (scale, factor) = (Int64(pivot / divisor), Int64(own / divisor))
        var common: Int32 = 0
        var overflows = false
        var result = SparseRow()
        let count = terms.count + other.terms.count
        result.terms = terms.withUnsafeBufferPointer { terms in
            other.terms.withUnsafeBufferPointer { others in
                Array(unsafeUninitializedCapacity: count) { buffer, filled in
                    var (first, second) = (0, 0)
                    while first < terms.count || second < others.count {
                        let column = first < terms.count ? terms[first].column : .max
                        let otherColumn = second < others.count ? others[second].column : .max
                        var value: Int64 = 0
                        if column <= otherColumn {
                            value = Int64(terms[first].value) * scale
                            first += 1
                        }
                        if otherColumn <= column {
                            value -= Int64(others[second].value) * factor
                            second += 1
                            if otherColumn < column { isNew(otherColumn) }
                        }
                        guard value != 0 else { continue }
                        overflows = overflows || abs(value) > Int64(Int32.max)
                        let value32 = Int32(truncatingIfNeeded: value)
                        if common != 1 { common = greatestCommonDivisor(common, value32) }
                        buffer.initializeElement(
                            at: filled, to: Term(column: min(column, otherColumn), value: value32))
                        filled += 1
                    }
                }
            }
        }
        if overflows { throw ArithmeticOverflow() }
        if common > 1 {
            for place in result.terms.indices { result.terms[place].value /= common }
        }
        return result
    }
}
