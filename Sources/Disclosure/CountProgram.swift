internal import LinearProgramming

/// The counts of one quantity that a reader holds possible, as a linear program in which shown cells have but one value.
///
/// Each cell has two columns, which add up to its count: one as far as anybody asks, and one for what is beyond that. So no
/// objective grows without end, and yet nothing is bounded that is not.
final class CountProgram {
    private let system: CountSystem
    private let caps: [Double]
    private let program: LinearProgram
    private var lower: [Double]
    private var upper: [Double]

    /// - Parameters:
    ///   - caps: by cell, the greatest count that is asked about.
    ///   - isPassedOver: by row of the system, whether it says nothing.
    init(_ system: CountSystem, caps: [Int64?], isPassedOver: [Bool]) {
        self.system = system
        self.caps = caps.map { $0.map(Double.init) ?? .infinity }
        let terms = system.termsByCell(isPassedOver: isPassedOver)
        var columns = SparseColumns()
        for cell in system.counts.indices {
            columns.append(terms.cells[cell])
            columns.append(terms.cells[cell])
        }
        program = LinearProgram(columns, rows: Array(repeating: 0, count: terms.rests.count))
        lower = Array(repeating: 0, count: columns.count)
        upper = lower
    }

    /// Takes which counts are unknown, and the least that each of these can be.
    func hide(_ isUnknown: [Bool], least: [Int64]) {
        for cell in isUnknown.indices {
            let count = Double(system.counts[cell] ?? 0)
            let known = isUnknown[cell] ? nil : count
            lower[2 * cell] = known ?? Double(least[cell])
            upper[2 * cell] = known ?? max(caps[cell], Double(least[cell]))
            lower[2 * cell + 1] = 0
            upper[2 * cell + 1] = known == nil ? .infinity : 0
        }
        program.bound(from: lower, to: upper)
    }

    /// Moves cells up or down as far as is asked for, all at once.
    ///
    /// - Parameter weights: by cell, what moving it up by one is worth.
    /// - Returns: the counts; nil where there are none, or where the solver gave up.
    func counts(for weights: [(cell: Int, weight: Double)]) -> [Double]? {
        var objective = Array(repeating: 0.0, count: lower.count)
        for (cell, weight) in weights {
            objective[2 * cell] = weight
            // What is beyond must not be left where less is wanted.
            if weight < 0 { objective[2 * cell + 1] = weight }
        }
        guard program.maximize(objective) == .optimal else { return nil }
        let values = program.values
        return system.counts.indices.map { values[2 * $0] + values[2 * $0 + 1] }
    }

    /// The greatest count of a cell, however much is asked about; nil when nothing bounds it.
    func highest(_ cell: Int) -> Double? {
        var objective = Array(repeating: 0.0, count: lower.count)
        objective[2 * cell] = 1
        objective[2 * cell + 1] = 1
        guard program.maximize(objective) == .optimal else { return nil }
        let values = program.values
        return values[2 * cell] + values[2 * cell + 1]
    }
}
