/// The rows of a component, solved for as many of its unknowns as there are independent rows.
///
/// Each row reads Σ coefficient · unknown = 0 for changes of the unknowns, in whole numbers without a common divisor. The
/// unknown that it is solved for, its basic one, has a positive coefficient there and is in no other row.
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
    private var isSorted: [Bool]
    /// As the component's rows were solved at first: for which unknowns, and which sums of the given rows those are.
    private var origins: [(unknown: Int, own: Int32, multipliers: SparseRow)] = []
    /// How often a row was solved for another unknown.
    private(set) var solvings = 0

    /// How many terms were looked at when rows were solved, in all.
    private(set) var work = 0

    /// Solves the component's rows in an order that keeps them short.
    init(_ component: UnknownComponent, of system: CountSystem, room: [Int64]) throws(ArithmeticOverflow) {
        unknownCount = component.cells.count
        rows = []
        basic = Array(repeating: nil, count: component.rows.count)
        rowOfBasic = Array(repeating: nil, count: unknownCount)
        holders = Array(repeating: [], count: unknownCount)
        isSorted = Array(repeating: true, count: unknownCount)
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
        for row in rows.indices {
            let multipliers = rows[row].split(at: unknownCount)
            if let (unknown, own) = basic[row] { origins.append((unknown, own, multipliers)) }
        }
    }

    /// Takes the rows of another tableau; the work is done nevertheless.
    mutating func `return`(to other: Tableau) {
        let work = work
        self = other
        self.work = work
    }

    /// The rows that hold an unknown, in rising order, each with the unknown it is solved for.
    mutating func column(_ unknown: Int) -> [Entry] {
        holdingRows(unknown).compactMap { row in
            basic[row].map { Entry(row: row, basic: $0.unknown, own: $0.own, coefficient: rows[row][unknown]) }
        }
    }

    /// The rows that hold an unknown, in rising order.
    mutating func holdingRows(_ unknown: Int) -> [Int] {
        if !isSorted[unknown] {
            holders[unknown].sort()
            isSorted[unknown] = true
        }
        var held: [Int] = []
        held.reserveCapacity(holders[unknown].count)
        for row in holders[unknown] where held.last != Int(row) && rows[Int(row)][unknown] != 0 {
            held.append(Int(row))
        }
        if held.count != holders[unknown].count { holders[unknown] = held.map(Int32.init) }
        return held
    }

    /// A sum of given rows that is a multiple of this row, by their places in the component.
    ///
    /// An unknown that was solved for at first is in one of the rows of then, so its coefficient tells how often that one is in
    /// this row.
    func multipliers(of row: Int) -> [(place: Int, multiplier: Int64)] {
        var parts: [(share: Int64, own: Int64, multipliers: SparseRow)] = []
        var scale: Int64 = 1
        for origin in origins {
            let share = Int64(rows[row][origin.unknown])
            guard share != 0 else { continue }
            let own = Int64(origin.own)
            parts.append((share, own, origin.multipliers))
            scale = scale &* (own / greatestCommonDivisor(own, greatestCommonDivisor(own, scale &* share)))
        }
        var sums: [Int: Int64] = [:]
        for part in parts {
            for term in part.multipliers.terms {
                sums[Int(term.column), default: 0] &+= scale &* part.share / part.own &* Int64(term.value)
            }
        }
        return sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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
            work += rows[other].terms.count + solved.terms.count
            rows[other] = try rows[other].clearing(unknown, with: solved, pivot: pivot) { column in
                guard Int(column) < unknownCount else { return }
                holders[Int(column)].append(Int32(other))
                isSorted[Int(column)] = false
            }
            if let (basic, _) = self.basic[other] { self.basic[other] = (basic, rows[other][basic]) }
        }
        if let former = basic[row] { rowOfBasic[former.unknown] = nil }
        basic[row] = (unknown, pivot)
        rowOfBasic[unknown] = row
    }
}
