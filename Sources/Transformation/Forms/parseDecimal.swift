/// What came of reading a number.
enum ParsedNumber: Equatable {
    case value(Int64)
    case malformed
    /// It is a number, and too large for the type.
    case overflow
    /// It has more decimals than the column holds, and they are not zeros.
    case tooPrecise
    /// It is written with an exponent: what a spreadsheet makes of a long number.
    case exponent
}

/// Reads a decimal number exactly, as a whole number of its last place; never through binary floating point.
///
/// - Parameters:
///   - scale: how many decimals the result has.
///   - thousands: a separator that may stand between groups of three digits.
func parseDecimal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, scale: Int, thousands: UInt8?) -> ParsedNumber {
    var index = range.lowerBound
    let end = range.upperBound
    var negative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
        negative = bytes[index] == UInt8(ascii: "-")
        index += 1
    }
    var value: UInt64 = 0
    var digits = 0
    var decimals = -1
    var sinceSeparator = -1
    var (isTooLarge, isTooPrecise) = (false, false)
    @inline(__always) func append(_ digit: UInt64) {
        let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = shifted.addingReportingOverflow(digit)
        if overflowed || carried { isTooLarge = true }
        value = sum
    }
    while index < end {
        if let (digit, width) = DigitReader.digit(bytes, index, end) {
            index += width
            digits += 1
            if decimals >= scale {
                if digit != 0 { isTooPrecise = true }
                continue
            }
            append(UInt64(digit))
            if decimals >= 0 {
                decimals += 1
            } else if sinceSeparator >= 0 {
                sinceSeparator += 1
            }
            continue
        }
        let byte = bytes[index]
        if byte == UInt8(ascii: "."), decimals < 0, sinceSeparator < 0 || sinceSeparator == 3 {
            decimals = 0
        } else if byte == thousands, decimals < 0, digits > 0,
            sinceSeparator == 3 || (sinceSeparator < 0 && digits <= 3)
        {
            sinceSeparator = 0
        } else if byte == UInt8(ascii: "E") || byte == UInt8(ascii: "e"), digits > 0, isExponent(bytes, index + 1, end)
        {
            return .exponent
        } else {
            return .malformed
        }
        index += 1
    }
    if digits == 0 || (decimals < 0 && sinceSeparator >= 0 && sinceSeparator != 3) { return .malformed }
    if isTooPrecise { return .tooPrecise }
    for _ in max(decimals, 0)..<max(scale, max(decimals, 0)) { append(0) }
    guard !isTooLarge, value <= UInt64(Int64.max) + (negative ? 1 : 0) else { return .overflow }
    return .value(Int64(truncatingIfNeeded: negative ? 0 &- value : value))
}

/// Tells whether digits, perhaps with a sign, go on to the end.
private func isExponent(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var index = start
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < end else { return false }
    while index < end {
        guard let (_, width) = DigitReader.digit(bytes, index, end) else { return false }
        index += width
    }
    return true
}
