/// Where the value that a sample estimates lies, with 95 % confidence.
///
/// What goes in is exact; the interval itself, made of roots and quantiles, is floating point, and so the only number of a
/// cell that is.
package struct MetricInterval: Hashable, Sendable {
    package static let level = 0.95

    /// In the metric's base unit, as the value: of a rate, a fraction of one.
    package let low: Double
    package let high: Double

    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }
}

extension Rational {
    /// The nearest floating-point number, or one beside it.
    package var approximation: Double { Double(numerator) / Double(denominator) }
}
