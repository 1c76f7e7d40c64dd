/// An exact number: a fraction of two whole numbers in lowest terms, the denominator positive.
///
/// Counts, money and rates stay fractions until they are shown, so that rounding happens once.
package struct Rational: Hashable, Sendable {
    package let numerator: Int128
    package let denominator: Int128

    package static let zero = Rational(whole: 0)
    package static let hundred = Rational(whole: 100)

    private init(whole: Int128) {
        numerator = whole
        denominator = 1
    }

    package init(_ whole: Int64) { self.init(whole: Int128(whole)) }

    /// The fraction in lowest terms.
    ///
    /// - Throws: `RationalError.divisionByZero`, or `.overflow` at the one number that has no opposite.
    package init(_ numerator: Int128, over denominator: Int128) throws(RationalError) {
        guard denominator != 0 else { throw .divisionByZero }
        guard numerator != .min, denominator != .min else { throw .overflow }
        let divisor = greatestCommonDivisor(abs(numerator), abs(denominator)) * (denominator < 0 ? -1 : 1)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    package var isZero: Bool { numerator == 0 }
    package var isNegative: Bool { numerator < 0 }
    package var isWhole: Bool { denominator == 1 }
    package var magnitude: Rational { isNegative ? negated : self }
    package var negated: Rational { Rational(lowest: -numerator, denominator) }

    private init(lowest numerator: Int128, _ denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package func adding(_ other: Rational) throws(RationalError) -> Rational {
        // Dividing by the common part first keeps the products as small as they can be.
        let common = greatestCommonDivisor(denominator, other.denominator)
        let left = try product(numerator, other.denominator / common)
        let right = try product(other.numerator, denominator / common)
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw .overflow }
        return try Rational(sum, over: product(denominator / common, other.denominator))
    }

    package func subtracting(_ other: Rational) throws(RationalError) -> Rational {
        try adding(other.negated)
    }

    package func multiplied(by other: Rational) throws(RationalError) -> Rational {
        let first = greatestCommonDivisor(abs(numerator), other.denominator)
        let second = greatestCommonDivisor(abs(other.numerator), denominator)
        return try Rational(
            product(numerator / first, other.numerator / second),
            over: product(denominator / second, other.denominator / first))
    }

    /// - Throws: `RationalError.divisionByZero` when the other number is zero.
    package func divided(by other: Rational) throws(RationalError) -> Rational {
        try multiplied(by: Rational(other.denominator, over: other.numerator))
    }
}

/// Why there is no exact result.
package enum RationalError: Error, Hashable, CustomStringConvertible {
    case overflow
    case divisionByZero
    case notANumber(String)

    package var description: String {
        switch self {
        case .overflow: "a number needs more than 127 bits to be exact"
        case .divisionByZero: "division by zero"
        case .notANumber(let text): "`\(text)` is not a decimal number"
        }
    }
}

extension Rational: Comparable {
    /// Compares by whole parts and then by the fractions' continued expansion, so that nothing can overflow.
    package static func < (left: Rational, right: Rational) -> Bool {
        var (a, b, c, d) = (left.numerator, left.denominator, right.numerator, right.denominator)
        while true {
            let first = floorDivision(a, b)
            let second = floorDivision(c, d)
            if first.quotient != second.quotient { return first.quotient < second.quotient }
            if first.remainder == 0 || second.remainder == 0 {
                return first.remainder == 0 && second.remainder != 0
            }
            // r₁/b < r₂/d  ⇔  d/r₂ < b/r₁
            (a, b, c, d) = (d, second.remainder, b, first.remainder)
        }
    }

    private static func floorDivision(_ value: Int128, _ divisor: Int128) -> (
        quotient: Int128, remainder: Int128
    ) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

private func product(_ left: Int128, _ right: Int128) throws(RationalError) -> Int128 {
    let (result, overflow) = left.multipliedReportingOverflow(by: right)
    guard !overflow else { throw .overflow }
    return result
}

/// Finds the greatest common divisor of two numbers that are not negative.
private func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
}
