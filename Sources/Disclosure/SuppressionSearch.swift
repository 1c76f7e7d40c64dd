internal import Foundation
internal import LinearProgramming

/// Hides cells until nothing is exposed any longer that hiding more could protect.
///
/// Cells are only ever added, so the search ends.
struct SuppressionSearch {
    private let problem: DisclosureProblem
    /// Two for each quantity: with the knowledge that hidden rows are not zero, and without.
    private var attacks: [QuantityAttack]
    private var hidden: [Bool]
    /// By attack: the cells that are protected, or that nothing can protect.
    private var settled: [Set<Int>]
    /// The cells that nothing can protect.
    private(set) var exposed: Set<Int> = []
    /// The cells hidden in addition, in the order in which they were.
    private(set) var added: [Int] = []

    init(_ problem: DisclosureProblem, hidden: [Bool]) {
        self.problem = problem
        self.hidden = hidden
        attacks = QuantityAttack.all(problem)
        settled = attacks.map { _ in [] }
    }

    mutating func run(stopsWhereExposed: Bool = false) {
        var before = -1
        while before != added.count {
            before = added.count
            for attack in attacks.indices {
                if attack % 2 == 1 { attacks[attack].adopt(attacks[attack - 1]) }
                protect(attack, stopsWhereExposed: stopsWhereExposed)
                if stopsWhereExposed, !exposed.isEmpty { return }
            }
        }
    }

    private mutating func protect(_ attack: Int, stopsWhereExposed: Bool) {
        let needs = problem.needs(in: attack / 2, hidden: hidden, knowsPresence: attacks[attack].knowsPresence)
            .filter { !settled[attack].contains($0.cell) }
        let open = attacks[attack].probed(needs, hidden: hidden)
        guard !open.isEmpty else { return }
        let counts = attacks[attack].system.counts
        // What can be hidden connects what is hidden already.
        let unknown = problem.cells.indices.map { cell in
            switch problem.cells[cell].standing {
            case .hidden, .implied: true
            case .open: hidden[cell] || counts[cell].map { $0 > 0 } ?? true
            case .known: counts[cell] == nil
            }
        }
        let (parts, part) = attacks[attack].parts(unknown, asked: open.map(\.cell))
        var programs: [Int: ProtectionProgram] = [:]
        for need in open where !attacks[attack].isMet(need) {
            settled[attack].insert(need.cell)
            guard let number = part[need.cell], let place = parts[number].place(of: need.cell) else { continue }
            let part = parts[number]
            let program = programs[number] ?? protection(attack, part)
            programs[number] = program
            guard let changed = program.counts(meeting: need, of: place) else {
                exposed.insert(need.cell)
                if stopsWhereExposed { return }
                continue
            }
            for (place, count) in changed.enumerated() {
                let cell = part.cells[place]
                guard problem.cells[cell].standing == .open, !hidden[cell], let known = counts[cell],
                    abs(count - Double(known)) > LinearProgram.tolerance
                else { continue }
                hidden[cell] = true
                added.append(cell)
                program.hide(place)
            }
            // What is possible for one is for all.
            attacks[attack].see(changed, of: part)
        }
    }

    private func protection(_ attack: Int, _ part: SystemPart) -> ProtectionProgram {
        let cells = part.taking(problem.cells)
        let counts = part.system.counts
        return ProtectionProgram(
            part.system, isOpen: cells.map { $0.standing == .open }, isHidden: part.taking(hidden),
            isFree: cells.indices.map { cells[$0].standing == .implied || counts[$0] == nil },
            least: part.taking(attacks[attack].least),
            prices: cells.indices.map { price(cells[$0], counts[$0] ?? 0) })
    }

    /// What hiding a cell costs: a little more for a large count than for a small one, much more for what readers want most.
    private func price(_ cell: ControlledCell, _ count: Int64) -> Double {
        Double(1 + cell.reluctance) * (1 + log2(Double(1 + count)) / 10)
    }
}
