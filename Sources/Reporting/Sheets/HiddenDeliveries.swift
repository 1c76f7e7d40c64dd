internal import Definitions
internal import MetricQueries
internal import Periods

/// Of which deliveries it is not published how many rows were loaded, since that would tell of few persons.
///
/// What a delivery brought is a count of the fact's rows like any figure. A delivery that alone speaks for its days is
/// decided about with the figures. Where several do, as when each office delivers by itself, what each brought is the
/// figure of a part that nobody has decided about, and is not published at all. What was rejected or delivered
/// twice is in no figure and tells of nobody, so it stays.
struct HiddenDeliveries {
    /// The deliveries that are cells of a fact under control, by their places in the list.
    let cells: [Int: DaysCell]
    /// Those of such a fact that are none.
    private let parts: Set<Int>

    init(_ deliveries: [UsedDelivery], of project: Project) {
        let catalogue = project.metricCatalogue
        let controlled = Set(
            catalogue.metrics.values.compactMap { metric -> String? in
                guard case .simple(let simple) = metric.kind, catalogue.disclosure(of: metric.name.value) != nil else {
                    return nil
                }
                return simple.fact.value
            })
        // A delivery of which nothing was loaded is no secret.
        let loaded = deliveries.indices.filter { (deliveries[$0].loaded(nil) ?? 1) > 0 }
        var cells: [Int: DaysCell] = [:]
        var parts: Set<Int> = []
        for fact in controlled {
            let own = loaded.filter { project.pipelines[deliveries[$0].pipeline]?.load.value == fact }
            for place in own {
                let others = own.filter { $0 != place }.compactMap { deliveries[$0].days }
                guard let days = deliveries[place].days, let rows = deliveries[place].loaded(nil),
                    let cell = Self.days(days, besides: others)
                else {
                    parts.insert(place)
                    continue
                }
                cells[place] = DaysCell(
                    fact: fact, first: cell.lowerBound, end: cell.upperBound, rows: rows,
                    sums: deliveries[place].sums)
            }
        }
        self.cells = cells
        self.parts = parts
    }

    /// The whole months around days, if no other delivery has any of them, or the days themselves; nil for shared days.
    private static func days(_ days: Range<CivilDate>, besides others: [Range<CivilDate>]) -> Range<CivilDate>? {
        let months = Period(.month, containing: days.lowerBound).start..<Period(.month, containing: days.last).end
        if !others.contains(where: { $0.overlaps(months) }) { return months }
        return others.contains { $0.overlaps(days) } ? nil : days
    }

    /// The places whose counts are hidden.
    func places(_ control: DisclosureControl?) -> Set<Int> {
        guard let control else { return [] }
        return parts.union(cells.filter { control.isHidden($0.value) }.keys)
    }
}

extension Range<CivilDate> {
    /// The day before the end.
    fileprivate var last: CivilDate { upperBound.adding(days: -1) }
}

extension UsedDelivery {
    /// From its first day up to its last; the end is not included.
    fileprivate var days: Range<CivilDate>? {
        guard let firstDay, let lastDay, firstDay <= lastDay else { return nil }
        return firstDay..<lastDay.adding(days: 1)
    }

    /// How many rows were loaded, or the sum of a measure over them; nil for what is no whole number.
    fileprivate func loaded(_ measure: String?) -> Int64? {
        balances.first { $0.measure == measure }.flatMap { Int64($0.loaded) }
    }

    fileprivate var sums: [String: Int64] {
        balances.reduce(into: [:]) { sums, balance in
            if let measure = balance.measure { sums[measure] = Int64(balance.loaded) }
        }
    }
}
