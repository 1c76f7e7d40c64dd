internal import Definitions
internal import Periods

/// What a request for an explanation is about.
struct ExplanationSubject {
    /// The metric that is explained.
    let metric: MetricDefinition
    /// The base that a change declares.
    let base: ChangeBase?
    /// Whether unfinished periods have no change.
    let completePeriodsOnly: Bool

    /// - Throws: `MetricQueryError` when the metric is not what its members add up to.
    init(_ name: String, _ engine: MetricEngine) throws {
        let asked = try engine.metric(name)
        if case .change(let change) = asked.kind {
            metric = try engine.metric(change.of.value)
            base = change.base
        } else {
            metric = asked
            base = nil
        }
        completePeriodsOnly = asked.completePeriodsOnly
        if let obstacle = metric.obstacleToExplaining(engine.catalogue) {
            throw MetricQueryError.notExplainable(
                metric.name.value, reason: obstacle.message, remedy: obstacle.remedy)
        }
    }

    /// The period to compare with.
    func base(for period: Period, _ engine: MetricEngine) throws -> Period {
        let base = base ?? .offset(OffsetDefinition(1, .year))
        guard let period = try MetricPlan.base(of: base, for: period, fiscal: engine.fiscal) else {
            throw MetricQueryError.notExplainable(
                metric.name.value, reason: "\(period) has no same period a year earlier",
                remedy: "name the period to compare with (--against)")
        }
        return period
    }
}
