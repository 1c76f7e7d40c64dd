package import Definitions
package import Periods

/// Which slices a rule's judgement of a period stands on.
package struct RuleScope: Sendable {
    /// How the slices of a pipeline relate to the rule's periods.
    private enum Days: Sendable {
        /// They are cut by the day that the periods select by.
        case same
        /// Their rows' other days, by which the periods select, come at any time after.
        case later
    }

    package let rule: RuleDefinition
    package let facts: [String]
    private let every: PeriodGrain
    private let from: CivilDate?
    private let pipelines: [String: Days]
    /// The facts whose rows are selected by a day that comes after their event.
    private let laterFacts: Set<String>

    package init(_ rule: RuleDefinition, in project: Project) {
        self.rule = rule
        every = PeriodGrain(rawValue: rule.every.rawValue) ?? .month
        from = rule.from.flatMap { Period($0.value, fiscal: project.fiscalCalendar)?.start }
        var pipelines: [String: Days] = [:]
        let sources = project.sources(of: rule)
        for (fact, date) in sources {
            let days = date.name == fact.event ? Days.same : .later
            for pipeline in project.pipelines.values where pipeline.load == fact.name {
                // A fact can be on both sides, by different days.
                if pipelines[pipeline.name.value] != .later { pipelines[pipeline.name.value] = days }
            }
        }
        self.pipelines = pipelines
        laterFacts = Set(sources.filter { $0.date.name != $0.fact.event }.map(\.fact.name.value))
        facts = Set(sources.map(\.fact.name.value)).sorted()
    }

    package func reads(_ pipeline: String) -> Bool { pipelines[pipeline] != nil }

    /// Whether a slice has a part in what the rule says of a period; one without a period has a part in all.
    package func concerns(_ pipeline: String, _ slice: Period?, in period: Period) -> Bool {
        guard let days = pipelines[pipeline] else { return false }
        guard let slice else { return true }
        return switch days {
        case .same: slice.overlaps(period)
        case .later: slice.start < period.end
        }
    }

    /// What the rule's facts lack of a period: deliveries that are to be expected, or anything at all.
    package func lacking(in period: Period, _ completeness: Completeness) -> [String] {
        facts.flatMap { fact -> [String] in
            let missing = completeness.missingDeliveries(facts: [fact], in: period).map(\.description)
            guard missing.isEmpty else { return missing }
            let days = laterFacts.contains(fact) ? DateSpan(from: nil, until: period.end) : DateSpan(period)
            return completeness.hasData(fact: fact, in: days) ? [] : ["data of \(fact)"]
        }
    }

    /// The periods that have something to be judged: those with a day of a published slice, in order.
    package func periods(of slices: [(pipeline: String, period: Period?)]) -> [Period] {
        var found: Set<Period> = []
        for slice in Set(slices.compactMap { pipelines[$0.pipeline] == nil ? nil : $0.period }) {
            found.formUnion(slice.periods(of: every))
        }
        return found.filter { period in from.map { $0 <= period.start } ?? true }.sorted()
    }
}
