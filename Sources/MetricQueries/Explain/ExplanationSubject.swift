internal import Definitions
internal import Periods

/// What a request for an explanation is about.
struct ExplanationSubject {
    /// The metric that is explained.
    let metric: MetricDefinition
    private let asked: MetricDefinition
    /// What is asked, if it is a change.
    private let change: MetricDefinition.Change?
    /// Whether unfinished periods have no change.
    let completePeriodsOnly: Bool

    /// - Throws: `MetricQueryError` when the metric is not what its members add up to.
    init(_ name: String, _ engine: MetricEngine) throws {
        asked = try engine.metric(name)
        if case .change(let change) = asked.kind {
            metric = try engine.metric(change.of.value)
            self.change = change
        } else {
            metric = asked
            change = nil
        }
        completePeriodsOnly = asked.completePeriodsOnly
        try Self.check(metric, engine.catalogue)
    }

    private static func check(_ metric: MetricDefinition, _ catalogue: MetricCatalogue) throws {
        if case .difference(let difference) = metric.kind {
            throw MetricQueryError.notExplainable(
                metric.name.value, reason: "it is the gap between two metrics",
                remedy: "explain `\(difference.of.value)` and `\(difference.minus.value)`")
        }
        let sides: [Located<String>]
        // What else a ratio names, such as the base of its reliability, is no part of its value.
        if case .ratio(let ratio) = metric.kind {
            sides = [ratio.numerator, ratio.denominator]
        } else {
            sides = [metric.name]
        }
        for part in sides.flatMap({ catalogue.simpleMetrics(of: $0.value) }) {
            guard case .simple(let simple) = part.kind else { continue }
            switch simple.aggregation {
            case .count, .sum, .last: continue
            case .countDistinct, .min, .max:
                throw MetricQueryError.notExplainable(
                    metric.name.value,
                    reason: "`\(part.name.value)` (\(simple.aggregation.rawValue)) does not add up over members",
                    remedy: "explain a count, a sum or a ratio of them")
            }
        }
    }

    /// Finds the period to compare with; of an unfinished one, where the metric declares so, the months that are complete
    /// take the place of the whole.
    func settlePeriods(of request: inout ExplanationRequest, _ engine: MetricEngine) throws -> Period {
        if let against = request.against { return against }
        if let change, asked.comparesSamePortion,
            let compared = try engine.comparison.periods(of: change, asked, in: request.period)
        {
            request.period = compared.current
            return compared.base
        }
        return try base(for: request.period, engine)
    }

    private func base(for period: Period, _ engine: MetricEngine) throws -> Period {
        let base = change?.base ?? .offset(OffsetDefinition(1, .year))
        guard let period = try MetricPlan.base(of: base, for: period, fiscal: engine.fiscal) else {
            throw MetricQueryError.notExplainable(
                metric.name.value, reason: "\(period) has no same period a year earlier",
                remedy: "name the period to compare with (--against)")
        }
        return period
    }
}
