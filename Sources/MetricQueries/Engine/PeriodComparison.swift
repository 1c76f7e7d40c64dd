internal import Definitions
internal import Periods

/// Decides which two periods a change compares.
struct PeriodComparison {
    struct Compared: Hashable {
        let current: Period
        let base: Period
        /// The months of the current period that are compared, when they are not all.
        var portion: Period?
    }

    let catalogue: MetricCatalogue
    let fiscal: FiscalCalendar
    let completeness: Completeness
    let today: CivilDate?
    private let extents = Extents()

    init(catalogue: MetricCatalogue, fiscal: FiscalCalendar, completeness: Completeness, today: CivilDate?) {
        self.catalogue = catalogue
        self.fiscal = fiscal
        self.completeness = completeness
        self.today = today
    }

    /// The period itself and the one it is compared with; or, of an unfinished period, the months that are complete and
    /// the same months earlier, where the metric declares so.
    ///
    /// - Returns: nil when there is no such base, or no complete month to compare.
    func periods(
        of change: MetricDefinition.Change, _ metric: MetricDefinition, in period: Period
    ) throws -> Compared? {
        guard let base = try MetricPlan.base(of: change.base, for: period, fiscal: fiscal) else { return nil }
        guard metric.comparesSamePortion, case .months(let months) = extent(of: change.of.value, in: period) else {
            return Compared(current: period, base: base)
        }
        guard let months, base.grain == period.grain, base.length == period.length, base.start.day == 1
        else { return nil }
        // By their number within the period: the first nine months of one fiscal year against those of another.
        let same = Period(.month, containing: base.start).spanning(months.length)
        return Compared(current: months, base: same, portion: months)
    }

    private func extent(of metric: String, in period: Period) -> Extent {
        let question = Question(metric: metric, period: period)
        if let known = extents.known[question] { return known }
        let facts = catalogue.factNames(of: [metric])
        let extent =
            completeness.isFinished(facts: facts, in: period, today: today)
            ? Extent.whole : .months(completeness.completeMonths(of: period, facts: facts, today: today))
        extents.known[question] = extent
        return extent
    }
}

/// How much of a period is complete.
private enum Extent {
    case whole
    /// From its first month on; nil for not even that one.
    case months(Period?)
}

private struct Question: Hashable {
    let metric: String
    let period: Period
}

/// What the ledger has said already: every cell of a column asks the same.
private final class Extents {
    var known: [Question: Extent] = [:]
}
