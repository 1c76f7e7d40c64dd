/// The whole numbers that a count can be by everything that a reader knows.
struct CountInterval: Equatable {
    var lowest: Int64
    /// Nil when nothing bounds it.
    var highest: Int64?
}
