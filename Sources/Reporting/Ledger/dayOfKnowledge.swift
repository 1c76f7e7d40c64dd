package import Definitions
package import MetricQueries
package import Periods
package import Postgres

/// Finds the day on which the newest delivery behind a report was loaded, which decides what of it is provisional.
///
/// A period that ended later was not over when its data came, whatever day it is when somebody reads them: so the same data
/// say the same on every later day, and as of an earlier moment what they said then.
///
/// - Returns: nil when there is no delivery.
package func dayOfKnowledge(
    of definition: ReportDefinition, project: Project, period: Period, asOf knowledge: Knowledge,
    on connection: borrowing Connection
) throws(PostgresError) -> CivilDate? {
    try readUsedDeliveries(of: definition, project: project, period: period, asOf: knowledge, on: connection)
        .compactMap(\.loadedOn).max()
}

/// Finds the deliveries behind the figures of a report.
func readUsedDeliveries(
    of definition: ReportDefinition, project: Project, period: Period, asOf knowledge: Knowledge,
    on connection: borrowing Connection
) throws(PostgresError) -> [UsedDelivery] {
    let facts = Set(project.metricCatalogue.factNames(of: definition.metricNames))
    let pipelines = project.pipelines.values.filter { facts.contains($0.load.value) }.map(\.name.value).sorted()
    // Comparisons reach back as far as the data do, so every delivery up to the period's end counts.
    return try readUsedDeliveries(
        of: pipelines, before: period.end, asOf: knowledge, timeZone: project.settings.timeZone.value, on: connection)
}
