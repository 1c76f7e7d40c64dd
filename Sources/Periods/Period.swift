/// A span of one or more consecutive period keys of one grain: a year, June 2024, FY2024, 2020 to 2024.
///
/// Periods are numbered within their grain (years by year, months by month since year 0, days since the epoch), and
/// every offset is taken on these numbers, never on days.
package struct Period: Hashable, Sendable {
    package let grain: PeriodGrain
    /// The number of the first key.
    package let ordinal: Int
    /// How many keys the span has; 1 for an ordinary period.
    package let length: Int
    /// Where fiscal years begin; the calendar year for the grains that do not ask.
    package let fiscal: FiscalCalendar

    init(grain: PeriodGrain, ordinal: Int, length: Int = 1, fiscal: FiscalCalendar) {
        self.grain = grain
        self.ordinal = ordinal
        self.length = length
        self.fiscal = grain.isFiscal ? fiscal : .calendarYear
    }

    package static func year(_ year: Int) -> Period {
        Period(grain: .year, ordinal: year, fiscal: .calendarYear)
    }

    package static func fiscalYear(_ year: Int, fiscal: FiscalCalendar = .october) -> Period {
        Period(grain: .fiscalYear, ordinal: year, fiscal: fiscal)
    }

    package static func quarter(_ quarter: Int, of year: Int) -> Period {
        Period(grain: .quarter, ordinal: year * 4 + quarter - 1, fiscal: .calendarYear)
    }

    package static func fiscalQuarter(_ quarter: Int, of year: Int, fiscal: FiscalCalendar = .october)
        -> Period
    {
        Period(grain: .fiscalQuarter, ordinal: year * 4 + quarter - 1, fiscal: fiscal)
    }

    package static func month(_ month: Int, of year: Int) -> Period {
        Period(grain: .month, ordinal: year * 12 + month - 1, fiscal: .calendarYear)
    }

    package static func day(_ date: CivilDate) -> Period {
        Period(grain: .day, ordinal: Int(date.daysSinceEpoch), fiscal: .calendarYear)
    }

    /// The period of a grain that a day lies in.
    package init(_ grain: PeriodGrain, containing date: CivilDate, fiscal: FiscalCalendar = .october) {
        let (year, month, _) = date.components
        switch grain {
        case .day: self = .day(date)
        case .month: self = .month(month, of: year)
        case .quarter: self = .quarter((month - 1) / 3 + 1, of: year)
        case .year: self = .year(year)
        case .fiscalYear: self = .fiscalYear(fiscal.fiscalYear(year: year, month: month), fiscal: fiscal)
        case .fiscalQuarter:
            self = .fiscalQuarter(
                fiscal.fiscalQuarter(month: month), of: fiscal.fiscalYear(year: year, month: month),
                fiscal: fiscal)
        }
    }

    /// The months from the beginning of the year, or fiscal year, up to the end of a month.
    package static func yearToDate(through month: Period, fiscal: FiscalCalendar = .calendarYear) -> Period? {
        guard month.grain == .month, let last = month.keys.last else { return nil }
        let year = fiscal.fiscalYear(year: last.ordinal / 12, month: last.ordinal % 12 + 1)
        let first = fiscal.firstMonthIndex(ofYear: year)
        return Period(grain: .month, ordinal: first, length: last.ordinal - first + 1, fiscal: .calendarYear)
    }

    /// The span from one period to a later one of the same grain, both included.
    package init?(from first: Period, through last: Period) {
        guard first.grain == last.grain, first.fiscal == last.fiscal, first.ordinal <= last.ordinal else {
            return nil
        }
        self.init(
            grain: first.grain, ordinal: first.ordinal, length: last.ordinal + last.length - first.ordinal,
            fiscal: first.fiscal)
    }

    /// So many keys, this period's first being the first.
    package func spanning(_ count: Int) -> Period {
        precondition(count > 0, "a span has a key")
        return Period(grain: grain, ordinal: ordinal, length: count, fiscal: fiscal)
    }

    /// Each key of the span as a period of its own.
    package var keys: [Period] {
        (0..<length).map { Period(grain: grain, ordinal: ordinal + $0, fiscal: fiscal) }
    }

    /// The calendar year or fiscal year that the span begins in.
    package var year: Int {
        switch grain {
        case .year, .fiscalYear: ordinal
        case .quarter, .fiscalQuarter: ordinal / 4
        case .month: ordinal / 12
        case .day: CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: ordinal)).year
        }
    }
}
