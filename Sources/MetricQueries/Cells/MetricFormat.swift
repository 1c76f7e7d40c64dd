package import Definitions

/// How a metric's values are shown: unit, decimals, scale and sign.
package struct MetricFormat: Sendable {
    private let metric: MetricDefinition

    package init(_ metric: MetricDefinition) { self.metric = metric }

    /// Whether values are shares, shown times one hundred.
    package var isShare: Bool {
        metric.unit?.value == MetricUnit.percent || metric.unit?.value == MetricUnit.percentagePoint
    }

    package var isPercent: Bool { metric.unit?.value == MetricUnit.percent }

    /// Whether a plus sign is shown: changes have a direction.
    package var isSigned: Bool {
        switch metric.kind {
        case .change(let change): return change.kind != .previous
        case .difference: return true
        case .simple, .ratio, .cumulative: return false
        }
    }

    /// The number as it is shown, before rounding: a share times one hundred, an amount divided by its scale.
    package func shown(_ value: Rational) throws(RationalError) -> Rational {
        if isShare { return try value.multiplied(by: .hundred) }
        guard let scale = metric.scale else { return value }
        return try value.divided(by: Rational(scale.divisor))
    }

    /// The number in the metric's base unit that is shown as some number.
    package func unshown(_ value: Rational) throws(RationalError) -> Rational {
        if isShare { return try value.divided(by: .hundred) }
        guard let scale = metric.scale else { return value }
        return try value.multiplied(by: Rational(scale.divisor))
    }

    /// The digits of an end of an interval, rounded as the value beside it.
    package func decimalText(_ end: Double, places: Int) throws(RationalError) -> String {
        let shown = isShare ? end * 100 : end / Double(metric.scale?.divisor ?? 1)
        var power: Int128 = 1
        for _ in 0..<places { power *= 10 }
        guard let digits = Int128(exactly: (shown * Double(power)).rounded(.toNearestOrAwayFromZero)) else {
            throw .overflow
        }
        return try Rational(digits, over: power).decimalText(places: places)
    }

    /// The decimals that a column of values is shown with.
    ///
    /// `as_needed` is two, or as many as the smallest value needs to show two digits that are not zero.
    package func places(for values: some Sequence<Rational>) throws(RationalError) -> Int {
        switch metric.decimals {
        case .fixed(let places): return places
        case nil: return isShare || isRatio ? 2 : 0
        case .asNeeded:
            let smallest = try Self.smallest(values, self)
            var places = 2
            var threshold = try Rational(1, over: 10)
            while let smallest, smallest < threshold, places < 6 {
                places += 1
                threshold = try threshold.divided(by: Rational(10))
            }
            return places
        }
    }

    private var isRatio: Bool { if case .ratio = metric.kind { true } else { false } }

    private static func smallest(
        _ values: some Sequence<Rational>, _ format: MetricFormat
    ) throws(RationalError) -> Rational? {
        var smallest: Rational?
        for value in values where !value.isZero {
            let shown = try format.shown(value).magnitude
            smallest = min(smallest ?? shown, shown)
        }
        return smallest
    }

    /// The digits alone, rounded once: `52.68`, `-13724251`.
    package func decimalText(_ value: Rational, places: Int? = nil) throws(RationalError) -> String {
        let needed = try self.places(for: [value])
        return try shown(value).decimalText(places: places ?? needed)
    }

    /// The text for a person: `89.46 %`, `+29.91`, `13,724,251`.
    package func text(_ value: Rational, places: Int? = nil) throws(RationalError) -> String {
        let digits = try decimalText(value, places: places)
        let isZero = digits.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
        let sign = isSigned && !isZero && !digits.hasPrefix("-") ? "+" : ""
        return sign + grouped(digits) + (isPercent ? " %" : "")
    }

    /// The unit beside the number: `%`, `points`, `million coins`; nil when it has none.
    package func unitLabel(_ language: Language, units: [String: LocalizedText]) -> String? {
        switch metric.unit?.value {
        case MetricUnit.percent: return "%"
        case MetricUnit.percentagePoint: return language == .thai ? "จุด" : "points"
        case let unit:
            let words = [metric.scale?.label[language], unit.map { units[$0]?[language] ?? $0 }].compactMap {
                $0
            }
            // Thai writes the two as one word.
            return words.isEmpty ? nil : words.joined(separator: language == .thai ? "" : " ")
        }
    }
}

/// Writes a cell for a person: the value with its marks, or the state that stands in its place.
///
/// - Parameters:
///   - places: the decimals of the column; nil for those that this value alone needs.
///   - units: the project's words; given, the unit stands behind the number.
package func formatted(
    _ cell: MetricCell, of metric: MetricDefinition, language: Language, places: Int? = nil,
    units: [String: LocalizedText]? = nil
) throws(RationalError) -> String {
    guard let value = cell.value else { return (cell.state ?? .notAvailable).text }
    let format = MetricFormat(metric)
    var text = try format.text(value, places: places)
    if let units, !format.isPercent, let unit = format.unitLabel(language, units: units) {
        text += " \(unit)"
    }
    return cell.marks.isEmpty ? text : "\(text) \(cell.marks.text)"
}

/// Writes thousands separators into a decimal.
func grouped(_ digits: String) -> String {
    let sign = digits.hasPrefix("-") ? "-" : ""
    let parts = digits.dropFirst(sign.count).split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first else { return digits }
    var text = ""
    for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return sign + ([text] + parts.dropFirst().map(String.init)).joined(separator: ".")
}
