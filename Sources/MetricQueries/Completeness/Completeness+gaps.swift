package import Periods

extension Completeness {
    /// Why a period is not complete.
    package enum Gap: Hashable, Sendable, CustomStringConvertible {
        /// A delivery that is to be expected is not published.
        case delivery(pipeline: String, Period)
        /// A rule of severity `reject` does not hold.
        case broken(rule: String, Period, findings: Int)
        /// A rule of severity `reject` has not been held against the data as they are now.
        case unchecked(rule: String, Period)

        package var description: String {
            switch self {
            case .delivery(let pipeline, let period): "\(pipeline) \(period)"
            case .broken(let rule, let period, let findings):
                "rule \(rule) is broken in \(period), \(findings) \(findings == 1 ? "finding" : "findings")"
            case .unchecked(let rule, let period): "rule \(rule) is not checked yet for \(period)"
            }
        }

        /// Whether a rule stands in the way, and no delivery.
        package var isOfRule: Bool { if case .delivery = self { false } else { true } }
    }

    /// What is expected of a feed and is not published at the day of asking.
    package struct Overdue: Sendable {
        package let pipeline: String
        /// The periods that are over and have no delivery.
        package let missing: [Period]
        /// Those of them whose delivery should have been there.
        package let late: [Period]
        /// The first day on which a delivery was late.
        package let lateSince: CivilDate?
    }

    /// What each feed owes on a day; feeds that owe nothing are left out.
    package func overdue(on today: CivilDate) -> [Overdue] {
        feeds.compactMap { feed in
            guard let from = feed.from ?? feed.published.first?.start else { return nil }
            let missing = feed.missing(from: from, until: today).filter { $0.end <= today }
            guard !missing.isEmpty else { return nil }
            let late = missing.filter { period in feed.lateDay(of: period).map { $0 <= today } ?? false }
            return Overdue(
                pipeline: feed.pipeline, missing: missing, late: late, lateSince: late.first.flatMap(feed.lateDay))
        }
    }
}

extension Completeness.Feed {
    /// The expected periods with days of a span that no published slice has a day of.
    func missing(from: CivilDate, until: CivilDate) -> [Period] {
        guard let every, from < until else { return [] }
        let first = Period(every, containing: from)
        let last = Period(every, containing: until.adding(days: -1))
        return (Period(from: first, through: last)?.keys ?? []).filter { due in
            (self.from.map { $0 <= due.start } ?? true) && !published.contains { $0.overlaps(due) }
        }
    }

    /// The first day on which the delivery of a period is late; nil when none is declared.
    func lateDay(of period: Period) -> CivilDate? { dueDays.map { period.end.adding(days: $0) } }
}
