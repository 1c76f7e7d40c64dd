internal import LinearProgramming

/// The counts of one quantity that a reader holds possible, as a linear program over those that are not shown.
///
/// A cell that is asked about has two columns, which add up to its count: one as far as anybody asks, and one for what is beyond
/// that. So no objective grows without end, and yet nothing is bounded that is not.
final class CountProgram {
    private let program: LinearProgram
    private let columnCount: Int
    /// By cell: its column; nil for one that is shown.
    private let column: [Int?]
    /// By cell: the column for what is beyond what is asked.
    private var beyond: [Int: Int] = [:]
    private let known: [Double]

    /// - Parameters:
    ///   - isUnknown: by cell.
    ///   - least: by cell, the least count of an unknown one.
    ///   - caps: the greatest count that is asked about, by cell that is.
    /// - Returns: nil when no counts fulfil the rows.
    init?(_ system: CountSystem, isUnknown: [Bool], least: [Int64], caps: [Int: Int64]) {
        let known = system.counts.indices.map { isUnknown[$0] ? 0 : Double(system.counts[$0] ?? 0) }
        self.known = known
        let terms = system.termsByCell(constants: known)
        var columns = SparseColumns()
        var column: [Int?] = Array(repeating: nil, count: known.count)
        for cell in known.indices where isUnknown[cell] {
            let least = Double(least[cell])
            let cap = caps[cell].map { max(Double($0), least) }
            column[cell] = columns.append(terms.cells[cell], from: least, to: cap ?? .infinity)
            if cap != nil { beyond[cell] = columns.append(terms.cells[cell]) }
        }
        self.column = column
        columnCount = columns.count
        program = LinearProgram(columns, rows: terms.rests)
        let nothing = Array(repeating: 0.0, count: columns.count)
        guard program.maximize(nothing, by: .dual) == .optimal else { return nil }
    }

    /// Moves cells up or down as far as is asked for, all at once.
    ///
    /// - Parameter weights: by cell, what moving it up by one is worth.
    /// - Returns: the counts; nil where the solver gave up.
    func counts(for weights: [(cell: Int, weight: Double)]) -> [Double]? {
        var objective = Array(repeating: 0.0, count: columnCount)
        for (cell, weight) in weights {
            if let column = column[cell] { objective[column] = weight }
            // What is beyond must not be left where less is wanted.
            if weight < 0, let column = beyond[cell] { objective[column] = weight }
        }
        guard program.maximize(objective, by: .primal) == .optimal else { return nil }
        let values = program.values
        return known.indices.map { cell in
            guard let column = column[cell] else { return known[cell] }
            return values[column] + (beyond[cell].map { values[$0] } ?? 0)
        }
    }

    /// The greatest count of a cell, however much is asked about; nil when nothing bounds it.
    func highest(_ cell: Int) -> Double? {
        guard let column = column[cell] else { return known[cell] }
        var objective = Array(repeating: 0.0, count: columnCount)
        objective[column] = 1
        if let column = beyond[cell] { objective[column] = 1 }
        guard program.maximize(objective, by: .primal) == .optimal else { return nil }
        let values = program.values
        return values[column] + (beyond[cell].map { values[$0] } ?? 0)
    }
}
