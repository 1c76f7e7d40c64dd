internal import Foundation
internal import LinearProgramming

/// Finds what must be hidden so that a hidden count can be another one: the cheapest change of shown counts that goes with it.
///
/// The counts that change together are a pattern: where all of them are hidden, the changed counts are as possible as the true
/// ones. That costs are in proportion to changes makes it a linear program, and the pattern a good one rather than the best
/// (Fischetti and Salazar-González, Solving the cell suppression problem on tabular data with linear constraints, 2001, section 4).
final class ProtectionProgram {
    private let system: CountSystem
    private let least: [Int64]
    private let isFree: [Bool]
    private let program: LinearProgram
    /// Two columns for each cell: how much more it is than it is, and how much less.
    private var lower: [Double]
    private var upper: [Double]
    /// By cell: what it costs to change its count by one; nothing for hidden ones.
    private var prices: [Double]

    /// - Parameters:
    ///   - isOpen: by cell, whether it can be hidden.
    ///   - isFree: by cell, whether nobody ever sees it.
    ///   - prices: by cell, what it costs to change a shown count by one.
    ///   - isPassedOver: by row of the system, whether it says nothing.
    init(
        _ system: CountSystem, isOpen: [Bool], isFree: [Bool], least: [Int64], prices: [Double], isPassedOver: [Bool]
    ) {
        self.system = system
        self.least = least
        self.isFree = isFree
        let terms = system.termsByCell(isPassedOver: isPassedOver)
        var columns = SparseColumns()
        for cell in system.counts.indices {
            columns.append(terms.cells[cell])
            columns.append(terms.cells[cell].lazy.map { ($0.row, -$0.coefficient) })
        }
        program = LinearProgram(columns, rows: terms.rests)
        lower = Array(repeating: 0, count: columns.count)
        upper = lower
        self.prices = zip(prices, isFree).map { $1 ? 0 : $0 }
        for cell in system.counts.indices where isFree[cell] || isOpen[cell] && system.counts[cell] ?? 0 > 0 {
            release(cell)
        }
    }

    /// Takes a cell as hidden: changing it costs nothing.
    func hide(_ cell: Int) {
        release(cell)
        prices[cell] = 0
    }

    private func release(_ cell: Int) {
        upper[2 * cell] = .infinity
        // A count that nobody knows begins at nothing.
        upper[2 * cell + 1] = Double(max(0, (system.counts[cell] ?? 0) - least[cell]))
    }

    /// Counts with which a need is met at the least cost.
    ///
    /// - Returns: by cell; nil when there are none, whatever is hidden.
    func counts(meeting need: ProtectionNeed) -> [Double]? {
        var best: (objective: Double, values: [Double])?
        for (end, target) in need.targets {
            let distance = Double(end == .highest ? target - need.count : need.count - target)
            if distance <= 0 { continue }
            let (column, other) =
                end == .highest ? (2 * need.cell, 2 * need.cell + 1) : (2 * need.cell + 1, 2 * need.cell)
            guard distance <= upper[column] else { continue }
            let before = upper[other]
            (lower[column], upper[other]) = (distance, 0)
            program.bound(from: lower, to: upper)
            let costs = costs(over: distance)
            if program.maximize(costs) == .optimal {
                let values = program.values
                let objective = zip(values, costs).reduce(0) { $0 + $1.0 * $1.1 }
                if best.map({ objective > $0.objective }) ?? true { best = (objective, values) }
            }
            (lower[column], upper[other]) = (0, before)
        }
        return best.map { best in
            system.counts.indices.map { cell in
                Double(system.counts[cell] ?? 0) + best.values[2 * cell] - best.values[2 * cell + 1]
            }
        }
    }

    /// What changes cost, by column, as something not to be had.
    ///
    /// A count that cannot fall far enough by itself has to be hidden as whole as any other, and others with it.
    private func costs(over distance: Double) -> [Double] {
        var costs = Array(repeating: 0.0, count: lower.count)
        for (cell, price) in prices.enumerated() where price > 0 {
            costs[2 * cell] = -price
            let room = upper[2 * cell + 1]
            costs[2 * cell + 1] = room > 0 ? -price * max(1, distance / room) : -price
        }
        return costs
    }
}
