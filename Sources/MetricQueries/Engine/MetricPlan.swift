internal import Definitions
internal import Periods

/// What has to be asked so that metrics can be computed in a period: the leaves they come down to.
struct MetricPlan {
    let catalogue: MetricCatalogue
    let fiscal: FiscalCalendar
    private let comparison: PeriodComparison
    private(set) var leaves: [Leaf] = []
    /// The rates and gaps, whose parts leave a rest of their wholes.
    private(set) var shares: [RecordedRequest.Share] = []
    /// Whether the counts by which figures are protected are asked as well.
    private let isControlled: Bool
    private var seen: Set<Leaf> = []

    init(_ catalogue: MetricCatalogue, comparison: PeriodComparison, isControlled: Bool = false) {
        self.catalogue = catalogue
        self.isControlled = isControlled
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
            if catalogue.unit(of: name) == MetricUnit.percent,
                let numerator = try leaf(of: ratio.numerator.value, in: period),
                let denominator = try leaf(of: ratio.denominator.value, in: period)
            {
                shares.append(RecordedRequest.Share(numerator: numerator, denominator: denominator))
            }
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
            // A gap between all and some is the count of the others.
            if let whole = try leaf(of: difference.of.value, in: period),
                let part = try leaf(of: difference.minus.value, in: period)
            {
                shares.append(RecordedRequest.Share(numerator: part, denominator: whole))
            }
        case .cumulative: if let leaf = try leaf(of: name, in: period) { add(leaf) }
        }
    }

    /// The leaf that a metric is, if it is one.
    private func leaf(of name: String, in period: Period) throws -> Leaf? {
        switch catalogue.metrics[name]?.kind {
        case .simple: Leaf(metric: name, span: DateSpan(period))
        case .cumulative(let cumulative):
            Leaf(metric: cumulative.of.value, span: try Self.span(of: cumulative, in: period, fiscal))
        default: nil
        }
    }

    private mutating func add(_ leaf: Leaf) {
        guard seen.insert(leaf).inserted else { return }
        leaves.append(leaf)
        guard isControlled, let disclosure = catalogue.disclosure(of: leaf.metric),
            case .simple(let simple) = catalogue.metrics[leaf.metric]?.kind
        else { return }
        let quantity = CellQuantity(simple, disclosure)
        if case .sum = quantity, !quantity.isValue(of: simple) {
            leaves.append(Leaf(metric: leaf.metric, span: leaf.span, counted: quantity))
        }
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
