/// A whole number of any size.
///
/// Sums over many members of fractions with denominators of their own soon need thousands of bits; nothing here can
/// overflow. Only what decompositions need is there, by the schoolbook's methods.
package struct BigInteger: Hashable, Sendable {
    /// The limbs of the absolute value, the lowest first, without zeros at the end; empty for zero.
    private(set) var limbs: [UInt64]
    package private(set) var isNegative: Bool

    private init(limbs: [UInt64], isNegative: Bool) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    package init(_ value: Int128) {
        let magnitude = value.magnitude
        self.init(
            limbs: [UInt64(truncatingIfNeeded: magnitude), UInt64(truncatingIfNeeded: magnitude >> 64)],
            isNegative: value < 0)
    }

    package static let zero = BigInteger(0)
    package static let one = BigInteger(1)

    package var isZero: Bool { limbs.isEmpty }
    package var magnitude: BigInteger { BigInteger(limbs: limbs, isNegative: false) }

    /// The number of bits of the absolute value.
    var bitWidth: Int { limbs.last.map { limbs.count * 64 - $0.leadingZeroBitCount } ?? 0 }

    /// The number itself where 127 bits hold it.
    package var int128: Int128? {
        guard bitWidth < 128 else { return nil }
        let magnitude = limbs.reversed().reduce(UInt128(0)) { $0 << 64 | UInt128($1) }
        return isNegative ? -Int128(magnitude) : Int128(magnitude)
    }

    package static prefix func - (value: BigInteger) -> BigInteger {
        BigInteger(limbs: value.limbs, isNegative: !value.isNegative)
    }

    package static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            return BigInteger(limbs: sum(left.limbs, right.limbs), isNegative: left.isNegative)
        }
        if precedes(left.limbs, right.limbs) {
            return BigInteger(limbs: difference(right.limbs, left.limbs), isNegative: right.isNegative)
        }
        return BigInteger(limbs: difference(left.limbs, right.limbs), isNegative: left.isNegative)
    }

    package static func += (left: inout BigInteger, right: BigInteger) { left = left + right }

    package static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

    package static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        var product = [UInt64](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (offset, first) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (index, second) in right.limbs.enumerated() {
                let (high, low) = first.multipliedFullWidth(by: second)
                let (partial, overflow) = product[offset + index].addingReportingOverflow(low)
                let (total, again) = partial.addingReportingOverflow(carry)
                product[offset + index] = total
                // A product of two limbs leaves room for both carries.
                carry = high + (overflow ? 1 : 0) + (again ? 1 : 0)
            }
            product[offset + right.limbs.count] = carry
        }
        return BigInteger(limbs: product, isNegative: left.isNegative != right.isNegative)
    }

    /// Divides absolute values, bit by bit: made for quotients that are short, whatever the numbers are.
    ///
    /// - Precondition: the divisor is not zero.
    func magnitudeQuotient(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        precondition(!divisor.isZero, "division by zero")
        let shift = bitWidth - divisor.bitWidth
        guard shift >= 0 else { return (.zero, magnitude) }
        var rest = limbs
        var part = Self.shifted(divisor.limbs, by: shift)
        var quotient = [UInt64](repeating: 0, count: shift / 64 + 1)
        for bit in stride(from: shift, through: 0, by: -1) {
            if !Self.precedes(rest, part) {
                rest = Self.difference(rest, part)
                quotient[bit / 64] |= 1 << UInt64(bit % 64)
            }
            Self.halve(&part)
        }
        return (BigInteger(limbs: quotient, isNegative: false), BigInteger(limbs: rest, isNegative: false))
    }
}

// MARK: Limbs

extension BigInteger {
    private static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        let (long, short) = left.count >= right.count ? (left, right) : (right, left)
        var sum = long
        var carry = false
        for index in long.indices {
            guard carry || index < short.count else { break }
            let (partial, overflow) = long[index].addingReportingOverflow(index < short.count ? short[index] : 0)
            let (total, again) = partial.addingReportingOverflow(carry ? 1 : 0)
            sum[index] = total
            carry = overflow || again
        }
        if carry { sum.append(1) }
        return sum
    }

    /// The difference of two absolute values, the first not less than the second.
    private static func difference(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var difference = left
        var borrow = false
        for index in left.indices {
            guard borrow || index < right.count else { break }
            let (partial, overflow) = left[index].subtractingReportingOverflow(index < right.count ? right[index] : 0)
            let (total, again) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
            difference[index] = total
            borrow = overflow || again
        }
        while difference.last == 0 { difference.removeLast() }
        return difference
    }

    private static func precedes(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        if left.count != right.count { return left.count < right.count }
        for index in left.indices.reversed() where left[index] != right[index] { return left[index] < right[index] }
        return false
    }

    private static func shifted(_ limbs: [UInt64], by bits: Int) -> [UInt64] {
        var shifted = [UInt64](repeating: 0, count: bits / 64) + limbs + [0]
        let rest = UInt64(bits % 64)
        if rest > 0 {
            for index in shifted.indices.reversed() {
                let lower = index > 0 ? shifted[index - 1] >> (64 - rest) : 0
                shifted[index] = shifted[index] << rest | lower
            }
        }
        while shifted.last == 0 { shifted.removeLast() }
        return shifted
    }

    private static func halve(_ limbs: inout [UInt64]) {
        for index in limbs.indices {
            let higher = index + 1 < limbs.count ? limbs[index + 1] << 63 : 0
            limbs[index] = limbs[index] >> 1 | higher
        }
        if limbs.last == 0 { limbs.removeLast() }
    }
}

extension BigInteger: Comparable {
    package static func < (left: BigInteger, right: BigInteger) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? precedes(right.limbs, left.limbs) : precedes(left.limbs, right.limbs)
    }
}

extension BigInteger: CustomStringConvertible {
    /// The decimal digits.
    package var description: String {
        let billion = BigInteger(1_000_000_000)
        var groups: [UInt64] = []
        var rest = magnitude
        while !rest.isZero {
            let (quotient, remainder) = rest.magnitudeQuotient(by: billion)
            groups.append(remainder.limbs.first ?? 0)
            rest = quotient
        }
        let digits = groups.reversed().enumerated().map { index, group in
            let text = String(group)
            return index == 0 ? text : String(repeating: "0", count: 9 - text.count) + text
        }
        return digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits.joined()
    }
}
