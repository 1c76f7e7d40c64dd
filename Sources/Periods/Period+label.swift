extension Period {
    /// How a reader is told the period: `มิ.ย. 2567` or `Jun 2024`; Thai labels count years in the Buddhist Era.
    package func label(thai: Bool) -> String {
        label(thai: thai, monthName: { MonthNames.short($0, thai: $1) })
    }

    /// The label with the month's whole name: `มิถุนายน 2567` or `June 2024`.
    package func longLabel(thai: Bool) -> String {
        label(thai: thai, monthName: { MonthNames.long($0, thai: $1) })
    }

    private func label(thai: Bool, monthName: (Int, Bool) -> String) -> String {
        let keys = keys
        guard let first = keys.first, let last = keys.last else { return key }
        let from = first.singleLabel(thai: thai, monthName: monthName)
        guard length > 1 else { return from }
        if grain == .month, ordinal.isMultiple(of: 12), last.year == year {
            // The year up to a month.
            let months = "\(monthName(1, thai))–\(monthName(last.ordinal % 12 + 1, thai))"
            return "\(thai ? BuddhistEra.beYear(ce: year) : year) (\(months))"
        }
        return "\(from) – \(last.singleLabel(thai: thai, monthName: monthName))"
    }

    private func singleLabel(thai: Bool, monthName: (Int, Bool) -> String) -> String {
        let shown = thai ? BuddhistEra.beYear(ce: year) : year
        switch grain {
        case .year: return "\(shown)"
        case .fiscalYear: return thai ? "ปีงบประมาณ \(shown)" : "FY\(shown)"
        case .quarter: return thai ? "ไตรมาส \(ordinal % 4 + 1)/\(shown)" : "Q\(ordinal % 4 + 1) \(shown)"
        case .fiscalQuarter:
            return thai ? "ไตรมาส \(ordinal % 4 + 1) ปีงบประมาณ \(shown)" : "Q\(ordinal % 4 + 1) FY\(shown)"
        case .month: return "\(monthName(ordinal % 12 + 1, thai)) \(shown)"
        case .day:
            let parts = start.components
            return "\(parts.day) \(monthName(parts.month, thai)) \(shown)"
        }
    }
}

extension CivilDate {
    /// How a reader is told the day: `31 ธันวาคม 2567` or `31 December 2024`.
    package func longLabel(thai: Bool) -> String { Period.day(self).longLabel(thai: thai) }

    package func label(thai: Bool) -> String { Period.day(self).label(thai: thai) }
}
