internal import Definitions
internal import Periods

extension MetricEngine {
    /// What a metric is to reach in a request's period, in its base unit; nil without a target for it.
    ///
    /// The target of a rate is one for every member; that of a number is one for all of them together.
    func target(of metric: MetricDefinition, in request: MetricRequest, isTotal: Bool) throws -> Rational? {
        guard
            let target = metric.targets.first(where: {
                Period($0.period.value, fiscal: fiscal) == request.period
            })
        else { return nil }
        let format = MetricFormat(metric)
        guard format.isShare || isTotal && request.filters.isEmpty else { return nil }
        do throws(RationalError) {
            return try format.unshown(Rational(decimal: target.value.value))
        } catch {
            throw MetricQueryError.arithmetic(error, metric: metric.name.value)
        }
    }
}
