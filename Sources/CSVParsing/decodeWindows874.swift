/// Writes Windows-874 as UTF-8, SARA AM that arrives in two characters as one.
///
/// NUL counts as undefined, because PostgreSQL holds none. The target has room for three times the source and one byte
/// more, since every character is written as four bytes, of which those beyond its length are written over.
///
/// - Parameter table: `windows874Table()`.
/// - Returns: how many bytes were written, or `-1 - index` of the first byte that is undefined.
@unsafe func decodeWindows874(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ table: UnsafePointer<UInt32>,
    to target: UnsafeMutableRawPointer
) -> Int {
    var index = 0
    var written = 0
    while index < count {
        let byte = unsafe source[index]
        // NIKHAHIT and SARA AA look like SARA AM, D3.
        if unsafe byte == 0xED && index + 1 < count && source[index + 1] == 0xD2 {
            unsafe target.storeBytes(of: table[0xD3], toByteOffset: written, as: UInt32.self)
            written += 3
            index += 2
            continue
        }
        let entry = unsafe table[Int(byte)]
        guard entry != 0 else { return -1 - index }
        unsafe target.storeBytes(of: entry, toByteOffset: written, as: UInt32.self)
        written += Int(entry.littleEndian >> 24)
        index += 1
    }
    return written
}

/// Lists what each byte of Windows-874 becomes: up to three bytes of UTF-8 in the order of memory, and their number in
/// the fourth byte; 0 for a byte that means nothing.
func windows874Table() -> [UInt32] { (0...0xFF).map { byte in scalar(ofWindows874: byte).map(entry) ?? 0 } }

/// The characters that Windows-874 has; DB–DE, FC–FF and the rest of 80–9F are undefined.
private func scalar(ofWindows874 byte: UInt32) -> UInt32? {
    switch byte {
    case 0x01...0x7F: byte
    case 0xA1...0xDA, 0xDF...0xFB: 0x0E00 + byte - 0xA0
    case 0x80: 0x20AC
    case 0x85: 0x2026
    case 0x91: 0x2018
    case 0x92: 0x2019
    case 0x93: 0x201C
    case 0x94: 0x201D
    case 0x95: 0x2022
    case 0x96: 0x2013
    case 0x97: 0x2014
    case 0xA0: 0x00A0
    default: nil
    }
}

private func entry(_ scalar: UInt32) -> UInt32 {
    let entry: UInt32 =
        switch scalar {
        case ..<0x80: scalar | 1 << 24
        case ..<0x800: (0xC0 | scalar >> 6) | (0x80 | scalar & 0x3F) << 8 | 2 << 24
        default:
            (0xE0 | scalar >> 12) | (0x80 | scalar >> 6 & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16 | 3 << 24
        }
    return entry.littleEndian
}
