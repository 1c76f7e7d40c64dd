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

    /// Whether a number is right and written as thirteen ASCII digits and nothing else, as most are.
    @inline(__always)
    static func isPlain(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == 13 else { return false }
        let bytes = bytes.bytes
        let start = range.lowerBound
        // The second word begins with the sixth digit.
        let first = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
        let second = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start + 5, as: UInt64.self))
        let (left, right) = (first ^ 0x3030_3030_3030_3030, second ^ 0x3030_3030_3030_3030)
        guard ((left &+ 0x7676_7676_7676_7676) | left | (right &+ 0x7676_7676_7676_7676) | right) & highBits == 0 else {
            return false
        }
        // Digits 1 to 8 weigh 13 to 6, digits 9 to 12, which stand behind three that are counted already, 5 to 2.
        let sum =
            weighed(left, by: (13, 11, 9, 7), (12, 10, 8, 6)) + weighed(right, by: (0, 0, 4, 2), (0, 5, 3, 0))
        // Thirteen equal digits never end in the right one, so that they need no look of their own.
        return (11 - sum % 11) % 10 == right >> 56
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The sum of eight digits, each times its weight.
    ///
    /// Four digits at a time stand 16 bits apart; in their product with the weights in reverse order, the upper 16 bits
    /// are the sum.
    @inline(__always)
    private static func weighed(
        _ digits: UInt64, by odd: (UInt64, UInt64, UInt64, UInt64), _ even: (UInt64, UInt64, UInt64, UInt64)
    ) -> UInt64 {
        let (odds, evens) = (digits & 0x00FF_00FF_00FF_00FF, digits >> 8 & 0x00FF_00FF_00FF_00FF)
        let oddWeights = odd.3 | odd.2 << 16 | odd.1 << 32 | odd.0 << 48
        let evenWeights = even.3 | even.2 << 16 | even.1 << 32 | even.0 << 48
        return (odds &* oddWeights) >> 48 + (evens &* evenWeights) >> 48
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
