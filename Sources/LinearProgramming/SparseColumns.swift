/// The coefficients of a linear program, column by column.
package struct SparseColumns {
    fileprivate(set) var starts: [Int32] = [0]
    fileprivate(set) var rows: [Int32] = []
    fileprivate(set) var coefficients: [Double] = []
    fileprivate(set) var lower: [Double] = []
    fileprivate(set) var upper: [Double] = []

    package init() {}

    package var count: Int { lower.count }

    /// Adds a column; a row that is named twice is refused by the solver, so sum up before.
    ///
    /// - Returns: its number.
    @discardableResult
    package mutating func append(
        _ terms: some Sequence<(row: Int, coefficient: Double)>, from lower: Double = 0, to upper: Double = .infinity
    ) -> Int {
        for (row, coefficient) in terms {
            rows.append(Int32(row))
            coefficients.append(coefficient)
        }
        starts.append(Int32(rows.count))
        self.lower.append(lower)
        self.upper.append(upper)
        return self.lower.count - 1
    }
}
