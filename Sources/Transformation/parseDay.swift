package import Definitions
package import Periods

/// Reads a day written in a declared form, such as `dd/MM/yyyy`.
///
/// - Returns: nil when the text is not of that form, or no day of that calendar.
package func parseDay(_ text: String, form: String, calendar: ColumnMapping.Calendar) -> CivilDate? {
    let bytes = Array(text.utf8)
    guard let format = DateFormat(form, calendar: calendar),
        case .day(let date, _) = format.parse(bytes.span, bytes.indices)
    else { return nil }
    return date
}
