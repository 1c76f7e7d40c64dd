/// Counts the days of a date as a cell does; 1 March 1900 is 61.
///
/// Nothing here knows a time zone: the date is the one to be shown.
func excelDay(year: Int, month: Int, day: Int) throws(SpreadsheetError) -> Double {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1900...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day),
        (year, month) >= (1900, 3)
    else { throw .date(year: year, month: month, day: day) }
    // Days since 1 March of year 0 in the proleptic Gregorian calendar, March as the first month.
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
    // Day 693,900 of that count is 31 December 1899 less the day that Excel counts too much.
    return Double(days - 693_900 + 1)
}
