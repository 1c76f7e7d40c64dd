/// An exact fraction of whole numbers of any size.
///
/// It is not kept in lowest terms: finding common divisors of thousands of bits costs more than it saves. What is
/// added up should share a denominator, or go through `sum`.
package struct BigFraction: Sendable {
    package let numerator: BigInteger
    /// Above zero.
    package let denominator: BigInteger

    package static let zero = BigFraction(BigInteger.zero)
    package static let one = BigFraction(BigInteger.one)
    package static let half = BigFraction(numerator: .one, denominator: BigInteger(2))

    private init(numerator: BigInteger, denominator: BigInteger) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package init(_ whole: BigInteger) { self.init(numerator: whole, denominator: .one) }

    package init(_ value: Rational) {
        self.init(numerator: BigInteger(value.numerator), denominator: BigInteger(value.denominator))
    }

    /// The fraction, its sign in the numerator.
    ///
    /// - Returns: nil when the denominator is zero.
    package init?(_ numerator: BigInteger, over denominator: BigInteger) {
        guard !denominator.isZero else { return nil }
        self.init(numerator: denominator.isNegative ? -numerator : numerator, denominator: denominator.magnitude)
    }

    package var isZero: Bool { numerator.isZero }
    package var isNegative: Bool { numerator.isNegative }
    package var magnitude: BigFraction { BigFraction(numerator: numerator.magnitude, denominator: denominator) }

    package static prefix func - (value: BigFraction) -> BigFraction {
        BigFraction(numerator: -value.numerator, denominator: value.denominator)
    }

    package static func + (left: BigFraction, right: BigFraction) -> BigFraction {
        if left.denominator == right.denominator {
            return BigFraction(numerator: left.numerator + right.numerator, denominator: left.denominator)
        }
        return BigFraction(
            numerator: left.numerator * right.denominator + right.numerator * left.denominator,
            denominator: left.denominator * right.denominator)
    }

    package static func - (left: BigFraction, right: BigFraction) -> BigFraction { left + -right }

    package static func * (left: BigFraction, right: BigFraction) -> BigFraction {
        BigFraction(
            numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator)
    }

    /// The quotient; nil when the divisor is zero.
    package func divided(by divisor: BigFraction) -> BigFraction? {
        BigFraction(numerator * divisor.denominator, over: denominator * divisor.numerator)
    }

    /// Adds many: first those of one denominator, then halves, so that few products are long.
    package static func sum(_ values: [BigFraction]) -> BigFraction {
        var numerators: [BigInteger: BigInteger] = [:]
        for value in values { numerators[value.denominator, default: .zero] += value.numerator }
        let parts = numerators.map { BigFraction(numerator: $0.value, denominator: $0.key) }
        return sum(parts.filter { !$0.isZero }[...])
    }

    private static func sum(_ values: ArraySlice<BigFraction>) -> BigFraction {
        guard values.count > 1 else { return values.first ?? .zero }
        let middle = (values.startIndex + values.endIndex) / 2
        return sum(values[..<middle]) + sum(values[middle...])
    }

    /// The decimal text, rounded once to so many places, half away from zero; a value that rounds to zero has no sign.
    package func decimalText(places: Int) -> String {
        let ten = BigInteger(10)
        let scaled = (0..<max(0, places)).reduce(numerator.magnitude) { number, _ in number * ten }
        let (quotient, remainder) = scaled.magnitudeQuotient(by: denominator)
        let isUp = remainder + remainder >= denominator
        let digits = (isUp ? quotient + .one : quotient).description
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = isNegative && padded.contains { $0 != "0" } ? "-" : ""
        guard places > 0 else { return sign + padded }
        return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}

extension BigFraction: Comparable {
    package static func == (left: BigFraction, right: BigFraction) -> Bool {
        if left.denominator == right.denominator { return left.numerator == right.numerator }
        return left.numerator * right.denominator == right.numerator * left.denominator
    }

    package static func < (left: BigFraction, right: BigFraction) -> Bool {
        if left.denominator == right.denominator { return left.numerator < right.numerator }
        return left.numerator * right.denominator < right.numerator * left.denominator
    }
}
