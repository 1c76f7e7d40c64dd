package import Definitions

/// Gives the Excel code that shows a cell's value as it is meant, its marks included.
///
/// A mark is part of the format, so that the cell stays a number: `0.00%" [p]"`.
package func numberFormat(of cell: LayoutCell, language: Language) -> String? {
    let suffix = cell.marks.isEmpty ? "" : "\" \(cell.marks.map(\.shown).joined(separator: " "))\""
    switch cell.content {
    case .number(let number): return "#,##0" + fraction(number.decimals) + suffix
    case .percent(let number): return "0" + fraction(number.decimals) + "%" + suffix
    case .difference(let number):
        let digits = "#,##0" + fraction(number.decimals)
        return "+\(digits)\(suffix);-\(digits)\(suffix);\(digits)\(suffix)"
    case .percentChange(let number):
        let digits = "0" + fraction(number.decimals) + "%"
        return "+\(digits)\(suffix);-\(digits)\(suffix);\(digits)\(suffix)"
    case .date:
        // 107: Thai language, Buddhist calendar, Arabic digits; right in Excel and LibreOffice alike.
        return (language == .thai ? "[$-107041E]" : "[$-409]") + "d mmm yyyy"
    case .text, .link, .address, .absent, .blank: return nil
    }
}

private func fraction(_ decimals: Int) -> String {
    decimals == 0 ? "" : "." + String(repeating: "0", count: decimals)
}

/// Writes a cell's value as its format shows it, for measuring and for plain text.
package func shownText(of cell: LayoutCell, language: Language) -> String {
    let marks = cell.marks.map { " " + $0.shown }.joined()
    switch cell.content {
    case .text(let text), .link(let text, _), .address(let text, _): return text
    case .number(let number): return grouped(number) + marks
    case .percent(let number): return "\(number)%" + marks
    case .difference(let number): return (number.units > 0 ? "+" : "") + grouped(number) + marks
    case .percentChange(let number): return "\(number.units > 0 ? "+" : "")\(number)%" + marks
    case .date(let date): return shownDate(date, language: language)
    case .absent(let symbol): return symbol.shown
    case .blank: return ""
    }
}

/// Puts commas between the thousands.
private func grouped(_ number: DecimalNumber) -> String {
    let text = number.description
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first else { return text }
    var digits: [Character] = []
    for (offset, digit) in whole.reversed().enumerated() {
        if offset > 0, offset % 3 == 0 { digits.append(",") }
        digits.append(digit)
    }
    return sign + String(digits.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
}
