/// Reads digits that may be ASCII or Thai (U+0E50–U+0E59, three bytes in UTF-8).
enum DigitReader {
    /// The digit at a place and how many bytes it takes; nil when there is none.
    @inline(__always)
    static func digit(_ bytes: borrowing Span<UInt8>, _ index: Int, _ end: Int) -> (value: Int64, width: Int)? {
        let byte = bytes[index]
        if byte >= 0x30, byte <= 0x39 { return (Int64(byte &- 0x30), 1) }
        if byte == 0xE0, index + 2 < end, bytes[index + 1] == 0xB9, bytes[index + 2] >= 0x90, bytes[index + 2] <= 0x99 {
            return (Int64(bytes[index + 2] &- 0x90), 3)
        }
        return nil
    }
}
