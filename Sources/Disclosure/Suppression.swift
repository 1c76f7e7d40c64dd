/// Which cells are hidden, each with the reason.
package struct Suppression: Sendable, Equatable {
    package enum Reason: String, Sendable {
        /// One of its counts is too small to be known.
        case small
        /// It was hidden before, or for a reason of its own.
        case earlier
        /// It would let a reader work out another one.
        case complementary
    }

    /// By the indexes of the cells; cells that are not named may be shown.
    package var reasons: [Int: Reason]
    /// Cells that no hiding can protect, as far as the search has come across them.
    package var exposed: Set<Int> = []

    package init(reasons: [Int: Reason] = [:]) {
        self.reasons = reasons
    }
}
