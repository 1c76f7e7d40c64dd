/// A year that begins in a month of its own and is labelled by the calendar year it ends in.
package struct FiscalCalendar: Hashable, Sendable {
    /// The first month of the fiscal year, 1 to 12.
    package let startMonth: Int

    /// The calendar year itself.
    package static let calendarYear = FiscalCalendar(startMonth: 1)
    /// The Thai government's: from 1 October to 30 September.
    package static let october = FiscalCalendar(startMonth: 10)

    package init(startMonth: Int) {
        precondition((1...12).contains(startMonth), "a fiscal year begins in a month, 1 to 12")
        self.startMonth = startMonth
    }

    /// The fiscal year a month lies in, labelled by the year it ends in.
    package func fiscalYear(year: Int, month: Int) -> Int {
        startMonth > 1 && month >= startMonth ? year + 1 : year
    }

    /// The quarter of the fiscal year, 1 to 4.
    package func fiscalQuarter(month: Int) -> Int { (month - startMonth + 12) % 12 / 3 + 1 }

    /// The number of months between January of year 0 and the first month of a fiscal year.
    func firstMonthIndex(ofYear year: Int) -> Int {
        startMonth > 1 ? (year - 1) * 12 + startMonth - 1 : year * 12
    }
}
