/// Copies well-formed UTF-8 (Unicode, table 3-7), writing SARA AM that arrives in two characters as one.
///
/// NUL counts as ill-formed, because PostgreSQL holds none. The target has room for as many bytes as the source.
///
/// - Returns: how many bytes were written, or `-1 - index` of the first byte that is ill-formed.
@unsafe func decodeUTF8(_ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var index = 0
    var written = 0
    while index < count {
        let length = unsafe sequenceLength(source + index, count - index)
        guard length > 0 else { return -1 - index }
        if unsafe length == 3 && index + 6 <= count && isSaraAmApart(source + index) {
            unsafe target[written] = 0xE0
            unsafe target[written + 1] = 0xB8
            unsafe target[written + 2] = 0xB3
            written += 3
            index += 6
            continue
        }
        for offset in 0..<length { unsafe target[written + offset] = unsafe source[index + offset] }
        written += length
        index += length
    }
    return written
}

/// Tells how many bytes the first character takes, 0 when it is ill-formed.
@inline(__always) @unsafe
private func sequenceLength(_ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let first = unsafe source[0]
    if first < 0x80 { return first == 0 ? 0 : 1 }
    let (length, low, high): (Int, UInt8, UInt8) =
        switch first {
        case 0xC2...0xDF: (2, 0x80, 0xBF)
        case 0xE0: (3, 0xA0, 0xBF)
        case 0xED: (3, 0x80, 0x9F)
        case 0xE1...0xEF: (3, 0x80, 0xBF)
        case 0xF0: (4, 0x90, 0xBF)
        case 0xF1...0xF3: (4, 0x80, 0xBF)
        case 0xF4: (4, 0x80, 0x8F)
        default: (0, 0, 0)
        }
    guard length > 0, length <= count else { return 0 }
    guard unsafe source[1] >= low && source[1] <= high else { return 0 }
    if unsafe length > 2 && source[2] & 0xC0 != 0x80 { return 0 }
    if unsafe length > 3 && source[3] & 0xC0 != 0x80 { return 0 }
    return length
}

/// Whether six bytes are NIKHAHIT (U+0E4D) and SARA AA (U+0E32), which look like SARA AM (U+0E33).
@inline(__always) @unsafe
private func isSaraAmApart(_ source: UnsafePointer<UInt8>) -> Bool {
    unsafe source[0] == 0xE0 && source[1] == 0xB9 && source[2] == 0x8D && source[3] == 0xE0 && source[4] == 0xB8
        && source[5] == 0xB2
}
