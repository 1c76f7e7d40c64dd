/// Hides cells until nothing is exposed any longer that hiding more could protect.
///
/// Cells are only ever added, so the search ends.
struct SuppressionSearch {
    private let problem: DisclosureProblem
    private var attacks: [QuantityAttack]
    private let effort: Int
    private var hidden: [Bool]
    /// By quantity: the cells that nothing can protect any more.
    private var hopeless: [Set<Int>]
    /// The cells hidden in addition, in the order in which they were.
    private(set) var added: [Int] = []

    /// - Parameter effort: how many terms to look at for one component before cells are hidden on suspicion; some seconds.
    init(_ problem: DisclosureProblem, hidden: [Bool], effort: Int = 400_000_000) {
        self.effort = effort
        self.problem = problem
        self.hidden = hidden
        attacks = problem.minimums.indices.map { QuantityAttack(problem, quantity: $0) }
        hopeless = attacks.map { attack in
            // What follows even from the least that can be shown would only draw others in with it.
            let isUnknown = problem.cells.indices.map { cell in
                switch problem.cells[cell].standing {
                case .hidden, .implied: true
                case .open: problem.cells[cell].counts.contains { $0 ?? 0 > 0 }
                case .known: false
                }
            }
            return Set(Subtraction(attack.system, isUnknown: isUnknown).steps.map(\.cell))
        }
    }

    mutating func run() {
        var before = -1
        while before != added.count {
            before = added.count
            for quantity in attacks.indices { protect(quantity) }
        }
    }

    /// Hides one cell for each pin that the cells hidden for the pins before it do not loosen already.
    private mutating func protect(_ quantity: Int) {
        let unavoidable = attacks[quantity].unavoidable
        let needs = problem.needs(in: quantity, hidden: hidden, unavoidable: unavoidable)
            .filter { !hopeless[quantity].contains($0.cell) }
        var isNew: Set<Int> = []
        for pin in attacks[quantity].pins(hidden: hidden, needs: needs, effort: effort) {
            if pin.weights.contains(where: { isNew.contains($0.cell) }) { continue }
            if let cell = choice(for: pin, in: quantity) {
                hidden[cell] = true
                added.append(cell)
                isNew.insert(cell)
            } else {
                hopeless[quantity].insert(pin.need.cell)
            }
        }
    }

    /// What makes one cell a better choice than another, the most important first.
    private struct Cost: Comparable {
        var isInsufficient: Bool
        var reluctance: Int
        var lonelyRows: Int
        var count: Int64
        var cell: Int

        static func < (first: Cost, second: Cost) -> Bool {
            if first.isInsufficient != second.isInsufficient { return second.isInsufficient }
            return (first.reluctance, first.lonelyRows, first.count, first.cell)
                < (second.reluctance, second.lonelyRows, second.count, second.cell)
        }
    }

    private func choice(for pin: Pin, in quantity: Int) -> Int? {
        let system = attacks[quantity].system
        var best: Cost?
        for (cell, weight) in pin.weights where problem.cells[cell].standing == .open && !hidden[cell] {
            let count = system.counts[cell]
            guard count > 0 else { continue }
            var cost = Cost(
                isInsufficient: !pin.isLoosened(byWeight: weight, count: count),
                reluctance: problem.cells[cell].reluctance, lonelyRows: 0, count: count, cell: cell)
            if let best, best < cost { continue }
            cost.lonelyRows = lonelyRows(of: cell, in: system)
            if best.map({ cost < $0 }) ?? true { best = cost }
        }
        return best?.cell
    }

    /// The rows in which the cell would be the only hidden one, and follow from the others.
    private func lonelyRows(of cell: Int, in system: CountSystem) -> Int {
        system.rows(of: cell).count { row in
            !system.terms(of: row).contains { hidden[system.rowCells[$0]] }
        }
    }
}
