/// Copies UTF-8 that is well formed (Unicode, table 3-7), SARA AM that arrives in two characters as one.
///
/// The target has room for as many bytes as the source.
///
/// - Returns: how many bytes were written.
@unsafe func copyUTF8(
    _ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>
) throws(TextFault) -> Int {
    var index = 0
    var written = 0
    while index < count {
        // Eight bytes at once, none of which has a high bit or is zero.
        if index + 8 <= count {
            let word = unsafe UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self)
            if isPlain(word) {
                unsafe UnsafeMutableRawPointer(target + written).storeBytes(of: word, as: UInt64.self)
                written += 8
                index += 8
                continue
            }
        } else if count >= 8, written == index {
            // The last eight, some of them once more.
            let word = unsafe UnsafeRawPointer(source + count - 8).loadUnaligned(as: UInt64.self)
            if isPlain(word) {
                unsafe UnsafeMutableRawPointer(target + count - 8).storeBytes(of: word, as: UInt64.self)
                return count
            }
        }
        // A Thai character and the byte behind it, which the next round writes again.
        if index + 4 <= count {
            let word = unsafe UnsafeRawPointer(source + index).loadUnaligned(as: UInt32.self)
            if isThai(UInt32(littleEndian: word)) {
                unsafe UnsafeMutableRawPointer(target + written).storeBytes(of: word, as: UInt32.self)
                written += 3
                index += 3
                continue
            }
        }
        let first = unsafe source[index]
        if first < 0x80 {
            guard first != 0 else { throw .zero }
            unsafe target[written] = first
            written += 1
            index += 1
            continue
        }
        let length = unsafe characterLength(source + index, count - index)
        guard length > 0 else { throw .byte(first) }
        if unsafe length == 3 && count - index >= 6 && isNikhahitWithAa(source + index) {
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

/// Whether eight bytes are ASCII without a zero.
@inline(__always)
private func isPlain(_ word: UInt64) -> Bool {
    (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
}

/// Whether the lower three of four bytes are one of U+0E00…U+0E7F, but for U+0E4D, with which another may begin.
@inline(__always)
private func isThai(_ word: UInt32) -> Bool { word & 0x00C0_FEFF == 0x0080_B8E0 && word & 0x00FF_FFFF != 0x008D_B9E0 }

/// How many bytes a character of several takes, 0 when it is ill formed.
@inline(__always) @unsafe
private func characterLength(_ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let first = unsafe source[0]
    let length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 0, length <= count else { return 0 }
    for offset in 1..<length {
        if unsafe source[offset] & 0xC0 != 0x80 { return 0 }
    }
    let second = unsafe source[1]
    return switch first {
    // Longer than need be, half of a pair, and beyond the last character.
    case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90, 0xF4 where second > 0x8F: 0
    default: length
    }
}

/// Whether six bytes are U+0E4D and U+0E32, which look like U+0E33.
@inline(__always) @unsafe
private func isNikhahitWithAa(_ source: UnsafePointer<UInt8>) -> Bool {
    unsafe source[0] == 0xE0 && source[1] == 0xB9 && source[2] == 0x8D
        && source[3] == 0xE0 && source[4] == 0xB8 && source[5] == 0xB2
}
