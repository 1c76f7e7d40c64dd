/// Adds up rows and replaces what follows by subtraction, until only shown cells and true unknowns are left.
struct PinEquation {
    private let system: CountSystem
    private let subtraction: Subtraction
    private var weights: [Int64]
    private var touched: [Int] = []

    init(_ system: CountSystem, _ subtraction: Subtraction) {
        self.system = system
        self.subtraction = subtraction
        weights = Array(repeating: 0, count: system.counts.count)
    }

    /// The pin of a cell that follows from these rows: nothing but its true count is possible.
    mutating func pin(_ need: ProtectionNeed, rows: [(row: Int, multiplier: Int64)]) -> Pin {
        let targets = need.targets.filter { $0.end == .highest ? $0.value > need.count : $0.value < need.count }
        let (end, value) = targets.first ?? (.highest, need.count + 1)
        return pin(need, at: end, distance: (Int128(abs(value - need.count)), 1), rows: rows)
    }

    /// The pin of a cell that these rows stop a distance before where it needs to come.
    mutating func pin(
        _ need: ProtectionNeed, at end: ProtectionNeed.End, distance: (numerator: Int128, denominator: Int128),
        rows: [(row: Int, multiplier: Int64)]
    ) -> Pin {
        let weights = weights(ofRows: rows, keeping: need.cell)
        let own = weights.first { $0.cell == need.cell }?.weight ?? 1
        let scaled = distance.numerator &* Int128(own.magnitude)
        let shortfall = Int64(clamping: (scaled &+ distance.denominator - 1) / distance.denominator)
        return Pin(need: need, end: end, shortfall: shortfall, weights: weights, weight: own)
    }

    /// What might pin a cell of which nothing could be shown: the rows that it is in, and those of its neighbours.
    func guess(_ need: ProtectionNeed) -> Pin {
        func neighbours(_ cell: Int) -> [Int] {
            system.rows(of: cell).flatMap { system.terms(of: $0).map { system.rowCells[$0] } }
        }
        let cells = Set(Set(neighbours(need.cell)).flatMap(neighbours))
        return Pin(need: need, end: .highest, shortfall: 0, weights: cells.sorted().map { ($0, 1) }, weight: 1)
    }

    /// The weights of the cells in the sum of these rows, in the order of the cells.
    ///
    /// - Parameter kept: a cell that is not replaced although it follows by subtraction.
    private mutating func weights(
        ofRows rows: [(row: Int, multiplier: Int64)], keeping kept: Int
    ) -> [(cell: Int, weight: Int64)] {
        defer {
            for cell in touched { weights[cell] = 0 }
            touched.removeAll(keepingCapacity: true)
        }
        var last = -1
        for (row, multiplier) in rows { last = max(last, add(row, times: multiplier)) }
        var place = last
        while place >= 0 {
            let step = subtraction.steps[place]
            if step.cell != kept, weights[step.cell] != 0,
                let term = system.terms(of: step.row).first(where: { system.rowCells[$0] == step.cell })
            {
                _ = add(step.row, times: 0 &- weights[step.cell] &* Int64(system.rowCoefficients[term]))
            }
            place -= 1
        }
        return Set(touched).sorted().filter { weights[$0] != 0 }.map { ($0, weights[$0]) }
    }

    /// Returns the latest place of a cell of the row that follows by subtraction.
    private mutating func add(_ row: Int, times multiplier: Int64) -> Int {
        var last = -1
        for term in system.terms(of: row) {
            let cell = system.rowCells[term]
            if weights[cell] == 0 { touched.append(cell) }
            weights[cell] &+= multiplier &* Int64(system.rowCoefficients[term])
            if let place = subtraction.place[cell] { last = max(last, place) }
        }
        return last
    }
}
