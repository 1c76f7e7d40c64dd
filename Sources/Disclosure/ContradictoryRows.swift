internal import LinearProgramming

extension CountSystem {
    /// The rows that cannot all hold: figures of another state of the data than the rest.
    ///
    /// - Parameters:
    ///   - weights: by row, how much rather another one is given up.
    ///   - isUnknown: by cell.
    ///   - least: by cell, the least count of an unknown one.
    /// - Returns: by row; none when all hold together.
    func contradictory(weights: [Double], isUnknown: [Bool], least: [Int64]) -> [Bool] {
        let terms = termsByCell(constants: counts.map { _ in 0 }).cells
        var columns = SparseColumns()
        for cell in counts.indices {
            let known = isUnknown[cell] ? nil : counts[cell].map(Double.init)
            columns.append(terms[cell], from: known ?? Double(least[cell]), to: known ?? .infinity)
        }
        var objective = Array(repeating: 0.0, count: columns.count)
        for row in 0..<rowCount {
            for sign in [1.0, -1.0] {
                columns.append(CollectionOfOne((row, sign)))
                objective.append(-weights[row])
            }
        }
        let program = LinearProgram(columns, rows: Array(repeating: 0, count: rowCount))
        guard program.maximize(objective, by: .primal) == .optimal else {
            return Array(repeating: false, count: rowCount)
        }
        let slack = program.values.suffix(2 * rowCount)
        return (0..<rowCount).map { row in
            slack[slack.startIndex + 2 * row] + slack[slack.startIndex + 2 * row + 1] > LinearProgram.tolerance
        }
    }
}
