extension Rational {
    /// Parses a decimal as PostgreSQL writes it: `-12`, `63206958.00`.
    ///
    /// - Throws: `RationalError.notANumber` for `NaN`, exponents and anything else; `.overflow` beyond 38 digits.
    package init(decimal text: String) throws(RationalError) {
        let bytes = Array(text.utf8)
        let isNegative = bytes.first == UInt8(ascii: "-")
        var digits: Int128 = 0
        var scale: Int128 = 1
        var seenPoint = false
        var seenDigit = false
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw .notANumber(text) }
            seenDigit = true
            digits = try Self.appending(Int128(byte - UInt8(ascii: "0")), to: digits)
            if seenPoint { scale = try Self.appending(0, to: scale) }
        }
        guard seenDigit else { throw .notANumber(text) }
        try self.init(isNegative ? -digits : digits, over: scale)
    }

    /// The decimal text, rounded once to so many places, half away from zero: `-0.50`, `52.68`.
    ///
    /// A value that rounds to zero has no sign.
    package func decimalText(places: Int) throws(RationalError) -> String {
        let denominator = denominator
        var (whole, remainder) = abs(numerator).quotientAndRemainder(dividingBy: denominator)
        var fraction: [UInt8] = []
        for _ in 0..<max(0, places) {
            let (digit, rest) = try Self.appending(0, to: remainder).quotientAndRemainder(
                dividingBy: denominator)
            fraction.append(UInt8(truncatingIfNeeded: digit))
            remainder = rest
        }
        if remainder >= denominator - remainder {
            var index = fraction.count - 1
            while index >= 0, fraction[index] == 9 {
                fraction[index] = 0
                index -= 1
            }
            if index >= 0 { fraction[index] += 1 } else { whole += 1 }
        }
        let isZero = whole == 0 && fraction.allSatisfy { $0 == 0 }
        let tail = fraction.isEmpty ? "" : "." + fraction.map { String($0) }.joined()
        return "\(isNegative && !isZero ? "-" : "")\(whole)\(tail)"
    }

    /// The decimal text with every digit, such as that of a count or an amount; a fraction where there is no such text.
    package var exactText: String {
        var (digits, places) = (self, 0)
        // What has too many digits to be written out is told as a fraction, which is exact as well.
        while !digits.isWhole, places < 18 {
            guard let tenfold = try? digits.multiplied(by: Rational(10)) else { return description }
            (digits, places) = (tenfold, places + 1)
        }
        guard digits.isWhole, let text = try? decimalText(places: places) else { return description }
        return text
    }

    private static func appending(_ digit: Int128, to number: Int128) throws(RationalError) -> Int128 {
        let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
        let (result, overflowAgain) = tenfold.addingReportingOverflow(digit)
        guard !overflow, !overflowAgain else { throw .overflow }
        return result
    }
}

extension Rational: CustomStringConvertible {
    package var description: String { isWhole ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
