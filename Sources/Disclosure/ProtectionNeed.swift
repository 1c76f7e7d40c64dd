/// How uncertain a reader must remain about one cell in one quantity.
struct ProtectionNeed {
    enum Range: Equatable {
        /// A small count: at most the lowest and at least the highest value must be possible.
        case interval(lowest: Int64, highest: Int64)
        /// Any other hidden count: some other whole number must be possible.
        case otherValue
    }

    /// The two ends of what a reader can work out.
    enum End: Hashable { case lowest, highest }

    let cell: Int
    let count: Int64
    let range: Range

    /// The ends to be reached with the value of each, one after the other or, for `otherValue`, either of them.
    var targets: [(end: End, value: Int64)] {
        switch range {
        case .interval(let lowest, let highest): [(.highest, highest), (.lowest, lowest)]
        case .otherValue: [(.highest, count + 1), (.lowest, count - 1)]
        }
    }

    /// Says whether the numbers between these two, which are known to be possible, are enough.
    func isMet(lowest: Int64, highest: Int64) -> Bool {
        switch range {
        case .interval(let least, let most): lowest <= least && highest >= most
        case .otherValue: lowest < highest
        }
    }
}

extension DisclosureProblem {
    /// What must remain uncertain in a quantity when these cells are hidden, in the order of the cells.
    ///
    /// - Parameter unavoidable: by cell, the least that a reader knows whatever is hidden.
    func needs(in quantity: Int, hidden: [Bool], unavoidable: [Int64]) -> [ProtectionNeed] {
        cells.indices.compactMap { cell in
            guard let count = cells[cell].counts[quantity], count > 0 else { return nil }
            let isSmall = isSmall(cell, in: quantity)
            guard hidden[cell] || cells[cell].standing == .implied && isSmall else { return nil }
            let range: ProtectionNeed.Range =
                isSmall
                ? .interval(lowest: max(unavoidable[cell], 1), highest: max(minimums[quantity] - 1, 2)) : .otherValue
            return ProtectionNeed(cell: cell, count: count, range: range)
        }
    }
}
