/// The equations between the counts of one quantity, found by row and by cell.
///
/// Each relation that holds is a row Σ coefficient · count = 0, with +1 for the whole and −1 for each part.
struct CountSystem {
    /// By cell; 0 where no count is known, which is in no row then.
    let counts: [Int64]
    private(set) var rowStarts: [Int] = [0]
    private(set) var rowCells: [Int] = []
    private(set) var rowCoefficients: [Int32] = []
    private var cellStarts: [Int] = []
    private var cellRows: [Int] = []

    var rowCount: Int { rowStarts.count - 1 }

    /// Takes what holds in a quantity of the problem, each relation once.
    ///
    /// - Precondition: relations name cells of the problem, and every cell has a place for every quantity.
    init(_ problem: DisclosureProblem, quantity: Int) {
        counts = problem.cells.map { $0.counts[quantity] ?? 0 }
        var known: Set<CountRelation> = []
        for relation in problem.relations {
            let relation = CountRelation(whole: relation.whole, parts: relation.parts.sorted())
            guard !relation.parts.contains(relation.whole), known.insert(relation).inserted,
                Self.holds(relation, quantity: quantity, in: problem)
            else { continue }
            append(relation)
        }
        indexCells()
    }

    /// The places of a row's terms in `rowCells` and `rowCoefficients`.
    func terms(of row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

    func rows(of cell: Int) -> ArraySlice<Int> { cellRows[cellStarts[cell]..<cellStarts[cell + 1]] }

    private static func holds(_ relation: CountRelation, quantity: Int, in problem: DisclosureProblem) -> Bool {
        guard let whole = problem.cells[relation.whole].counts[quantity] else { return false }
        var sum: Int64 = 0
        for part in relation.parts {
            guard let count = problem.cells[part].counts[quantity] else { return false }
            let (next, overflows) = sum.addingReportingOverflow(count)
            if overflows { return false }
            sum = next
        }
        return sum == whole
    }

    private mutating func append(_ relation: CountRelation) {
        rowCells.append(relation.whole)
        rowCoefficients.append(1)
        var last = relation.whole
        for part in relation.parts {
            if part == last {
                rowCoefficients[rowCoefficients.count - 1] -= 1
            } else {
                rowCells.append(part)
                rowCoefficients.append(-1)
                last = part
            }
        }
        rowStarts.append(rowCells.count)
    }

    private mutating func indexCells() {
        cellStarts = Array(repeating: 0, count: counts.count + 1)
        for cell in rowCells { cellStarts[cell + 1] += 1 }
        for cell in counts.indices { cellStarts[cell + 1] += cellStarts[cell] }
        cellRows = Array(repeating: 0, count: rowCells.count)
        var next = cellStarts
        for row in 0..<rowCount {
            for term in terms(of: row) {
                cellRows[next[rowCells[term]]] = row
                next[rowCells[term]] += 1
            }
        }
    }
}
