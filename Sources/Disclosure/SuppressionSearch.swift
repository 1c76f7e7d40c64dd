/// Hides cells until nothing is exposed any longer that hiding more could protect.
///
/// Cells are only ever added, so the search ends.
struct SuppressionSearch {
    private let problem: DisclosureProblem
    /// Two for each quantity: with the knowledge that hidden rows are not zero, and without.
    private var attacks: [QuantityAttack]
    private let effort: Int
    private var hidden: [Bool]
    /// By attack: the cells that nothing can protect any more.
    private var hopeless: [Set<Int>]
    /// By attack: the cells that follow from what readers know in any case, so that hiding them hides nothing.
    private let following: [Set<Int>]
    /// The cells hidden in addition, in the order in which they were.
    private(set) var added: [Int] = []

    /// - Parameter effort: how many terms to look at for one component before cells are hidden on suspicion; some seconds.
    init(_ problem: DisclosureProblem, hidden: [Bool], effort: Int = 400_000_000) {
        self.effort = effort
        self.problem = problem
        self.hidden = hidden
        attacks = problem.minimums.indices.flatMap { quantity in
            [true, false].map { QuantityAttack(problem, quantity: quantity, knowsPresence: $0) }
        }
        following = attacks.map { attack in
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
        hopeless = following
    }

    mutating func run() {
        var before = -1
        while before != added.count {
            before = added.count
            for attack in attacks.indices { protect(attack) }
        }
    }

    /// Hides one cell for each pin that the cells hidden for the pins before it do not loosen already.
    private mutating func protect(_ attack: Int) {
        let needs = problem.needs(in: attack / 2, hidden: hidden, knowsPresence: attacks[attack].knowsPresence)
            .filter { !hopeless[attack].contains($0.cell) }
        var isNew: Set<Int> = []
        for pin in attacks[attack].pins(hidden: hidden, needs: needs, effort: effort) {
            if pin.weights.contains(where: { isNew.contains($0.cell) }) { continue }
            if let cell = choice(for: pin, in: attack) {
                hidden[cell] = true
                added.append(cell)
                isNew.insert(cell)
            } else {
                hopeless[attack].insert(pin.need.cell)
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

    private func choice(for pin: Pin, in attack: Int) -> Int? {
        let system = attacks[attack].system
        var best: Cost?
        for (cell, weight) in pin.weights where problem.cells[cell].standing == .open && !hidden[cell] {
            if following[attack].contains(cell) { continue }
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
