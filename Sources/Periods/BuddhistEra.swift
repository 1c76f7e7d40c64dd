/// Years of the Buddhist Era: BE = CE + 543, on the Gregorian calendar of months and days.
package enum BuddhistEra {
    package static let offset = 543

    /// Years that are read as BE, and those that are read as CE.
    ///
    /// Anything else is nobody's year: 3106 is one that was converted twice.
    package static let beYears = 2400...2650
    package static let ceYears = 1900...2150

    /// Reads a written year of either era as CE; nil outside of both guard ranges.
    package static func ceYear(written year: Int) -> Int? {
        if beYears.contains(year) { return year - offset }
        return ceYears.contains(year) ? year : nil
    }

    /// Reads a year that is known to be BE as CE; nil outside of the guard range.
    package static func ceYear(be year: Int) -> Int? { beYears.contains(year) ? year - offset : nil }

    package static func beYear(ce year: Int) -> Int { year + offset }
}
