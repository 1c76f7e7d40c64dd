/// A decimal number as a 64-bit whole number and a count of decimals: exact, and a plain integer in the hot loop.
struct Decimal64: Hashable {
    var digits: Int64
    var decimals: Int

    init(digits: Int64, decimals: Int) {
        self.digits = digits
        self.decimals = decimals
    }

    /// Parses `-12.50`; nil for anything else, and for more than eighteen digits.
    init?(_ text: some StringProtocol) {
        var digits: Int64 = 0
        var decimals = 0
        var seen = 0
        var isNegative = false
        var afterPoint = false
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: isNegative = true
            case UInt8(ascii: ".") where seen > 0 && !afterPoint: afterPoint = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                seen += 1
                guard seen <= 18 else { return nil }
                digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
                if afterPoint { decimals += 1 }
            default: return nil
            }
        }
        guard seen > 0, !(afterPoint && decimals == 0) else { return nil }
        self.init(digits: isNegative ? -digits : digits, decimals: decimals)
    }

    /// The digits at another, larger count of decimals.
    func digits(atDecimals wanted: Int) -> Int64 { digits * Int64(powerOfTen(wanted - decimals)) }

    var approximate: Double { Double(digits) / Double(powerOfTen(decimals)) }
}

/// Ten to a power from zero to eighteen.
func powerOfTen(_ exponent: Int) -> Int {
    var power = 1
    for _ in 0..<exponent { power *= 10 }
    return power
}

/// Divides and rounds half away from zero; the divisor is positive.
func divideRounding(_ value: Int64, by divisor: Int64) -> Int64 {
    let magnitude = value.magnitude
    let rounded = Int64((magnitude + UInt64(divisor) / 2) / UInt64(divisor))
    return value < 0 ? -rounded : rounded
}
