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
        var request = ExplanationRequest(definition, period, language, asOf)
        request.against = try declaredBase(of: definition, in: period, engine)
        let explanation = try explain(request, engine: engine, on: connection)
        return try definition.top.map { try explanation.top($0) } ?? explanation
    }

    /// What a sheet compares: the metric whose change it explains, the earlier period and the later one.
    package func compared(
        by definition: ExplanationDefinition, in period: Period, _ engine: MetricEngine
    ) throws -> (metric: MetricDefinition, base: Period, period: Period) {
        let subject = try ExplanationSubject(definition.metric.value, engine)
        var request = ExplanationRequest(definition, period, .english, .current)
        request.against = try declaredBase(of: definition, in: period, engine)
        let base = try subject.settlePeriods(of: &request, engine)
        return (subject.metric, base, request.period)
    }

    /// The earlier period that the sheet itself names; nil when that is left to the metric.
    private func declaredBase(
        of definition: ExplanationDefinition, in period: Period, _ engine: MetricEngine
    ) throws -> Period? {
        guard let declared = definition.base else { return nil }
        guard let base = try MetricPlan.base(of: declared, for: period, fiscal: engine.fiscal) else {
            throw MetricQueryError.notExplainable(
                definition.metric.value, reason: "\(period) has no such period to compare with",
                remedy: "declare another `offset` or `against`")
        }
        return base
    }
}

extension ExplanationRequest {
    fileprivate init(
        _ definition: ExplanationDefinition, _ period: Period, _ language: Language, _ asOf: Knowledge
    ) {
        self.init(
            metric: definition.metric.value, period: period, by: definition.by.map { AttributePath($0.value) },
            filters: definition.filters, language: language, asOf: asOf)
    }
}
