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
        if let declared = definition.base {
            guard let base = try MetricPlan.base(of: declared, for: period, fiscal: engine.fiscal) else {
                throw MetricQueryError.notExplainable(
                    definition.metric.value, reason: "\(period) has no such period to compare with",
                    remedy: "declare another `offset` or `against`")
            }
            request.against = base
        }
        let explanation = try explain(request, engine: engine, on: connection)
        return try definition.top.map { try explanation.top($0) } ?? explanation
    }
}
