/// A period as it is asked for: written out, or a year as far as its data are complete.
package enum AskedPeriod: Hashable, Sendable {
    case period(Period)
    /// `2026-YTD`, `FY2569-YTD`: the months of a year or fiscal year up to the last complete one.
    case yearToDate(Period)

    /// Parses what `Period` does, and a year followed by `-YTD`; nil for anything else.
    package init?(_ text: String, fiscal: FiscalCalendar = .october) {
        guard text.hasSuffix("-YTD") else {
            guard let period = Period(text, fiscal: fiscal) else { return nil }
            self = .period(period)
            return
        }
        guard let year = Period(String(text.dropLast(4)), fiscal: fiscal), year.length == 1,
            year.grain == .year || year.grain == .fiscalYear
        else { return nil }
        self = .yearToDate(year)
    }
}
