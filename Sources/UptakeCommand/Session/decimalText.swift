import MetricQueries

/// Writes a count or a sum as the decimal that it is: `12`, `0.5`.
func decimalText(_ value: Rational) -> String {
    guard !value.isWhole else { return "\(value)" }
    // No column of a star has more places; a tariff multiplies two of them.
    var text = BigFraction(value).decimalText(places: 36)
    while text.last == "0" { text.removeLast() }
    return text
}
