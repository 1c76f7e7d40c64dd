package import Periods

/// All rows of a fact on some days, counted by somebody else than a metric: what one delivery brought.
package struct DaysCell: Hashable, Sendable {
    package let fact: String
    package let first: CivilDate
    /// Not included.
    package let end: CivilDate
    package let rows: Int64
    /// By measure.
    package let sums: [String: Int64]

    package init(fact: String, first: CivilDate, end: CivilDate, rows: Int64, sums: [String: Int64]) {
        self.fact = fact
        self.first = first
        self.end = end
        self.rows = rows
        self.sums = sums
    }

    /// The condition of its rows.
    func condition(_ event: String) -> CellCondition { CellCondition(DateSpan(from: first, until: end), role: event) }

    func count(_ quantity: CellQuantity) -> Int64? {
        switch quantity {
        case .rows: rows
        case .sum(let measure): sums[measure]
        case .distinct: nil
        }
    }
}
