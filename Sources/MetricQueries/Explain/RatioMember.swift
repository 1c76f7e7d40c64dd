/// What a member brings to a ratio in one period; nothing at all when it has no rows there.
package struct RatioParts: Hashable, Sendable {
    package let numerator: Rational
    package let denominator: Rational

    package static let nothing = RatioParts(numerator: .zero, denominator: .zero)

    package init(numerator: Rational, denominator: Rational) {
        self.numerator = numerator
        self.denominator = denominator
    }

    var negated: RatioParts { RatioParts(numerator: numerator.negated, denominator: denominator.negated) }

    func adding(_ other: RatioParts) throws(RationalError) -> RatioParts {
        RatioParts(
            numerator: try numerator.adding(other.numerator), denominator: try denominator.adding(other.denominator))
    }
}

/// What a member brings to a ratio in the earlier period and in the later one.
package struct RatioMember: Hashable, Sendable {
    package let before: RatioParts
    package let after: RatioParts

    package init(before: RatioParts, after: RatioParts) {
        self.before = before
        self.after = after
    }

    var negated: RatioMember { RatioMember(before: before.negated, after: after.negated) }

    func adding(_ other: RatioMember) throws(RationalError) -> RatioMember {
        RatioMember(before: try before.adding(other.before), after: try after.adding(other.after))
    }
}

/// A member in whole numbers: all members are multiplied by the same number, which leaves every ratio as it is.
struct WholeRatioMember {
    let n0: BigInteger
    let d0: BigInteger
    let n1: BigInteger
    let d1: BigInteger

    static let nothing = WholeRatioMember(n0: .zero, d0: .zero, n1: .zero, d1: .zero)

    /// Whether the member has a denominator in both periods, and so a rate in each.
    var isMatched: Bool { !d0.isZero && !d1.isZero }

    static func + (left: WholeRatioMember, right: WholeRatioMember) -> WholeRatioMember {
        WholeRatioMember(
            n0: left.n0 + right.n0, d0: left.d0 + right.d0, n1: left.n1 + right.n1, d1: left.d1 + right.d1)
    }

    /// Multiplies members until nothing is left behind a decimal point.
    ///
    /// - Throws: `RationalError.overflow` when their denominators have no common multiple of 127 bits; the decimals
    ///   that a database holds have one.
    static func scaled(_ members: [RatioMember]) throws(RationalError) -> [WholeRatioMember] {
        var scale: Int128 = 1
        for member in members {
            for part in [member.before, member.after] {
                scale = try commonMultiple(scale, part.numerator.denominator)
                scale = try commonMultiple(scale, part.denominator.denominator)
            }
        }
        func whole(_ value: Rational) -> BigInteger {
            BigInteger(value.numerator) * BigInteger(scale / value.denominator)
        }
        return members.map {
            WholeRatioMember(
                n0: whole($0.before.numerator), d0: whole($0.before.denominator), n1: whole($0.after.numerator),
                d1: whole($0.after.denominator))
        }
    }

    private static func commonMultiple(_ left: Int128, _ right: Int128) throws(RationalError) -> Int128 {
        if right == 1 { return left }
        let factor = try Rational(right, over: left).numerator
        let (product, overflow) = left.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .overflow }
        return product
    }
}
