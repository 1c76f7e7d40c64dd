/// Where the values of one field lie: in the bytes of a batch whose rows have so many fields.
struct CellPlace {
    let width: Int
    let field: Int

    /// The bytes of a row's value.
    ///
    /// - Parameter ends: where each field of each row ends; it begins where the one before it does.
    @inline(__always)
    func range(_ row: Int, _ ends: borrowing Span<Int32>) -> Range<Int> {
        let index = row &* width &+ field
        let end = Int(ends[index])
        return Range(uncheckedBounds: (index == 0 ? 0 : Int(ends[index - 1]), end))
    }
}

/// What is wrong with the value of one row.
struct CellProblem {
    let row: Int
    let reject: CellReject
    /// The mark of a key that no member has.
    var sought: Int32?
}
