/// Why a reader finds out too much about a cell: a sum of rows that holds it.
///
/// Σ multiplier · row leaves an equation in which the cell can not move as far as it needs to. Only cells that are shown
/// and have a weight in that sum can loosen it by being hidden.
struct Pin {
    let need: ProtectionNeed
    /// The end that is not reached.
    let end: ProtectionNeed.End
    /// How far the cell would have to move beyond what is possible, in the equation's terms: times its own weight.
    let shortfall: Int64
    /// The cells of the equation with their weights, in the order of the cells, without those that follow from others.
    let weights: [(cell: Int, weight: Int64)]
    /// The cell's own weight.
    let weight: Int64

    /// Says whether hiding a shown cell of this weight and count alone can loosen the pin far enough.
    func isLoosened(byWeight other: Int64, count: Int64) -> Bool {
        // weight · Δ(pinned) + other · Δ(hidden) = 0; a hidden count can grow at will, and shrink down to 1.
        let mustGrow = (weight > 0) == (other < 0) ? end == .highest : end == .lowest
        return mustGrow || abs(other) &* (count - 1) >= shortfall
    }
}
