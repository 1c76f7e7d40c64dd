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
            let denominator = Int128(table.denominator)
            let distance = abs(Int128(target - least) * denominator - Int128(table.numerators[unknown]))
            first = first ?? equation.pin(need, at: end, distance: (distance, denominator), rows: rows)
        }
        if need.isMet(lowest: table.lowest[unknown] + least, highest: table.highest(of: unknown, above: least)) {
            return nil
        }
        return first
    }
}
