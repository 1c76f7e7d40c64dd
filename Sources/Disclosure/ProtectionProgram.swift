internal import LinearProgramming

/// Finds what must be hidden so that a hidden count can be another one: the cheapest change of shown counts that goes with it.
///
/// The counts that change together are a pattern: where all of them are hidden, the changed counts are as possible as the true
/// ones. That costs are in proportion to changes makes it a linear program, and the pattern a good one rather than the best
/// (Fischetti and Salazar-González, Solving the cell suppression problem on tabular data with linear constraints, 2001, section 4).
final class ProtectionProgram {
    /// Where a cell stands in the program.
    private enum Place {
        /// Its count cannot change.
        case fixed
        /// Nobody ever sees it: its count is a column.
        case free(Int)
        /// How much more it is than it is, and how much less.
        case changes(Int, Int)
    }

    private let program: LinearProgram
    private var places: [Place]
    private let known: [Double]
    private let lower: [Double]
    private let upper: [Double]
    /// By column: what it costs to grow by one, as something not to be had.
    private var costs: [Double]
    private let start: [UInt8]?

    /// - Parameters:
    ///   - isOpen: by cell, whether it can be hidden.
    ///   - isHidden: by cell, whether it is, so that changing it costs nothing.
    ///   - isFree: by cell, whether nobody ever sees it.
    ///   - least: by cell, the least count of a hidden one.
    ///   - prices: by cell, what it costs to change a shown count by one.
    init(
        _ system: CountSystem, isOpen: [Bool], isHidden: [Bool], isFree: [Bool], least: [Int64], prices: [Double]
    ) {
        let known = system.counts.indices.map { isFree[$0] ? 0 : Double(system.counts[$0] ?? 0) }
        self.known = known
        let terms = system.termsByCell(constants: known)
        var columns = SparseColumns()
        var (upper, costs): ([Double], [Double]) = ([], [])
        places = known.indices.map { cell in
            if isFree[cell] {
                upper.append(.infinity)
                costs.append(0)
                return .free(columns.append(terms.cells[cell]))
            }
            guard isHidden[cell] || isOpen[cell] && known[cell] > 0 else { return .fixed }
            let room = max(0, known[cell] - Double(least[cell]))
            upper += [.infinity, room]
            costs += isHidden[cell] ? [0, 0] : [-prices[cell], -prices[cell]]
            return .changes(
                columns.append(terms.cells[cell]),
                columns.append(terms.cells[cell].lazy.map { ($0.row, -$0.coefficient) }, to: room))
        }
        (self.upper, self.costs) = (upper, costs)
        lower = Array(repeating: 0, count: columns.count)
        program = LinearProgram(columns, rows: terms.rests)
        // The counts as they are, from which each search begins.
        start = program.maximize(costs, by: .dual) == .optimal ? program.basis : nil
    }

    /// Takes a cell as hidden: changing it costs nothing.
    func hide(_ cell: Int) {
        guard case .changes(let more, let less) = places[cell] else { return }
        (costs[more], costs[less]) = (0, 0)
    }

    /// Counts with which a need is met at the least cost.
    ///
    /// - Parameter cell: the number that the need's cell has here.
    /// - Returns: by cell; nil when there are none, whatever is hidden.
    func counts(meeting need: ProtectionNeed, of cell: Int) -> [Double]? {
        guard let start else { return nil }
        var best: (objective: Double, values: [Double])?
        for (end, target) in need.targets {
            let distance = Double(end == .highest ? target - need.count : need.count - target)
            guard distance > 0, let (lower, upper) = bounds(cell, end, target, distance) else { continue }
            program.bound(from: lower, to: upper)
            program.basis = start
            let costs = costs(over: distance)
            guard program.maximize(costs, by: .dual) == .optimal else { continue }
            let values = program.values
            let objective = zip(values, costs).reduce(0) { $0 + $1.0 * $1.1 }
            if best.map({ objective > $0.objective }) ?? true { best = (objective, values) }
        }
        return best.map { best in
            places.indices.map { cell in
                switch places[cell] {
                case .fixed: known[cell]
                case .free(let column): best.values[column]
                case .changes(let more, let less): known[cell] + best.values[more] - best.values[less]
                }
            }
        }
    }

    /// The bounds of the columns where a cell has to come to one end; nil where it cannot.
    private func bounds(
        _ cell: Int, _ end: ProtectionNeed.End, _ target: Int64, _ distance: Double
    ) -> (lower: [Double], upper: [Double])? {
        var (lower, upper) = (lower, upper)
        switch (places[cell], end) {
        case (.fixed, _): return nil
        case (.free(let column), .highest): lower[column] = Double(target)
        case (.free(let column), .lowest):
            if target < 0 { return nil }
            upper[column] = Double(target)
        case (.changes(let more, let less), .highest): (lower[more], upper[less]) = (distance, 0)
        case (.changes(let more, let less), .lowest):
            if upper[less] < distance { return nil }
            (lower[less], upper[more]) = (distance, 0)
        }
        return (lower, upper)
    }

    /// A count that cannot fall far enough by itself has to be hidden as whole as any other, and others with it.
    private func costs(over distance: Double) -> [Double] {
        var costs = costs
        for case .changes(_, let less) in places where upper[less] > 0 { costs[less] *= max(1, distance / upper[less]) }
        return costs
    }
}
