/// The sums of a measure over the rows that have one: what its mean and its spread follow from.
struct Moments: Hashable {
    let count: Int64
    let sum: Rational
    let squares: Rational
}

/// Computes Student's t interval of a mean, or of one on another scale.
///
/// The figure is (Σx − ℓ) ÷ (Σm − ℓ): the mean itself where the divisor is the count, a share of the maximum where it is
/// the sum of the maximum, counted from the lowest score where ℓ is not 0. All of these are the mean times 1/(Σm − ℓ)·n
/// and shifted, so their intervals are the mean's on their scale.
///
/// - Parameters:
///   - value: the figure.
///   - divisor: Σm − ℓ.
/// - Returns: nil for fewer than two rows, which show no spread.
/// - Throws: `RationalError` when a sum does not fit.
func studentInterval(
    of value: Rational, _ moments: Moments, divisor: Rational
) throws(RationalError) -> MetricInterval? {
    guard moments.count > 1, !divisor.isZero else { return nil }
    // Exact, so that a spread that is small beside the mean loses no digits: n Σx² − (Σx)².
    let deviation = try moments.squares.multiplied(by: Rational(moments.count))
        .subtracting(moments.sum.multiplied(by: moments.sum))
    let spread = try deviation.divided(by: Rational(moments.count - 1)).approximation.squareRoot()
    let t = studentQuantile(twoSided: MetricInterval.level, degrees: moments.count - 1)
    let half = t * spread / divisor.magnitude.approximation
    return MetricInterval(low: value.approximation - half, high: value.approximation + half)
}
