/// The equations between the counts of one quantity.
///
/// Each relation that holds is a row Σ coefficient · count = 0, with +1 for the whole and −1 for each part.
struct CountSystem {
    /// By cell; nil where no count is known.
    let counts: [Int64?]
    private(set) var rowStarts: [Int] = [0]
    private(set) var rowCells: [Int] = []
    private(set) var rowCoefficients: [Double] = []

    var rowCount: Int { rowStarts.count - 1 }

    /// Takes what holds in a quantity of the problem, each relation once.
    ///
    /// - Precondition: relations name cells of the problem, and every cell has a place for every quantity.
    init(_ problem: DisclosureProblem, quantity: Int) {
        counts = problem.cells.map { $0.counts[quantity] }
        var known: Set<CountRelation> = []
        for relation in problem.relations {
            let relation = CountRelation(whole: relation.whole, parts: relation.parts.sorted())
            guard !relation.parts.contains(relation.whole), known.insert(relation).inserted,
                Self.holds(relation, counts, mustAddUp: !problem.overlapping.contains(quantity))
            else { continue }
            append(relation)
        }
    }

    /// Some rows of a system, with cells numbered anew.
    ///
    /// - Parameter cells: those of the rows, in the order of their new numbers.
    init(_ system: CountSystem, rows: [Int], cells: [Int]) {
        counts = cells.map { system.counts[$0] }
        var numbers: [Int: Int] = [:]
        for (number, cell) in cells.enumerated() { numbers[cell] = number }
        for row in rows {
            for term in system.terms(of: row) {
                rowCells.append(numbers[system.rowCells[term]] ?? 0)
                rowCoefficients.append(system.rowCoefficients[term])
            }
            rowStarts.append(rowCells.count)
        }
    }

    /// The places of a row's terms in `rowCells` and `rowCoefficients`.
    func terms(of row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

    /// The rows as a solver wants them.
    ///
    /// - Parameter constants: by cell, the count that it has in any case.
    /// - Returns: by cell the rows that it is in, and by row what is left for what is not constant.
    func termsByCell(
        constants: [Double]
    ) -> (cells: [[(row: Int, coefficient: Double)]], rests: [Double]) {
        var cells: [[(row: Int, coefficient: Double)]] = Array(repeating: [], count: counts.count)
        var rests: [Double] = []
        for row in 0..<rowCount {
            var sum = 0.0
            for term in terms(of: row) {
                cells[rowCells[term]].append((rests.count, rowCoefficients[term]))
                sum += rowCoefficients[term] * constants[rowCells[term]]
            }
            rests.append(-sum)
        }
        return (cells, rests)
    }

    /// Says whether counts add up; where some are not known, whether they must.
    private static func holds(_ relation: CountRelation, _ counts: [Int64?], mustAddUp: Bool) -> Bool {
        var rest = counts[relation.whole]
        for part in relation.parts {
            guard let known = rest, let count = counts[part] else { return mustAddUp }
            let (next, overflows) = known.subtractingReportingOverflow(count)
            if overflows { return false }
            rest = next
        }
        return rest.map { $0 == 0 } ?? mustAddUp
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
}
