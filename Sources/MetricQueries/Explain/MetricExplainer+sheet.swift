package import Definitions
package import Periods
package import Postgres

extension MetricExplainer {
    /// Answers what a report's sheet asks.
    ///
    /// - Parameter engine: of the moment that the report is as of.
    package func explain(
        _ definition: ExplanationDefinition, period: Period, language: Language, asOf: Knowledge = .current,
        engine: MetricEngine, on connection: borrowing Connection
    ) throws -> MetricExplanation {
        var request = ExplanationRequest(
            metric: definition.metric.value, period: period, by: definition.by.map { AttributePath($0.value) },
            filters: definition.filters, language: language, asOf: asOf)
        let compared = try compared(by: definition, in: period, engine)
        request.period = compared.period
        request.against = compared.base
        let explanation = try explain(request, engine: engine, on: connection)
        return try definition.top.map { try explanation.top($0) } ?? explanation
    }

    /// What a sheet compares: the metric whose change it explains, in which period and against which earlier one.
    package func compared(
        by definition: ExplanationDefinition, in period: Period, _ engine: MetricEngine
    ) throws -> (metric: MetricDefinition, period: Period, base: Period) {
        let subject = try ExplanationSubject(definition.metric.value, engine)
        guard let declared = definition.base else {
            var request = ExplanationRequest(
                metric: definition.metric.value, period: period, by: [], filters: [], language: .english, asOf: .current
            )
            let base = try subject.settlePeriods(of: &request, engine)
            return (subject.metric, request.period, base)
        }
        guard let base = try MetricPlan.base(of: declared, for: period, fiscal: engine.fiscal) else {
            throw MetricQueryError.notExplainable(
                subject.metric.name.value, reason: "\(period) has no such period to compare with",
                remedy: "declare another `offset` or `against`")
        }
        return (subject.metric, period, base)
    }
}
