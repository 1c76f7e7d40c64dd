/// Which counts of a set of tables may be shown without telling those that must not be known.
///
/// A count of 1 up to less than its quantity's minimum is small. Readers know every count that is shown or was shown
/// before, every relation that holds, that a hidden count is at least 1 (zeros are always shown), and nothing else.
/// What they can work out from it must be no narrower than what the rule itself tells them:
///
/// - of a small protected cell, that it lies between 1 and minimum − 1 (2 where the minimum is 2);
/// - of any other hidden cell, not its very value.
///
/// That a row is shown at all tells that it is not zero, and a sum of such rows that it is at least their number, whatever is
/// hidden. So the upper ends must be wide enough with that knowledge, the lower ends of small counts without it.
///
/// A count of 0 is no secret in its quantity, also when the cell is hidden for the sake of another quantity.
package struct DisclosureProblem: Sendable, Equatable {
    /// One per quantity; counts of 1..<minimum are small, with a minimum of 0 or 1 none is.
    package var minimums: [Int64]
    /// Quantities whose parts may have something in common, such as persons.
    ///
    /// Relations hold by chance there, where all counts are known and do add up; in all others for unknown counts too.
    package var overlapping: Set<Int>
    package var cells: [ControlledCell]
    package var relations: [CountRelation]

    package init(
        minimums: [Int64], overlapping: Set<Int> = [], cells: [ControlledCell] = [], relations: [CountRelation] = []
    ) {
        self.minimums = minimums
        self.overlapping = overlapping
        self.cells = cells
        self.relations = relations
    }

    /// Says whether the cell's count in this quantity is too small to be known.
    func isSmall(_ cell: Int, in quantity: Int) -> Bool {
        guard cells[cell].isProtected, let count = cells[cell].counts[quantity] else { return false }
        return count >= 1 && count < minimums[quantity]
    }

    /// Says whether any of the cell's counts is too small to be known.
    func isSmall(_ cell: Int) -> Bool {
        minimums.indices.contains { isSmall(cell, in: $0) }
    }

    /// Which cells are hidden when these are: besides them those that were hidden before, but none that readers know.
    func hiddenFlags(_ hidden: some Sequence<Int>) -> [Bool] {
        var flags = cells.map { $0.standing == .hidden }
        for cell in hidden where cells[cell].standing == .open { flags[cell] = true }
        return flags
    }
}
