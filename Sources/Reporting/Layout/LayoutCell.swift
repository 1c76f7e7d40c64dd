package import Periods

/// One cell of a table: its value, typed, and the marks shown beside it.
package struct LayoutCell: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case text(String)
        case number(DecimalNumber)
        /// A share, given in percent as it is shown (89.46) and stored as a fraction (0.8946).
        case percent(DecimalNumber)
        /// A difference that always shows its sign, such as percentage points or a change in a count.
        case difference(DecimalNumber)
        /// A relative change, given in percent as it is shown, always with its sign; stored as a fraction.
        case percentChange(DecimalNumber)
        /// A day of the Gregorian calendar; Thai workbooks show its Buddhist year.
        case date(CivilDate)
        /// A text that leads to another sheet of the workbook, by its key.
        case link(String, sheet: String)
        /// A text that leads to an address on the web or of a mailbox.
        case address(String, String)
        /// No value, and why.
        case absent(StatisticalSymbol)
        /// No value, and none is expected.
        case blank
    }

    package var content: Content
    package var marks: [StatisticalSymbol]

    package init(_ content: Content, marks: [StatisticalSymbol] = []) {
        self.content = content
        self.marks = marks
    }

    package static func text(_ text: String) -> LayoutCell { LayoutCell(.text(text)) }
    package static func integer(_ number: some BinaryInteger) -> LayoutCell {
        LayoutCell(.number(DecimalNumber(number)))
    }
    package static func number(_ number: DecimalNumber) -> LayoutCell { LayoutCell(.number(number)) }
    package static func percent(_ number: DecimalNumber) -> LayoutCell { LayoutCell(.percent(number)) }
    package static func difference(_ number: DecimalNumber) -> LayoutCell { LayoutCell(.difference(number)) }
    package static func date(_ date: CivilDate) -> LayoutCell { LayoutCell(.date(date)) }
    package static func absent(_ symbol: StatisticalSymbol) -> LayoutCell { LayoutCell(.absent(symbol)) }
    package static let blank = LayoutCell(.blank)
}

/// A shorthand of official statistics for a value that is missing or needs a word of caution.
package enum StatisticalSymbol: String, CaseIterable, Hashable, Sendable {
    case notApplicable = "z"
    case notAvailable = "x"
    case confidential = "c"
    case provisional = "p"
    case lowReliability = "u"
    case revised = "r"

    /// The shorthand as a cell shows it, such as `[c]`.
    package var shown: String { "[\(rawValue)]" }
}
