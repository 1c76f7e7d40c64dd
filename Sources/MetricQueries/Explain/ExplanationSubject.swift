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
        if let obstacle = metric.obstacleToExplaining(engine.catalogue) {
            throw MetricQueryError.notExplainable(
                metric.name.value, reason: obstacle.message, remedy: obstacle.remedy)
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
