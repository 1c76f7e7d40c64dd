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
        // Without a base of the sheet's own, the metric says what is compared, and how much of an unfinished period.
        if definition.base != nil { request.against = try compared(by: definition, in: period, engine).base }
        let explanation = try explain(request, engine: engine, on: connection)
        return try definition.top.map { try explanation.top($0) } ?? explanation
    }

    /// What a sheet compares: the metric whose change it explains, and the earlier period.
    package func compared(
        by definition: ExplanationDefinition, in period: Period, _ engine: MetricEngine
    ) throws -> (metric: MetricDefinition, base: Period) {
        let subject = try ExplanationSubject(definition.metric.value, engine)
        guard let declared = definition.base else { return (subject.metric, try subject.base(for: period, engine)) }
        guard let base = try MetricPlan.base(of: declared, for: period, fiscal: engine.fiscal) else {
            throw MetricQueryError.notExplainable(
                subject.metric.name.value, reason: "\(period) has no such period to compare with",
                remedy: "declare another `offset` or `against`")
        }
        return (subject.metric, base)
    }
}
