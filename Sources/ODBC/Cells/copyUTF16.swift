/// Why a text cannot become UTF-8.
enum TextFault: Error, Equatable {
    /// Half of a pair of UTF-16 units without its other half.
    case unpaired(UInt16)
    /// A byte that means nothing in UTF-8.
    case byte(UInt8)
    /// A zero character, which PostgreSQL does not hold.
    case zero
}

/// Writes UTF-16 as UTF-8, SARA AM that arrives in two characters (U+0E4D U+0E32) as one (U+0E33).
///
/// The target has room for three bytes a unit.
///
/// - Returns: how many bytes were written.
@unsafe func copyUTF16(
    _ source: UnsafePointer<UInt16>, _ count: Int, to target: UnsafeMutablePointer<UInt8>
) throws(TextFault) -> Int {
    var index = 0
    var written = 0
    while index < count {
        let unit = unsafe source[index]
        if unit < 0x80 {
            guard unit != 0 else { throw .zero }
            unsafe target[written] = UInt8(truncatingIfNeeded: unit)
            written += 1
            index += 1
        } else if unit < 0x800 {
            unsafe target[written] = 0xC0 | UInt8(truncatingIfNeeded: unit >> 6)
            unsafe target[written + 1] = continuation(UInt32(unit))
            written += 2
            index += 1
        } else if unit & 0xF800 != 0xD800 {
            var unit = unit
            index += 1
            if unsafe unit == 0x0E4D && index < count && source[index] == 0x0E32 {
                unit = 0x0E33
                index += 1
            }
            unsafe target[written] = 0xE0 | UInt8(truncatingIfNeeded: unit >> 12)
            unsafe target[written + 1] = continuation(UInt32(unit >> 6))
            unsafe target[written + 2] = continuation(UInt32(unit))
            written += 3
        } else {
            guard unsafe unit < 0xDC00 && index + 1 < count && source[index + 1] & 0xFC00 == 0xDC00 else {
                throw .unpaired(unit)
            }
            let scalar = unsafe 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(source[index + 1] & 0x3FF))
            unsafe target[written] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
            unsafe target[written + 1] = continuation(scalar >> 12)
            unsafe target[written + 2] = continuation(scalar >> 6)
            unsafe target[written + 3] = continuation(scalar)
            written += 4
            index += 2
        }
    }
    return written
}

/// A byte of UTF-8 that continues a character, of the lowest six bits.
@inline(__always)
private func continuation(_ bits: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: bits) & 0x3F }
