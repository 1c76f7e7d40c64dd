extension DisclosureProblem {
    /// Decides what is hidden: small protected cells, those hidden before, and as many others as are needed.
    ///
    /// The decision is the same whenever it is made of the same problem. Where no hiding can help, because readers know too
    /// much already, a cell stays exposed; `exposures(hiding:)` tells of it.
    ///
    /// - Parameters:
    ///   - complementary: whether to hide others too; without them hidden cells may follow from totals.
    ///   - stopsWhereExposed: whether nothing more is decided once a cell turns out to stay exposed.
    package func suppression(complementary: Bool = true, stopsWhereExposed: Bool = false) -> Suppression {
        var suppression = Suppression()
        for cell in cells.indices {
            switch cells[cell].standing {
            case .open where isSmall(cell): suppression.reasons[cell] = .small
            case .hidden: suppression.reasons[cell] = isSmall(cell) ? .small : .earlier
            case .open, .known, .implied: break
            }
        }
        guard complementary else { return suppression }
        var search = SuppressionSearch(self, hidden: hiddenFlags(suppression.reasons.keys))
        search.run(stopsWhereExposed: stopsWhereExposed)
        for cell in search.added { suppression.reasons[cell] = .complementary }
        suppression.exposed = search.exposed
        return suppression
    }
}
