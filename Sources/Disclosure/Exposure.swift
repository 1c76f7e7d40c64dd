/// A cell that must not be known and of which a reader finds out too much.
package struct Exposure: Sendable, Equatable {
    package var cell: Int
    package var quantity: Int
    /// The least that its count can be, by everything that is shown.
    package var lowest: Int64
    /// The most that its count can be; nil when nothing bounds it.
    package var highest: Int64?

    package init(cell: Int, quantity: Int, lowest: Int64, highest: Int64?) {
        self.cell = cell
        self.quantity = quantity
        self.lowest = lowest
        self.highest = highest
    }
}
