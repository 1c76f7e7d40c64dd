package import Definitions
package import Periods
package import Postgres

/// Which slices of which feeds are published and which rules hold, and so which periods of which facts are complete.
package struct Completeness: Sendable {
    struct Feed: Sendable {
        let pipeline: String
        let fact: String
        let every: PeriodGrain?
        let from: CivilDate?
        /// How many days after a period's end its delivery may arrive.
        let dueDays: Int?
        /// The periods of its published slices, in order.
        let published: [Period]
        /// Whether there is something published that belongs to no period.
        let hasUndated: Bool
    }

    let feeds: [Feed]
    private let rules: RuleStandings

    /// Reads the ledger's published slices and what rules say of them, as it is now or as it was known at a moment.
    package init(_ project: Project, asOf: Knowledge = .current, on connection: borrowing Connection) throws {
        let published: ResultTable
        switch asOf {
        case .current:
            published = try connection.query(
                """
                select distinct s.pipeline, s.period
                from ledger.published p
                join ledger.slice s on s.slice_key = p.slice_key
                """)
        case .asOf(let moment):
            published = try connection.query(
                """
                select distinct s.pipeline, s.period
                from ledger.published_history p
                join ledger.slice s on s.slice_key = p.slice_key
                where p.known_from <= $1 and $1 < p.known_to
                """, [.text(moment)])
        }
        var keys: [String: [String]] = [:]
        for row in 0..<published.rowCount {
            if let pipeline = published.text(row, 0) {
                keys[pipeline, default: []].append(published.text(row, 1) ?? "")
            }
        }
        self.init(project, published: keys, rules: try RuleStandings(project, asOf: asOf, on: connection))
    }

    /// Takes the published period keys of each pipeline, and what rules say of them, as they are.
    package init(_ project: Project, published: [String: [String]], rules: RuleStandings = .none) {
        self.rules = rules
        let fiscal = project.fiscalCalendar
        feeds = project.pipelinesInOrder.compactMap { pipeline in
            guard project.facts[pipeline.load.value] != nil else { return nil }
            let keys = published[pipeline.name.value] ?? []
            let periods = keys.compactMap { Period($0, fiscal: fiscal) }
            let expected = pipeline.expected
            return Feed(
                pipeline: pipeline.name.value, fact: pipeline.load.value,
                every: expected.flatMap { PeriodGrain(rawValue: $0.every.rawValue) },
                from: expected.flatMap { Period($0.from.value, fiscal: fiscal)?.start }, dueDays: expected?.dueDays,
                published: periods.sorted(), hasUndated: periods.count < keys.count)
        }
    }

    /// What facts would need to be complete in a period, and is not there or does not hold.
    package func missing(facts: some Collection<String>, in period: Period) -> [Gap] {
        missing(facts: facts, in: DateSpan(period))
    }

    func missing(facts: some Collection<String>, in span: DateSpan) -> [Gap] {
        missingDeliveries(facts: facts, in: span) + rules.gaps(facts: facts, in: span)
    }

    /// The deliveries that are to be expected and are not published, whatever rules say.
    package func missingDeliveries(facts: some Collection<String>, in period: Period) -> [Gap] {
        missingDeliveries(facts: facts, in: DateSpan(period))
    }

    private func missingDeliveries(facts: some Collection<String>, in span: DateSpan) -> [Gap] {
        feeds.filter { facts.contains($0.fact) }.flatMap { feed -> [Gap] in
            guard let from = span.from ?? feed.from ?? feed.published.first?.start else { return [] }
            return feed.missing(from: from, until: span.until).map { .delivery(pipeline: feed.pipeline, $0) }
        }
    }

    package func isComplete(facts: some Collection<String>, in period: Period) -> Bool {
        missing(facts: facts, in: period).isEmpty
    }

    /// Whether anything at all of a fact is published for days of a span.
    package func hasData(fact: String, in period: Period) -> Bool {
        hasData(fact: fact, in: DateSpan(period))
    }

    func hasData(fact: String, in span: DateSpan) -> Bool {
        feeds.contains { feed in
            guard feed.fact == fact else { return false }
            return feed.hasUndated
                || feed.published.contains { slice in
                    slice.start < span.until && (span.from.map { $0 < slice.end } ?? true)
                }
        }
    }

    /// The last period of a grain for which every fact has data and lacks none; nil when there is none.
    ///
    /// - Parameter today: when given, a period that is not over yet is not complete.
    package func lastComplete(
        _ grain: PeriodGrain, facts: [String], today: CivilDate? = nil, fiscal: FiscalCalendar = .october
    ) -> Period? {
        let published = feeds.filter { facts.contains($0.fact) }.flatMap(\.published)
        guard let first = published.map(\.start).min(), let last = published.map(\.lastDay).max() else {
            return nil
        }
        var candidate = Period(grain, containing: last, fiscal: fiscal)
        while candidate.end > first {
            let isOver = today.map { candidate.end <= $0 } ?? true
            if isOver, facts.allSatisfy({ hasData(fact: $0, in: candidate) }),
                isComplete(facts: facts, in: candidate)
            {
                return candidate
            }
            candidate = candidate.previous
        }
        return nil
    }
}

extension Project {
    /// The fiscal calendar that the project's calendar dimension declares.
    package var fiscalCalendar: FiscalCalendar {
        for dimension in dimensions.values.sorted(by: { $0.name.value < $1.name.value }) {
            if case .calendar(let calendar) = dimension.members {
                return FiscalCalendar(startMonth: calendar.fiscalYearStarts)
            }
        }
        return .calendarYear
    }

    package var metricCatalogue: MetricCatalogue { MetricCatalogue(metrics: metrics, facts: facts) }
}
