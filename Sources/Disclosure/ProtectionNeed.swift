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
    /// That a row is shown at all tells that it is not zero, and that a sum of such rows is at least their number, whatever
    /// is hidden. So the upper ends are looked for with that knowledge, and the lower ends of small counts without it.
    ///
    /// - Parameter knowsPresence: whether it is for the reader who uses that knowledge.
    func needs(in quantity: Int, hidden: [Bool], knowsPresence: Bool) -> [ProtectionNeed] {
        cells.indices.compactMap { cell in
            guard let count = cells[cell].counts[quantity], count > 0 else { return nil }
            let isSmall = isSmall(cell, in: quantity)
            guard hidden[cell] || cells[cell].standing == .implied && isSmall else { return nil }
            let range: ProtectionNeed.Range
            switch (isSmall, knowsPresence) {
            case (true, true): range = .interval(lowest: count, highest: max(minimums[quantity] - 1, 2))
            case (true, false): range = .interval(lowest: 1, highest: count)
            case (false, true): range = .otherValue
            case (false, false): return nil
            }
            // What is, is possible.
            if range == .interval(lowest: count, highest: count) { return nil }
            return ProtectionNeed(cell: cell, count: count, range: range)
        }
    }
}
