package import Definitions
package import Periods

/// Writes a day in words: `31 Dec 2024`, `31 ธ.ค. 2567`.
package func shownDate(_ date: CivilDate, language: Language) -> String {
    let (year, month, day) = date.components
    let name = MonthNames.short(month, thai: language == .thai)
    return "\(day) \(name) \(language == .thai ? BuddhistEra.beYear(ce: year) : year)"
}
