/// What follows by mere subtraction: a row with one unknown determines it, and so on.
struct Subtraction {
    /// Cells that follow, in the order in which they do, each with the row that gives it.
    private(set) var steps: [(cell: Int, row: Int)] = []
    /// By cell: its place in `steps`; nil when it does not follow.
    private(set) var place: [Int?]

    /// Subtracts until no row is left that has a single unknown.
    init(_ system: CountSystem, isUnknown: [Bool]) {
        place = Array(repeating: nil, count: isUnknown.count)
        var unknowns = (0..<system.rowCount).map { row in
            system.terms(of: row).count { isUnknown[system.rowCells[$0]] }
        }
        var queue = unknowns.indices.filter { unknowns[$0] == 1 }
        var head = 0
        while head < queue.count {
            let row = queue[head]
            head += 1
            let term = system.terms(of: row).first {
                isUnknown[system.rowCells[$0]] && place[system.rowCells[$0]] == nil
            }
            // A part that counts twice is left to the equations: half of a number need not be a whole one.
            guard unknowns[row] == 1, let term, abs(system.rowCoefficients[term]) == 1 else { continue }
            let cell = system.rowCells[term]
            place[cell] = steps.count
            steps.append((cell, row))
            for other in system.rows(of: cell) {
                unknowns[other] -= 1
                if unknowns[other] == 1 { queue.append(other) }
            }
        }
    }
}
