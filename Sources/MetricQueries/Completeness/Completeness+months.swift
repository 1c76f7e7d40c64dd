package import Periods

extension Completeness {
    /// The months of a period, from its first on, for which facts have data and lack none.
    ///
    /// - Parameter today: when given, a month that is not over yet is not complete.
    /// - Returns: nil when the first month is not complete, or when the period does not begin with a month.
    package func completeMonths(
        of period: Period, facts: some Collection<String>, today: CivilDate? = nil
    ) -> Period? {
        guard !facts.isEmpty, period.start.day == 1 else { return nil }
        var last: Period?
        for month in period.periods(of: .month) {
            let isOver = month.end <= period.end && today.map { month.end <= $0 } ?? true
            let isThere =
                facts.allSatisfy { hasData(fact: $0, in: month) }
                && missing(facts: facts, in: DateSpan(from: period.start, until: month.end)).isEmpty
            guard isOver, isThere else { break }
            last = month
        }
        return last.flatMap { Period(from: Period(.month, containing: period.start), through: $0) }
    }

    /// Whether facts lack nothing in a period and, when it is told what day it is, the period is over.
    func isFinished(facts: some Collection<String>, in period: Period, today: CivilDate?) -> Bool {
        isComplete(facts: facts, in: period) && today.map { period.end <= $0 } ?? true
    }
}
