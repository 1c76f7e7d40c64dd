internal import Definitions
internal import Periods

/// What has to be asked so that metrics can be computed in a period: the leaves they come down to.
struct MetricPlan {
    let catalogue: MetricCatalogue
    let fiscal: FiscalCalendar
    private let comparison: PeriodComparison
    private(set) var leaves: [Leaf] = []
    private var seen: Set<Leaf> = []

    init(_ catalogue: MetricCatalogue, comparison: PeriodComparison) {
        self.catalogue = catalogue
        self.comparison = comparison
        fiscal = comparison.fiscal
    }

    mutating func add(_ name: String, in period: Period) throws {
        guard let metric = catalogue.metrics[name] else {
            throw MetricQueryError.unknownMetric(name, remedy: "see `reports/metrics/`")
        }
        switch metric.kind {
        case .simple: add(Leaf(metric: name, span: DateSpan(period)))
        case .ratio(let ratio):
            for part in metric.components { try add(part.value, in: period) }
            for part in catalogue.squaredMetrics(of: ratio) {
                add(Leaf(metric: part, span: DateSpan(period), isSquared: true))
            }
        case .change(let change):
            guard let compared = try comparison.periods(of: change, metric, in: period) else { return }
            try add(change.of.value, in: compared.current)
            try add(change.of.value, in: compared.base)
        case .difference(let difference):
            try add(difference.of.value, in: period)
            try add(difference.minus.value, in: period)
        case .cumulative(let cumulative):
            add(Leaf(metric: cumulative.of.value, span: try Self.span(of: cumulative, in: period, fiscal)))
        }
    }

    private mutating func add(_ leaf: Leaf) {
        if seen.insert(leaf).inserted { leaves.append(leaf) }
    }

    /// The period a change is taken against; nil when there is no such key.
    static func base(of base: ChangeBase, for period: Period, fiscal: FiscalCalendar) throws -> Period? {
        switch base {
        case .offset(let offset):
            let unit = PeriodGrain(rawValue: offset.unit.rawValue) ?? .year
            return period.earlier(by: PeriodOffset(offset.count, unit))
        case .against(let text):
            guard let base = Period(text.value, fiscal: fiscal) else {
                throw MetricQueryError.notAPeriod(text.value)
            }
            return base
        }
    }

    /// The days that a cumulative metric reaches over.
    static func span(
        of cumulative: MetricDefinition.Cumulative, in period: Period, _ fiscal: FiscalCalendar
    ) throws -> DateSpan {
        guard let from = cumulative.from else { return DateSpan(from: nil, until: period.end) }
        guard let first = Period(from.value, fiscal: fiscal) else {
            throw MetricQueryError.notAPeriod(from.value)
        }
        return DateSpan(from: first.start, until: period.end)
    }
}
