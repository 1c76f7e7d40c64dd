package import Definitions
package import MetricQueries
package import Periods

/// Which periods of a report there are to write.
package struct ReportPeriods {
    private let definition: ReportDefinition
    private let project: Project
    private let completeness: Completeness
    private let facts: [String]

    package init(_ definition: ReportDefinition, of project: Project, completeness: Completeness) {
        self.definition = definition
        self.project = project
        self.completeness = completeness
        facts = project.metricCatalogue.factNames(of: definition.metricNames)
    }

    private var grain: PeriodGrain { PeriodGrain(rawValue: definition.period.grain.rawValue) ?? .year }

    /// Reads a period as it was asked for; it must be one of the report's grain.
    package func named(_ text: String) throws(ReportError) -> Period {
        guard let period = Period(text, fiscal: project.fiscalCalendar), period.grain == grain,
            period.length == 1
        else { throw .notAPeriod(text, report: definition.name.value, grain: grain.rawValue) }
        return period
    }

    /// The period that the definition names, or the last one that is over and complete.
    package func standard(today: CivilDate) throws(ReportError) -> Period {
        switch definition.period.default {
        case .named(let text): return try named(text.value)
        case .lastComplete:
            guard
                let period = completeness.lastComplete(
                    grain, facts: facts, today: today, fiscal: project.fiscalCalendar)
            else { throw .noCompletePeriod(report: definition.name.value) }
            return period
        }
    }

    /// Every period that is written without being asked for by name, in order.
    package func all(today: CivilDate) throws(ReportError) -> [Period] {
        var periods = [try standard(today: today)]
        for text in definition.period.also {
            let period = try named(text.value)
            if !periods.contains(period) { periods.append(period) }
        }
        return periods.sorted()
    }

    /// What the report requires of a period and is not there.
    package func missing(in period: Period) -> [Completeness.Gap] {
        switch definition.requires {
        case .complete: completeness.missing(facts: facts, in: period)
        case .nothing: []
        }
    }
}
