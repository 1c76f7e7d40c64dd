import Foundation

/// A figure that the agency has published, as it is printed there.
///
/// Sources: the recognition-award entry "Digital Service Development of the Social Security Office"; the change of
/// figure 5 is derived from its two values, all others stand in it.
struct PublishedFigure: Sendable {
    /// Its number in the list of headline figures, and which of the rows of that number it is.
    let number: String
    var row = 0
    /// This year's value, the base period's where it is published, and the change where it is.
    let value: Decimal
    var base: Decimal?
    var change: Decimal?

    private static func decimal(_ text: String) -> Decimal {
        Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) ?? .nan
    }

    /// A percentage as it is printed, as the fraction that a cell holds.
    private static func percent(_ text: String) -> Decimal { decimal(text) / 100 }

    static let all = [
        PublishedFigure(number: "1", value: percent("91.40")),
        PublishedFigure(number: "2", value: percent("72.45")),
        PublishedFigure(number: "3", value: percent("95.53")),
        PublishedFigure(number: "4", value: percent("86.67")),
        PublishedFigure(number: "5", value: percent("89.46"), base: percent("59.55"), change: decimal("29.91")),
        PublishedFigure(number: "6", row: 0, value: percent("92.83")),
        PublishedFigure(number: "6", row: 1, value: percent("90.19")),
        PublishedFigure(number: "6", row: 2, value: percent("87.74")),
        PublishedFigure(number: "8", row: 0, value: decimal("13724251")),
        PublishedFigure(number: "8", row: 1, value: decimal("63206958")),
        PublishedFigure(number: "9", value: decimal("11.4")),
        PublishedFigure(number: "10", value: percent("52.69"), base: percent("0.015"), change: decimal("52.68")),
        PublishedFigure(number: "11", value: percent("81.54"), base: percent("38.10"), change: decimal("43.44")),
        PublishedFigure(number: "12", row: 0, value: percent("87.67")),
        PublishedFigure(number: "12", row: 1, value: percent("87.70")),
        PublishedFigure(number: "12", row: 2, value: percent("85.79")),
    ]
}
