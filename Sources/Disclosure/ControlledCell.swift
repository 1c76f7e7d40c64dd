/// A count that tables show, or that follows from what they show.
package struct ControlledCell: Sendable, Equatable {
    /// What readers have, or may have, of a cell.
    package enum Standing: Sendable {
        /// Shown unless it is hidden.
        case open
        /// Known to readers: shown before with these very counts, so that hiding it is too late.
        case known
        /// Hidden before, or to be hidden for a reason of its own.
        case hidden
        /// Shown nowhere by itself: a margin that no table has, the rest that parts leave of a whole.
        case implied
    }

    /// The true counts, one per quantity; nil where a count is not known.
    package var counts: [Int64?]
    package var standing: Standing
    /// Whether it must not become known when it is small; of an implied cell: the complement of a rate.
    package var isProtected: Bool
    /// Among cells that could be hidden in addition, those with less come first; totals have more.
    package var reluctance: Int

    package init(counts: [Int64?], standing: Standing = .open, isProtected: Bool = true, reluctance: Int = 0) {
        self.counts = counts
        self.standing = standing
        self.isProtected = isProtected
        self.reluctance = reluctance
    }
}
