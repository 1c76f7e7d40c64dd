/// The rows that say anything about the cells that remain unknown after subtraction.
struct BindingRows {
    private let system: CountSystem
    private let isUnknown: [Bool]
    private let subtraction: Subtraction
    private var isBinding: [Bool]

    init(_ system: CountSystem, isUnknown: [Bool], after subtraction: Subtraction) {
        self.system = system
        self.isUnknown = isUnknown
        self.subtraction = subtraction
        isBinding = (0..<system.rowCount).map { row in
            system.terms(of: row).contains {
                isUnknown[system.rowCells[$0]] && subtraction.place[system.rowCells[$0]] == nil
            }
        }
    }

    var binding: [Int] { isBinding.indices.filter { isBinding[$0] } }

    func unknowns(of row: Int) -> [Int] {
        system.terms(of: row).lazy.map { system.rowCells[$0] }.filter(remains)
    }

    /// Leaves out rows that only say what a cell is that nothing else asks for, until there are no more.
    ///
    /// Such a cell occurs in no other row, is not of interest, moves with the row's other unknowns and not against them,
    /// and stays possible with the least of these: an unpublished margin of hidden cells.
    mutating func dropFree(least: [Int64], isOfInterest: [Bool]) {
        var occurrences = isUnknown.indices.map { cell in
            remains(cell) && !isOfInterest[cell] ? system.rows(of: cell).count : 0
        }
        var queue = isUnknown.indices.filter { occurrences[$0] == 1 }
        var head = 0
        while head < queue.count {
            let cell = queue[head]
            head += 1
            guard let row = system.rows(of: cell).first(where: { isBinding[$0] }),
                isFree(cell, in: row, least: least)
            else { continue }
            isBinding[row] = false
            for other in unknowns(of: row) {
                occurrences[other] -= 1
                if occurrences[other] == 1 { queue.append(other) }
            }
        }
    }

    private func remains(_ cell: Int) -> Bool { isUnknown[cell] && subtraction.place[cell] == nil }

    private func isFree(_ cell: Int, in row: Int, least: [Int64]) -> Bool {
        var own: Int128 = 0
        for term in system.terms(of: row) where system.rowCells[term] == cell {
            own = Int128(system.rowCoefficients[term])
        }
        var fall: Int128 = 0
        for term in system.terms(of: row) {
            let (other, coefficient) = (system.rowCells[term], Int128(system.rowCoefficients[term]))
            guard other != cell, remains(other) else { continue }
            if (coefficient < 0) == (own < 0) { return false }
            fall += abs(coefficient) * Int128(system.counts[other] - least[other])
        }
        return fall <= abs(own) * Int128(system.counts[cell] - least[cell])
    }
}
