/// Counts that agree with everything shown, and the range of all such counts seen so far.
///
/// Numbers are above the least of each unknown, which is 0 here; they have one common denominator.
struct AlternativeTable {
    private(set) var numerators: [Int64]
    private(set) var denominator: Int64 = 1
    /// The least and the greatest whole number that was possible for each unknown.
    private(set) var lowest: [Int64]
    private(set) var highest: [Int64]

    /// Stands for no bound.
    static let unbounded = Int64.max

    init(_ counts: [Int64], lowest: [Int64], highest: [Int64]) {
        numerators = counts
        self.lowest = lowest
        self.highest = highest
    }

    /// Changes an unknown by numerator / denominator of this table, and with it those that are solved for.
    ///
    /// - Throws: `ArithmeticOverflow`; the table is no longer one then.
    mutating func move(
        _ unknown: Int, by numerator: Int128, over divisor: Int128, with column: [Tableau.Entry]
    ) throws(ArithmeticOverflow) {
        var scale: Int128 = divisor
        for entry in column {
            let whole = try divisor.multiplied(by: Int128(entry.own))
            guard whole != 1 else { continue }
            let change = try Int128(entry.coefficient).multiplied(by: numerator)
            let part = whole / greatestCommonDivisor(whole, change)
            scale = try (scale / greatestCommonDivisor(scale, part)).multiplied(by: part)
        }
        if scale != 1 { try refine(scale) }
        let numerator = try numerator.multiplied(by: scale)
        try add(numerator / divisor, to: unknown)
        for entry in column {
            let change = try Int128(entry.coefficient).multiplied(by: numerator)
            try add(0 - change / (divisor * Int128(entry.own)), to: entry.basic)
        }
        if denominator != 1 { coarsen() }
    }

    /// Takes the mean of tables as its counts, which is possible as they are.
    mutating func center(sums: [Int64], of count: Int64) {
        numerators = sums
        denominator = count
        coarsen()
    }

    /// Takes the counts of another table and keeps what was seen.
    mutating func `return`(to other: AlternativeTable) {
        numerators = other.numerators
        denominator = other.denominator
    }

    /// The greatest count that was possible when the unknown's least count is this one.
    func highest(of unknown: Int, above least: Int64) -> Int64 {
        highest[unknown] == Self.unbounded ? Self.unbounded : highest[unknown] + least
    }

    /// Notes that an unknown has no upper bound.
    mutating func noteUnbounded(_ unknown: Int) { highest[unknown] = Self.unbounded }

    private mutating func add(_ change: Int128, to unknown: Int) throws(ArithmeticOverflow) {
        guard let value = Int64(exactly: try change.adding(Int128(numerators[unknown]))) else {
            throw ArithmeticOverflow()
        }
        numerators[unknown] = value
        let floor = value / denominator
        lowest[unknown] = min(lowest[unknown], floor * denominator == value ? floor : floor + 1)
        highest[unknown] = max(highest[unknown], floor)
    }

    private mutating func refine(_ scale: Int128) throws(ArithmeticOverflow) {
        guard let scale = Int64(exactly: scale) else { throw ArithmeticOverflow() }
        denominator = try denominator.multiplied(by: scale)
        for unknown in numerators.indices { numerators[unknown] = try numerators[unknown].multiplied(by: scale) }
    }

    private mutating func coarsen() {
        var divisor = denominator
        for numerator in numerators where divisor != 1 { divisor = greatestCommonDivisor(divisor, numerator) }
        guard divisor != 1 else { return }
        denominator /= divisor
        for unknown in numerators.indices { numerators[unknown] /= divisor }
    }
}
