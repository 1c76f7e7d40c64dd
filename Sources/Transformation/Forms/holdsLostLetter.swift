/// Whether U+FFFD stands in a stretch of UTF-8: whoever converted the text before has lost a letter there.
///
/// Databases put it, without a word, where a byte means nothing in the encoding of a column. Texts are looked through eight
/// bytes at a time, since none of its three bytes begins a Thai letter.
@inline(__always)
func holdsLostLetter(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    let raw = bytes.bytes
    var index = range.lowerBound
    while index < range.upperBound {
        if index + 8 <= range.upperBound {
            let other = raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0xefef_efef_efef_efef
            // No byte of the eight is 0xEF.
            if (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080 == 0 {
                index += 8
                continue
            }
        }
        if index + 3 <= range.upperBound, bytes[index] == 0xef, bytes[index + 1] == 0xbf, bytes[index + 2] == 0xbd {
            return true
        }
        index += 1
    }
    return false
}
