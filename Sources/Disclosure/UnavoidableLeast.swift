extension CountSystem {
    /// The least that each count can be even if every count but zero were hidden, given what is possible of each alone.
    ///
    /// Since zeros are shown, a whole is at least the number of its parts that are none. That is what the rule itself
    /// tells, and no hiding can change it.
    func unavoidableLeast(from least: [Int64]) -> [Int64] {
        var least = least
        var queue = Array(0..<rowCount)
        var isQueued = Array(repeating: true, count: rowCount)
        var head = 0
        while head < queue.count {
            let row = queue[head]
            head += 1
            isQueued[row] = false
            let terms = terms(of: row)
            let whole = rowCells[terms.lowerBound]
            // No part's least is above its count, and the counts do add up.
            let sum = terms.dropFirst().reduce(0) { $0 - Int64(rowCoefficients[$1]) * least[rowCells[$1]] }
            guard sum > least[whole] else { continue }
            least[whole] = sum
            for other in rows(of: whole) where !isQueued[other] {
                isQueued[other] = true
                queue.append(other)
            }
        }
        return least
    }
}
