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

    /// The period itself and the one it is compared with; or, of an unfinished period, the months that are complete and
    /// the same months earlier, where the metric declares so.
    ///
    /// - Returns: nil when there is no such base, or no complete month to compare.
    func periods(
        of change: MetricDefinition.Change, _ metric: MetricDefinition, in period: Period
    ) throws -> Compared? {
        guard let base = try MetricPlan.base(of: change.base, for: period, fiscal: fiscal) else { return nil }
        let facts = catalogue.factNames(of: [change.of.value])
        guard metric.comparesSamePortion, !completeness.isFinished(facts: facts, in: period, today: today) else {
            return Compared(current: period, base: base)
        }
        guard let months = completeness.completeMonths(of: period, facts: facts, today: today),
            base.grain == period.grain, base.length == period.length, base.start.day == 1
        else { return nil }
        // By their number within the period: the first nine months of one fiscal year against those of another.
        let same = Period(.month, containing: base.start).spanning(months.length)
        return Compared(current: months, base: same, portion: months)
    }
}
