/// Finds out how far one unknown can go: the simplex method in exact numbers, begun from within.
///
/// Any table on the way is an alternative that a reader cannot tell from the true one; their ranges are kept, so that
/// one search often answers for many unknowns.
struct BoundSearch {
    enum Outcome: Equatable {
        case reached
        /// The unknown can not go on; it is basic, and its row says why.
        case blocked(row: Int)
        case unbounded
    }

    /// A change of one unknown up to what stops it: a fraction of the table's unit.
    private struct Step {
        var numerator: Int128
        var denominator: Int128
        /// The row whose basic unknown has no room left; nil when something else stops.
        var row: Int?
        /// The rows that change.
        var column: [Tableau.Entry] = []
        var meetsTarget = false

        /// The step in whole units, shortened so that no other unknown gets a fraction of one.
        var whole: Int128 {
            var period: Int128 = 1
            for entry in column where entry.own != 1 {
                period = period / greatestCommonDivisor(period, Int128(entry.own)) * Int128(entry.own)
                if period > numerator { return 0 }
            }
            let whole = numerator / denominator
            return whole - whole % period
        }

        func isShorter(than other: Step) -> Bool { numerator * other.denominator < other.numerator * denominator }
    }

    /// How many times all unknowns move in turn before any search.
    private static let sweeps = 8
    /// How many of the tables seen make up the middle.
    private static let samples = 15
    /// How many times unknowns move one after the other before a row is solved anew.
    private static let glides = 16
    /// How many unknowns are tried for the longest step.
    private static let trials = 4

    private(set) var tableau: Tableau
    private(set) var table: AlternativeTable
    private let firstTableau: Tableau
    private var start: AlternativeTable

    init(_ tableau: Tableau, _ table: AlternativeTable) {
        self.tableau = tableau
        self.table = table
        firstTableau = tableau
        start = table
    }

    /// Wanders about, to see at little cost what is possible: every unknown that is not solved for moves up and down alone,
    /// and then all one after the other.
    ///
    /// Searches begin in the middle of the tables seen on the way: there most unknowns have room.
    mutating func probe() {
        let free = (0..<tableau.unknownCount).filter { tableau.rowOfBasic[$0] == nil }
        for unknown in free {
            for sign: Int128 in [1, -1] {
                glide(unknown, sign: sign)
                table.return(to: start)
            }
        }
        var sums = table.numerators
        var (glides, samples) = (0, 1)
        let stride = free.count * Self.sweeps / Self.samples + 1
        for sweep in 0..<Self.sweeps {
            for unknown in sweep % 4 < 2 ? free : free.reversed() {
                glide(unknown, sign: sweep % 2 == 0 ? 1 : -1)
                glides += 1
                guard glides % stride == 0 else { continue }
                samples += 1
                for unknown in sums.indices { sums[unknown] &+= table.numerators[unknown] }
            }
        }
        table.center(sums: sums, of: Int64(samples))
        start = table
    }

    /// Moves an unknown as far as it goes in whole numbers, and notes where nothing stops it.
    private mutating func glide(_ unknown: Int, sign: Int128) {
        guard let step = step(of: unknown, sign: sign) else { return noteUnbounded(unknown) }
        let whole = step.whole
        guard whole > 0 else { return }
        do throws(ArithmeticOverflow) {
            try table.move(unknown, by: sign * whole, over: 1, with: step.column)
        } catch {
            table.return(to: start)
        }
    }

    /// Moves an unknown to both of its ends, or as far as numbers remain exact.
    mutating func exhaust(_ unknown: Int) {
        for end in [ProtectionNeed.End.lowest, .highest] {
            restart()
            do throws(ArithmeticOverflow) {
                _ = try move(unknown, to: end, until: nil)
            } catch {
                // What was seen on the way stands; the next search begins anew.
                continue
            }
        }
    }

    /// Begins anew where most unknowns can move, with the short rows of the beginning.
    mutating func restart() {
        table.return(to: start)
        if tableau.solvings != firstTableau.solvings { tableau.return(to: firstTableau) }
    }

    /// Moves an unknown towards one end until it reaches a value, or as far as it goes.
    ///
    /// - Throws: `ArithmeticOverflow`; the search must begin anew then.
    mutating func move(
        _ unknown: Int, to end: ProtectionNeed.End, until target: Int64?
    ) throws(ArithmeticOverflow) -> Outcome {
        let direction: Int128 = end == .highest ? 1 : -1
        let target = end == .lowest ? target ?? 0 : target
        var glides = 0
        while true {
            // Within 64 bits, so that products with two coefficients of 32 stay within 128.
            let target = try target.map { (value) throws(ArithmeticOverflow) in
                try value.multiplied(by: table.denominator)
            }
            if let target, (Int128(target) - Int128(table.numerators[unknown])) * direction <= 0 { return .reached }
            guard let row = tableau.rowOfBasic[unknown] else {
                let step = step(of: unknown, sign: direction, for: unknown, until: target)
                guard let step else {
                    noteUnbounded(unknown)
                    return .unbounded
                }
                try take(step, of: unknown, sign: direction)
                continue
            }
            var first: (unknown: Int, sign: Int128, step: Step)?
            var best: (unknown: Int, sign: Int128, step: Step)?
            var trials = 0
            for term in tableau.rows[row].terms where Int(term.column) != unknown {
                let (other, coefficient) = (Int(term.column), term.value)
                let sign: Int128 = coefficient < 0 ? direction : -direction
                if sign < 0 && table.numerators[other] == 0 { continue }
                guard let step = step(of: other, sign: sign, for: unknown, until: target) else {
                    noteUnbounded(other)
                    return .unbounded
                }
                if first == nil { first = (other, sign, step) }
                if step.numerator > 0, best.map({ $0.step.isShorter(than: step) }) ?? true {
                    best = (other, sign, step)
                    if step.meetsTarget { break }
                }
                trials += 1
                if trials == Self.trials { break }
            }
            // Where nothing can move, the lowest index comes in and the lowest goes out (Bland), which ends.
            guard let next = best ?? first else { return .blocked(row: row) }
            let whole = glides < Self.glides ? next.step.whole : 0
            if whole > 0 {
                // Moving without solving anew is cheap, and keeps the rows short.
                glides += 1
                try table.move(next.unknown, by: next.sign * whole, over: 1, with: next.step.column)
                continue
            }
            glides = 0
            try take(next.step, of: next.unknown, sign: next.sign)
        }
    }

    private mutating func take(_ step: Step, of unknown: Int, sign: Int128) throws(ArithmeticOverflow) {
        if step.numerator > 0 {
            try table.move(unknown, by: sign * step.numerator, over: step.denominator, with: step.column)
        }
        if let row = step.row { try tableau.solve(row, for: unknown) }
    }

    /// The longest step of an unknown that is not solved for; nil when nothing stops it.
    private mutating func step(of unknown: Int, sign: Int128, for goal: Int? = nil, until target: Int64? = nil) -> Step?
    {
        var shortest: Step?
        if sign < 0 { shortest = Step(numerator: Int128(table.numerators[unknown]), denominator: 1) }
        let column = tableau.column(unknown)
        for entry in column {
            let coefficient = Int128(entry.coefficient) * sign
            guard coefficient > 0 else { continue }
            let room = Int128(table.numerators[entry.basic]) * Int128(entry.own)
            let step = Step(numerator: room, denominator: coefficient, row: entry.row)
            guard let other = shortest else {
                shortest = step
                continue
            }
            if step.isShorter(than: other) || !other.isShorter(than: step) && isBefore(step, other) { shortest = step }
        }
        guard let goal, let target else { return shortest.map { reduced($0, column) } }
        var distance = abs(Int128(target) - Int128(table.numerators[goal]))
        var divisor: Int128 = 1
        if goal != unknown, let row = tableau.rowOfBasic[goal] {
            distance *= Int128(tableau.rows[row][goal])
            divisor = abs(Int128(tableau.rows[row][unknown]))
        }
        let last = Step(numerator: distance, denominator: divisor, meetsTarget: true)
        if let shortest, shortest.isShorter(than: last) { return reduced(shortest, column) }
        return reduced(last, column)
    }

    private func isBefore(_ step: Step, _ other: Step) -> Bool {
        guard let row = step.row, let otherRow = other.row else { return false }
        return (tableau.basic[row]?.unknown ?? 0) < (tableau.basic[otherRow]?.unknown ?? 0)
    }

    private func reduced(_ step: Step, _ column: [Tableau.Entry]) -> Step {
        var step = step
        step.column = column
        guard step.denominator != 1 else { return step }
        let divisor = greatestCommonDivisor(step.denominator, step.numerator)
        step.numerator /= divisor
        step.denominator /= divisor
        return step
    }

    private mutating func noteUnbounded(_ unknown: Int) {
        table.noteUnbounded(unknown)
        for entry in tableau.column(unknown) where entry.coefficient < 0 { table.noteUnbounded(entry.basic) }
    }
}
