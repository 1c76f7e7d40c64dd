/// How many bytes behind the last copied one `copy` may write.
package let copySlack = 16

extension MutableRawSpan {
    /// Copies a range of bytes, in words, and so perhaps some bytes behind them that are still to be written.
    ///
    /// - Parameter offset: where they go; `copySlack` bytes more than they are must have a place there.
    @inlinable @inline(__always)
    package mutating func copy(_ source: borrowing RawSpan, _ range: Range<Int>, to offset: Int) {
        guard range.count <= 16, range.lowerBound + 16 <= source.byteCount else {
            copyExactly(source, range, to: offset)
            return
        }
        copyWord(source, range.lowerBound, to: offset)
        copyWord(source, range.lowerBound + 8, to: offset + 8)
    }

    /// Copies a range of bytes and writes nothing beside them.
    @inlinable @inline(__always)
    package mutating func copyExactly(_ source: borrowing RawSpan, _ range: Range<Int>, to offset: Int) {
        let (start, count) = (range.lowerBound, range.count)
        guard count >= 8 else {
            for index in 0..<count {
                let byte = source.unsafeLoad(fromByteOffset: start + index, as: UInt8.self)
                storeBytes(of: byte, toByteOffset: offset + index, as: UInt8.self)
            }
            return
        }
        var index = 0
        while index < count - 8 {
            copyWord(source, start + index, to: offset + index)
            index += 8
        }
        // The last word overlaps the one before it, so that no byte is copied alone.
        copyWord(source, start + count - 8, to: offset + count - 8)
    }

    @inlinable @inline(__always)
    package mutating func copyWord(_ source: borrowing RawSpan, _ from: Int, to offset: Int) {
        let word = source.unsafeLoadUnaligned(fromByteOffset: from, as: UInt64.self)
        storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
    }
}
