extension BoundSearch {
    /// Tries to meet a need; returns why that is impossible.
    mutating func pin(
        _ need: ProtectionNeed, in component: UnknownComponent, least: [Int64], equation: inout PinEquation
    ) throws(ArithmeticOverflow) -> Pin? {
        guard let unknown = component.place(of: need.cell) else { return nil }
        let least = least[need.cell]
        var first: Pin?
        for (end, target) in need.targets {
            if need.isMet(lowest: table.lowest[unknown] + least, highest: table.highest(of: unknown, above: least)) {
                return nil
            }
            if end == .lowest && target < least { continue }
            restart()
            guard case .blocked(let row) = try move(unknown, to: end, until: target - least) else { continue }
            let rows = tableau.multipliers(of: row).map { (component.rows[$0.place], $0.multiplier) }
            let shortfall = abs(
                Int128(target - least) * Int128(table.denominator) - Int128(table.numerators[unknown]))
            let scaled = shortfall * Int128(tableau.rows[row][unknown])
            let denominator = Int128(table.denominator)
            first =
                first
                ?? equation.pin(
                    need, at: end, shortfall: Int64(clamping: (scaled + denominator - 1) / denominator), rows: rows)
        }
        if need.isMet(lowest: table.lowest[unknown] + least, highest: table.highest(of: unknown, above: least)) {
            return nil
        }
        return first
    }
}
