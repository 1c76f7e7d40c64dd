/// What a question needs of a fact when whole months are enough to answer it.
package struct MonthlyDemand: Hashable, Sendable {
    package let fact: String
    /// The calendar role that decides the period.
    package let date: String
    /// Every other role whose members the question looks at.
    package private(set) var roles: Set<String> = []
    /// The measures that it sums.
    package private(set) var measures: Set<String> = []

    /// Works out what simple metrics by attributes under conditions need, for periods of whole months.
    ///
    /// Counts and sums can be added up from months; numbers of different things, extremes and stocks cannot, and neither
    /// can anything that depends on the day, on another date or on the row's own columns.
    ///
    /// - Returns: nil when months are not enough.
    package init?(
        _ metrics: [MetricDefinition.Simple], by: [String], filters: [Filter], of fact: FactDefinition, date: String,
        _ resolver: AttributeResolver
    ) {
        self.fact = fact.name.value
        self.date = date
        for metric in metrics {
            switch metric.aggregation {
            case .count: break
            case .sum:
                guard let of = metric.of?.value, fact.measure(of) != nil else { return nil }
                measures.insert(of)
            case .countDistinct, .min, .max, .last: return nil
            }
        }
        let conditions = (filters + metrics.flatMap(\.filters)).map(\.path.value)
        for path in by + conditions + metrics.compactMap(\.times?.value) {
            let attribute: ResolvedAttribute
            // What leads nowhere is told where the question is asked, with its place.
            do throws(AttributeError) { attribute = try resolver.resolve(path, in: fact, dateRole: date) } catch {
                return nil
            }
            guard look(at: attribute) else { return nil }
        }
    }

    /// - Returns: false when the attribute does not stay the same for a month.
    private mutating func look(at attribute: ResolvedAttribute) -> Bool {
        guard case .role(let role, let dimension) = attribute.root else { return false }
        guard dimension.isCalendar else {
            roles.insert(role.name.value)
            return true
        }
        guard role.name.value == date, attribute.steps.isEmpty else { return false }
        switch attribute.value {
        case .column(let column), .localized(let column, _):
            return CalendarColumn(rawValue: column.name.value)?.isSteadyInMonth ?? false
        case .member, .own: return false
        }
    }
}
