extension SheetDocument {
    /// The symbols that its cells show.
    var symbols: Set<StatisticalSymbol> {
        Set(
            table.rows.joined().flatMap { cell -> [StatisticalSymbol] in
                if case .absent(let symbol) = cell.content { cell.marks + [symbol] } else { cell.marks }
            })
    }
}
