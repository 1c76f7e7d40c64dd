extension Period {
    /// The first day.
    package var start: CivilDate { Self.start(of: grain, ordinal, fiscal) }

    /// The day after the last one.
    package var end: CivilDate { Self.start(of: grain, ordinal + length, fiscal) }

    /// The days of the period, the end not included.
    package var dates: Range<CivilDate> { start..<end }

    package var lastDay: CivilDate { end.adding(days: -1) }

    package func contains(_ date: CivilDate) -> Bool { dates.contains(date) }

    package func overlaps(_ other: Period) -> Bool { dates.overlaps(other.dates) }

    /// Every period of a grain that has a day in common with this one, in order.
    package func periods(of grain: PeriodGrain, fiscal: FiscalCalendar = .october) -> [Period] {
        let first = Period(grain, containing: start, fiscal: fiscal)
        let last = Period(grain, containing: lastDay, fiscal: fiscal)
        return Period(from: first, through: last)?.keys ?? []
    }

    private static func start(of grain: PeriodGrain, _ ordinal: Int, _ fiscal: FiscalCalendar) -> CivilDate {
        switch grain {
        case .day: CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: ordinal))
        case .month: firstDay(ofMonth: ordinal)
        case .quarter: firstDay(ofMonth: ordinal * 3)
        case .year: firstDay(ofMonth: ordinal * 12)
        case .fiscalYear: firstDay(ofMonth: fiscal.firstMonthIndex(ofYear: ordinal))
        case .fiscalQuarter: firstDay(ofMonth: fiscal.firstMonthIndex(ofYear: ordinal / 4) + ordinal % 4 * 3)
        }
    }

    private static func firstDay(ofMonth index: Int) -> CivilDate {
        CivilDate(checkedYear: index / 12, month: index % 12 + 1, day: 1)
    }
}

extension Period: Comparable {
    /// Orders by the first day, the longer period first among those that begin together.
    package static func < (left: Self, right: Self) -> Bool {
        if left.start != right.start { return left.start < right.start }
        if left.end != right.end { return left.end > right.end }
        return left.key < right.key
    }
}
