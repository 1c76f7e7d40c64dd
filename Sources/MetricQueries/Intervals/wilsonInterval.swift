/// Computes Wilson's score interval of a share, without continuity correction.
///
/// - Returns: nil without any row, or where the part is none of the whole.
func wilsonInterval(part: Rational, whole: Rational) -> MetricInterval? {
    guard whole > .zero, !part.isNegative, part <= whole else { return nil }
    let (n, hits) = (whole.approximation, part.approximation)
    let z = normalQuantile((1 + MetricInterval.level) / 2)
    let share = hits / n
    let centre = (hits + z * z / 2) / (n + z * z)
    let half = z / (n + z * z) * (n * share * (1 - share) + z * z / 4).squareRoot()
    // The ends of none and of all are exact.
    return MetricInterval(low: part.isZero ? 0 : centre - half, high: part == whole ? 1 : centre + half)
}
