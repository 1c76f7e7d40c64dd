/// The rows of a component, solved for as many of its unknowns as there are independent rows.
///
/// Each row reads Σ coefficient · unknown + Σ multiplier · given row = 0 for changes of the unknowns, in whole numbers
/// without a common divisor. The unknown that it is solved for, its basic one, has a positive coefficient there and is in
/// no other row. The multipliers, in the columns behind the unknowns, tell which sum of the given rows it is.
struct Tableau {
    /// What an unknown does to one that is solved for: own · change = −coefficient · change of the unknown.
    struct Entry {
        var row: Int
        var basic: Int
        var own: Int32
        var coefficient: Int32
    }

    let unknownCount: Int
    private(set) var rows: [SparseRow]
    /// By row: the unknown it is solved for, with its coefficient; nil for a row that follows from the others.
    private(set) var basic: [(unknown: Int, own: Int32)?]
    /// By unknown: the row that is solved for it.
    private(set) var rowOfBasic: [Int?]
    /// By unknown: the rows that it is in, and perhaps some that it was in.
    private var holders: [[Int32]]
    /// How often a row was solved for another unknown.
    private(set) var solvings = 0

    /// Solves the component's rows in an order that keeps them short.
    init(_ component: UnknownComponent, of system: CountSystem, room: [Int64]) throws(ArithmeticOverflow) {
        unknownCount = component.cells.count
        rows = []
        basic = Array(repeating: nil, count: component.rows.count)
        rowOfBasic = Array(repeating: nil, count: unknownCount)
        holders = Array(repeating: [], count: unknownCount)
        for (row, given) in component.rows.enumerated() {
            let terms = system.terms(of: given).compactMap { term in
                component.place(of: system.rowCells[term]).map { ($0, system.rowCoefficients[term]) }
            }
            var sparse = SparseRow()
            for (unknown, coefficient) in terms.sorted(by: { $0.0 < $1.0 }) {
                sparse.append(coefficient, at: unknown)
                holders[unknown].append(Int32(row))
            }
            sparse.append(1, at: unknownCount + row)
            rows.append(sparse)
        }
        var order = EliminationOrder(self, room: room)
        var isSolved = Array(repeating: false, count: rows.count)
        var solved: [Int] = []
        while let (row, unknown) = order.next(in: self) {
            isSolved[row] = true
            try solve(row, for: unknown) { !isSolved[$0] }
            order.recount(self)
            solved.append(row)
        }
        for row in solved.reversed() {
            isSolved[row] = false
            if let unknown = basic[row]?.unknown { try solve(row, for: unknown) { isSolved[$0] } }
        }
    }

    /// The rows that hold an unknown, in rising order, each with the unknown it is solved for.
    mutating func column(_ unknown: Int) -> [Entry] {
        let entries = holdingRows(unknown).compactMap { row in
            basic[row].map {
                Entry(row: row, basic: $0.unknown, own: $0.own, coefficient: rows[row][unknown])
            }
        }
        return entries
    }

    /// The rows that hold an unknown, in rising order.
    mutating func holdingRows(_ unknown: Int) -> [Int] {
        var held: [Int32] = []
        for row in holders[unknown].sorted() where held.last != row && rows[Int(row)][unknown] != 0 { held.append(row) }
        holders[unknown] = held
        return held.map(Int.init)
    }

    /// The given rows of which this row is the sum, by their places in the component.
    func multipliers(of row: Int) -> [(place: Int, multiplier: Int64)] {
        rows[row].terms.compactMap { term in
            Int(term.column) < unknownCount ? nil : (Int(term.column) - unknownCount, Int64(term.value))
        }
    }

    /// Solves the row for another unknown, which leaves all other rows, or those of the others that are wanted.
    mutating func solve(
        _ row: Int, for unknown: Int, in isWanted: (Int) -> Bool = { _ in true }
    ) throws(ArithmeticOverflow) {
        solvings += 1
        if rows[row][unknown] < 0 { rows[row].negate() }
        let solved = rows[row]
        let pivot = solved[unknown]
        for other in holdingRows(unknown) where other != row && isWanted(other) {
            rows[other] = try rows[other].clearing(unknown, with: solved, pivot: pivot) { column in
                if Int(column) < unknownCount { holders[Int(column)].append(Int32(other)) }
            }
            if let (basic, _) = self.basic[other] { self.basic[other] = (basic, rows[other][basic]) }
        }
        if let former = basic[row] { rowOfBasic[former.unknown] = nil }
        basic[row] = (unknown, pivot)
        rowOfBasic[unknown] = row
    }
}
