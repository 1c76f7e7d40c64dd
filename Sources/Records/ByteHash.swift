/// Hashes byte strings and numbers into 64 bits, all of which are good: any of them may choose a slot or a bit.
///
/// Eight bytes are taken in at a time and mixed by a full product of 64 by 64 bits folded in half, as wyhash does
/// (github.com/wangyi-fudan/wyhash). It does not defend against somebody who makes values collide on purpose; whoever
/// uses it compares the bytes themselves.
package enum ByteHash {
    private static let first: UInt64 = 0x2d35_8dcc_aa6c_78a5
    private static let second: UInt64 = 0x8bb8_4b93_962e_acc9
    private static let third: UInt64 = 0x4b33_a62e_d433_d4a3

    /// Hashes a string; its length counts, and so does what was hashed before it.
    @inline(__always)
    package static func hash(_ string: borrowing Span<UInt8>, after seed: UInt64 = 0) -> UInt64 {
        let bytes = string.bytes
        let count = bytes.byteCount
        var state = seed ^ first
        var (low, high): (UInt64, UInt64) = (0, 0)
        if count >= 8 {
            var index = 0
            // What is left at the end overlaps what was read before, so that no byte is read alone.
            while index + 16 < count {
                state = folded(word(bytes, index) ^ second, word(bytes, index + 8) ^ state)
                index += 16
            }
            low = word(bytes, count <= 16 ? 0 : count - 16)
            high = word(bytes, count - 8)
        } else if count >= 4 {
            low = UInt64(half(bytes, 0))
            high = UInt64(half(bytes, count - 4))
        } else if count > 0 {
            low = UInt64(string[0]) << 16 | UInt64(string[count >> 1]) << 8 | UInt64(string[count - 1])
        }
        return folded(folded(low ^ second, high ^ state) ^ third, UInt64(truncatingIfNeeded: count) ^ second)
    }

    /// Hashes a number, and what was hashed before it.
    @inline(__always)
    package static func hash(_ number: UInt64, after seed: UInt64) -> UInt64 {
        folded(folded(number ^ second, seed ^ first) ^ third, second)
    }

    @inline(__always)
    private static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }

    @inline(__always)
    private static func word(_ bytes: borrowing RawSpan, _ offset: Int) -> UInt64 {
        bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    @inline(__always)
    private static func half(_ bytes: borrowing RawSpan, _ offset: Int) -> UInt32 {
        bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }
}
