/// Spreads a total over a run of weights, one weight after another: whole parts that add up to the total exactly.
///
/// Each cumulated part is within one of its exact share (systematic sampling with a random start), so that also a
/// small total lies evenly over a year, which largest remainders would heap up.
struct EvenSpread {
    private let total: Double
    private let totalWeight: Double
    private let start: Double
    private var weight = 0.0
    private var given = 0

    /// - Parameter start: from zero up to, not including, one.
    init(total: Int, totalWeight: Double, start: Double) {
        self.total = Double(total)
        self.totalWeight = totalWeight
        self.start = start
    }

    /// Gives the part of the next weight.
    ///
    /// The weights must come in the order in which they were summed up.
    mutating func next(_ weight: Double) -> Int {
        self.weight += weight
        // The last weight makes the quotient exactly one, since the same sums were made in the same order.
        let reached = Int((total * (self.weight / totalWeight) + start).rounded(.down))
        defer { given = reached }
        return reached - given
    }
}
