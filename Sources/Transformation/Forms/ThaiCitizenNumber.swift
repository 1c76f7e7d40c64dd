/// The 13-digit citizen number: thirteen digits, not all equal, the last one a check digit.
///
/// Last digit = (11 − Σ dᵢ·(14−i), i = 1…12, mod 11) mod 10. Hyphens and blanks between digits are accepted.
enum ThaiCitizenNumber {
    enum Problem: Error, Equatable {
        case notThirteenDigits
        /// Twelve digits: a spreadsheet has cut a leading zero, or one digit is missing.
        case twelveDigits
        case exponent
        case allEqual
        case checkDigit
    }

    /// Reads a number into its thirteen ASCII digits.
    static func read(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, into digits: inout [UInt8]
    ) -> Problem? {
        digits.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            if let (digit, width) = DigitReader.digit(bytes, index, range.upperBound) {
                digits.append(0x30 + UInt8(digit))
                index += width
            } else if bytes[index] == UInt8(ascii: "-") || bytes[index] == 0x20 {
                index += 1
            } else {
                // 1.2E+12 is what a spreadsheet makes of it.
                return [UInt8(ascii: "E"), UInt8(ascii: "e"), UInt8(ascii: ".")].contains(bytes[index])
                    ? .exponent : .notThirteenDigits
            }
        }
        if digits.count == 12 { return .twelveDigits }
        guard digits.count == 13 else { return .notThirteenDigits }
        var sum = 0
        var equal = true
        for position in 0..<12 {
            sum += Int(digits[position] - 0x30) * (13 - position)
            if digits[position] != digits[12] { equal = false }
        }
        if equal { return .allEqual }
        return (11 - sum % 11) % 10 == Int(digits[12] - 0x30) ? nil : .checkDigit
    }
}
