internal import Foundation
internal import LinearProgramming

/// Hides cells until nothing is exposed any longer that hiding more could protect.
///
/// Cells are only ever added, so the search ends.
struct SuppressionSearch {
    private let problem: DisclosureProblem
    /// Two for each quantity: with the knowledge that hidden rows are not zero, and without.
    private var attacks: [QuantityAttack]
    /// By attack, made when it is needed.
    private var protections: [Int: ProtectionProgram] = [:]
    private var hidden: [Bool]
    /// By attack: the cells that are protected, or that nothing can protect.
    private var settled: [Set<Int>]
    /// The cells hidden in addition, in the order in which they were.
    private(set) var added: [Int] = []

    init(_ problem: DisclosureProblem, hidden: [Bool]) {
        self.problem = problem
        self.hidden = hidden
        attacks = QuantityAttack.all(problem)
        settled = attacks.map { _ in [] }
    }

    mutating func run() {
        var before = -1
        while before != added.count {
            before = added.count
            for attack in attacks.indices { protect(attack) }
        }
    }

    private mutating func protect(_ attack: Int) {
        let needs = problem.needs(in: attack / 2, hidden: hidden, knowsPresence: attacks[attack].knowsPresence)
            .filter { !settled[attack].contains($0.cell) }
        for need in attacks[attack].probed(needs, hidden: hidden) where !attacks[attack].isMet(need) {
            settled[attack].insert(need.cell)
            guard let counts = protection(attack).counts(meeting: need) else { continue }
            for (cell, count) in counts.enumerated() where problem.cells[cell].standing == .open && !hidden[cell] {
                guard let known = attacks[attack].system.counts[cell] else { continue }
                if abs(count - Double(known)) > LinearProgram.tolerance { hide(cell) }
            }
            // What is possible for one is for all.
            attacks[attack].see(counts)
        }
    }

    private mutating func hide(_ cell: Int) {
        hidden[cell] = true
        added.append(cell)
        for protection in protections.values { protection.hide(cell) }
    }

    private mutating func protection(_ attack: Int) -> ProtectionProgram {
        if let known = protections[attack] { return known }
        let cells = problem.cells
        let counts = attacks[attack].system.counts
        let program = ProtectionProgram(
            attacks[attack].system, isOpen: cells.map { $0.standing == .open }, isHidden: hidden,
            isFree: cells.indices.map { cells[$0].standing == .implied || counts[$0] == nil },
            least: attacks[attack].least, prices: cells.indices.map { price(cells[$0], counts[$0] ?? 0) },
            isPassedOver: attacks[attack].isPassedOver)
        protections[attack] = program
        return program
    }

    /// What hiding a cell costs: a little more for a large count than for a small one, much more for what readers want most.
    private func price(_ cell: ControlledCell, _ count: Int64) -> Double {
        Double(1 + cell.reluctance) * (1 + log2(Double(1 + count)) / 10)
    }
}
