internal import Definitions

extension SheetDocument {
    /// The symbols that its cells show, those of the totals included.
    var symbols: Set<StatisticalSymbol> {
        let totals = (table.totals ?? []).compactMap { total -> LayoutCell? in
            switch total {
            case .sum(let cell), .recomputed(let cell): cell
            case .none, .label: nil
            }
        }
        return Set(
            (table.rows.joined() + totals).flatMap { cell -> [StatisticalSymbol] in
                if case .absent(let symbol) = cell.content { cell.marks + [symbol] } else { cell.marks }
            })
    }
}

extension MetricCatalogue {
    /// The symbols by which the definitions of metrics say what is done with their figures.
    func symbols(of metrics: [String]) -> Set<StatisticalSymbol> {
        metrics.contains(where: isControlled) ? [.confidential] : []
    }
}
