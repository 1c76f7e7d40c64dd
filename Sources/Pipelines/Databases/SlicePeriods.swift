package import Definitions
internal import Periods

extension PipelineDefinition.Slice.Grain {
    /// The period that holds a day: its key, its first day and the day after its last.
    func period(holding day: CivilDate) -> (key: String, from: CivilDate, until: CivilDate) {
        let (year, month, _) = day.components
        let (first, months): (CivilDate?, Int) =
            switch self {
            case .day: (day, 0)
            case .month: (CivilDate(year: year, month: month, day: 1), 1)
            case .quarter: (CivilDate(year: year, month: (month - 1) / 3 * 3 + 1, day: 1), 3)
            case .year: (CivilDate(year: year, month: 1, day: 1), 12)
            }
        let from = first ?? day
        let key = text(ofPeriod: period(ofDay: Int64(from.dateKey)))
        guard months > 0 else { return (key, from, from.adding(days: 1)) }
        let next = from.components.month - 1 + months
        let until = CivilDate(year: from.year + next / 12, month: next % 12 + 1, day: 1)
        return (key, from, until ?? from.adding(days: 1))
    }

    /// Whether a stretch begins and ends where periods do.
    package func isWhole(_ span: CoveredSpan) -> Bool {
        guard let from = CivilDate(span.from), let until = CivilDate(span.until) else { return false }
        return period(holding: from).from == from && period(holding: until).from == until
    }

    /// The stretches of days that periods make up, those that touch as one.
    ///
    /// - Parameter keys: as `period(holding:)` gives them; others are passed over.
    func spans(of keys: some Sequence<String>) -> [CoveredSpan] {
        var spans: [(from: CivilDate, until: CivilDate)] = []
        for span in keys.compactMap({ firstDay(ofPeriod: $0) }).map({ period(holding: $0) }).sorted(by: {
            $0.from < $1.from
        }) {
            if let last = spans.last, last.until == span.from {
                spans[spans.count - 1].until = span.until
            } else {
                spans.append((span.from, span.until))
            }
        }
        return spans.map { CoveredSpan(from: $0.from.description, until: $0.until.description, part: nil) }
    }

    private func firstDay(ofPeriod key: String) -> CivilDate? {
        switch self {
        case .day: CivilDate(key)
        case .month: CivilDate(key + "-01")
        case .quarter:
            key.last?.wholeNumberValue.flatMap { quarter in
                CivilDate("\(key.prefix(4))-\(quarter < 4 ? "0" : "")\(quarter * 3 - 2)-01")
            }
        case .year: CivilDate(key + "-01-01")
        }
    }
}

extension [CoveredSpan] {
    /// The stretches in words.
    var text: String { map(\.text).joined(separator: "; ") }
}
