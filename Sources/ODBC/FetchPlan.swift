/// How each column of a result is fetched: into the block, or by itself in pieces.
struct FetchPlan {
    var bound: [(place: Int, form: CellForm, width: Int)] = []
    /// Columns that are bound and not delivered.
    var hidden: [(place: Int, form: CellForm, width: Int)] = []
    /// All columns, when there is one that is fetched in pieces.
    var pieces: [PieceReader] = []

    /// - Parameters:
    ///   - selected: the columns that are delivered.
    ///   - key: columns that are bound in any case; they stand before all others.
    init(_ selected: [Int], key: Range<Int>, of columns: [ODBCColumn], in system: DatabaseSystem, takesAnyOrder: Bool) {
        for place in key where !selected.contains(place) {
            let type = columns[place].type
            let form = CellForm(type, of: system)
            if let width = form.width(type, of: system) { hidden.append((place, form, width)) }
        }
        var isAfterPiece = false
        for place in selected {
            let type = columns[place].type
            let form = CellForm(type, of: system)
            let isBindable = takesAnyOrder || !isAfterPiece
            if isBindable, let width = form.width(type, of: system) {
                pieces.append(PieceReader(place: place, form: form, bound: bound.count))
                bound.append((place, form, width))
            } else {
                isAfterPiece = true
                pieces.append(PieceReader(place: place, form: form, bound: nil))
            }
        }
        if !pieces.contains(where: { $0.bound == nil }) { pieces = [] }
    }
}

/// A column of a result whose rows are fetched one by one.
struct PieceReader {
    /// The place of the column in the result, from 0.
    let place: Int
    let form: CellForm
    /// Its place among the bound columns, nil when it is fetched in pieces.
    let bound: Int?
}
