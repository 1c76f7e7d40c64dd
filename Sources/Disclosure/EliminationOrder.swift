/// Which row to solve next and for which unknown: those that make others longest the least (Markowitz).
struct EliminationOrder {
    /// The rows that are not solved yet and hold an unknown.
    private var rows: [Int]
    private let room: [Int64]
    /// By row and by unknown: how many coefficients are not zero in the rows that are left.
    private var lengths: [Int]
    private var heights: [Int]
    /// The rows that solving the last pair has changed.
    private var changed: [Int] = []

    init(_ tableau: Tableau, room: [Int64]) {
        rows = Array(tableau.rows.indices)
        self.room = room
        lengths = Array(repeating: 0, count: rows.count)
        heights = Array(repeating: 0, count: tableau.unknownCount)
        for row in rows { count(tableau, row) }
    }

    /// Returns the next pair and takes its row out; nil when all rows left follow from those that were.
    mutating func next(in tableau: Tableau) -> (row: Int, unknown: Int)? {
        rows.removeAll { lengths[$0] == 0 }
        guard let row = rows.min(by: { (lengths[$0], $0) < (lengths[$1], $1) }) else { return nil }
        var best: (unknown: Int, size: Int32)?
        for term in tableau.rows[row].terms {
            let (unknown, value) = (Int(term.column), term.value)
            guard unknown < tableau.unknownCount else { break }
            guard let (other, otherSize) = best else {
                best = (unknown, abs(value))
                continue
            }
            // Of two alike the one with more room: it stops others later.
            if (abs(value), heights[unknown], -room[unknown]) < (otherSize, heights[other], -room[other]) {
                best = (unknown, abs(value))
            }
        }
        rows.removeAll { $0 == row }
        guard let (unknown, _) = best else { return nil }
        uncount(tableau, row)
        changed = rows.filter { tableau.rows[$0][unknown] != 0 }
        for row in changed { uncount(tableau, row) }
        return (row, unknown)
    }

    /// Counts the rows again that solving the last pair has changed.
    mutating func recount(_ tableau: Tableau) {
        for row in changed { count(tableau, row) }
    }

    private mutating func count(_ tableau: Tableau, _ row: Int) {
        for term in tableau.rows[row].terms.prefix(while: { Int($0.column) < tableau.unknownCount }) {
            lengths[row] += 1
            heights[Int(term.column)] += 1
        }
    }

    private mutating func uncount(_ tableau: Tableau, _ row: Int) {
        lengths[row] = 0
        for term in tableau.rows[row].terms.prefix(while: { Int($0.column) < tableau.unknownCount }) {
            heights[Int(term.column)] -= 1
        }
    }
}
