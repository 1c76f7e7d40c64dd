/// Turns the bytes of a text into UTF-8, or finds the byte that is not text.
///
/// SARA AM that arrives in two characters (U+0E4D U+0E32) leaves as one (U+0E33), so that equal words are equal bytes.
package struct FieldDecoder {
    private let encoding: CharacterEncoding
    private let table: [UInt32]

    package init(_ encoding: CharacterEncoding) {
        self.encoding = encoding
        table = encoding == .windows874 ? windows874Table() : []
    }

    /// Appends a part of a text to a buffer.
    ///
    /// - Returns: the index of the first byte that means nothing in the encoding, nil when all of them do.
    package func append(
        _ source: borrowing Span<UInt8>, _ range: Range<Int>, to target: inout [UInt8]
    ) -> Int? {
        guard !range.isEmpty else { return nil }
        let start = target.count
        let room = range.count * encoding.growth + 4
        target.append(contentsOf: repeatElement(0, count: room))
        let written = unsafe source.extracting(range).withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in
                unsafe decode(source, to: UnsafeMutableBufferPointer(rebasing: target[start...]))
            }
        }
        target.removeLast(room - max(0, written))
        return written < 0 ? range.lowerBound - 1 - written : nil
    }

    /// Finds the first byte of a text that means nothing in the encoding.
    package func firstUndecodable(_ source: borrowing Span<UInt8>) -> Int? {
        var decoded: [UInt8] = []
        return append(source, source.indices, to: &decoded)
    }

    @unsafe private func decode(
        _ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        return switch encoding {
        case .utf8: unsafe decodeUTF8(from, source.count, to: to)
        case .windows874:
            unsafe table.withUnsafeBufferPointer { table in
                guard let table = table.baseAddress else { return 0 }
                return unsafe decodeWindows874(from, source.count, table, to: to)
            }
        }
    }
}
