extension DisclosureProblem {
    /// Returns every cell of which a reader finds out too much when these are hidden, by quantity and cell.
    ///
    /// Cells that were hidden before are hidden in any case. A small protected cell that is shown is exposed, and so is
    /// one that is to be hidden although readers know it.
    package func exposures(hiding hidden: Set<Int>) -> [Exposure] {
        let flags = hiddenFlags(hidden)
        return minimums.indices.flatMap { quantity in
            var attack = QuantityAttack(self, quantity: quantity, knowsPresence: true)
            var unmet = attack.unmet(
                needs(in: quantity, hidden: flags, knowsPresence: true), hidden: flags)
            var other = QuantityAttack(self, quantity: quantity, knowsPresence: false)
            other.adopt(attack)
            unmet += other.unmet(needs(in: quantity, hidden: flags, knowsPresence: false), hidden: flags)
            let shown = cells.indices.filter { isShownThoughSecret($0, in: quantity, hidden: flags, asked: hidden) }
            let exposed = Set(unmet.map(\.cell) + shown).sorted()
            let intervals = attack.intervals(of: exposed, hidden: flags)
            return exposed.compactMap { cell in
                intervals[cell].map {
                    Exposure(cell: cell, quantity: quantity, lowest: $0.lowest, highest: $0.highest)
                }
            }
        }
    }

    private func isShownThoughSecret(_ cell: Int, in quantity: Int, hidden: [Bool], asked: Set<Int>) -> Bool {
        guard !hidden[cell], cells[cell].counts[quantity] ?? 0 > 0 else { return false }
        switch cells[cell].standing {
        case .open: return isSmall(cell, in: quantity)
        case .known: return asked.contains(cell)
        case .hidden, .implied: return false
        }
    }
}
