/// Thai digits (U+0E50–U+0E59, three bytes in UTF-8), which identifiers may be written in (THAI.md, "Digits and text").
enum ThaiDigits {
    /// Whether a value has one.
    @inline(__always)
    static func stand(in bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        var bits: UInt8 = 0
        for index in range { bits |= bytes[index] }
        return bits >= 0x80 && range.contains { bytes[$0] == 0xE0 && isDigit(bytes, $0, range.upperBound) }
    }

    private static func isDigit(_ bytes: borrowing Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
        index + 2 < end && bytes[index + 1] == 0xB9 && bytes[index + 2] >= 0x90 && bytes[index + 2] <= 0x99
    }

    /// The value with ASCII digits in their place.
    static func folded(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == 0xE0, isDigit(bytes, index, range.upperBound) {
                folded.append(bytes[index + 2] - 0x90 + 0x30)
                index += 3
            } else {
                folded.append(bytes[index])
                index += 1
            }
        }
        return folded
    }
}
