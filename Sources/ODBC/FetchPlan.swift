/// How each column of a result is fetched: into the block, or by itself in pieces.
struct FetchPlan {
    var bound: [(place: Int, form: CellForm, width: Int)] = []
    /// All columns, when there is one that is fetched in pieces.
    var pieces: [PieceReader] = []

    init(_ selected: [Int], of columns: [ODBCColumn], in system: DatabaseSystem, takesAnyOrder: Bool) {
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
