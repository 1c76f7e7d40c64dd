internal import Definitions
internal import Records

/// Turns the bytes of a field into UTF-8, or finds the byte that is not text.
///
/// SARA AM that arrives in two characters (U+0E4D U+0E32) leaves as one (U+0E33), so that equal words are equal bytes.
struct FieldDecoder {
    private let encoding: TextEncoding

    init(_ encoding: TextEncoding) { self.encoding = encoding }

    /// A text as it stands in a file of the encoding; characters that the encoding lacks become no byte of it.
    func encode(_ text: String) -> [UInt8] {
        guard encoding == .windows874 else { return Array(text.utf8) }
        return text.unicodeScalars.map { scalar in
            var bytes: [UInt8] = []
            return (1...255).first { byte in
                bytes.removeAll(keepingCapacity: true)
                return appendWindows874([byte].span, 0..<1, to: &bytes) == nil
                    && bytes.elementsEqual(String(scalar).utf8)
            } ?? 0
        }
    }

    /// Appends a field to a buffer.
    ///
    /// - Returns: the index of the first byte that means nothing in the encoding, nil when all of them do.
    func append(_ source: borrowing Span<UInt8>, _ range: Range<Int>, to target: inout [UInt8]) -> Int? {
        var plain = true
        for index in range where source[index] >= 0x80 || source[index] == 0 {
            plain = false
            break
        }
        if plain {
            for index in range { target.append(source[index]) }
            return nil
        }
        return switch encoding {
        case .utf8: appendUTF8(source, range, to: &target)
        case .windows874: appendWindows874(source, range, to: &target)
        }
    }

    /// Appends many fields at once, with their ends.
    ///
    /// - Parameters:
    ///   - ends: where each field ends in the source.
    ///   - fields: the fields meant.
    /// - Returns: false when a byte among them means nothing; then nothing is appended.
    func appendFields(
        _ source: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ fields: Range<Int>,
        to batch: inout RecordBatch
    ) -> Bool {
        let start = fields.lowerBound == 0 ? 0 : Int(ends[fields.lowerBound - 1])
        let end = fields.isEmpty ? start : Int(ends[fields.upperBound - 1])
        let before = batch.bytes.count
        // A byte of Windows-874 takes up to three in UTF-8; the excess is taken back below.
        let isPlain = Self.isPlain(source, start..<end)
        let most = isPlain ? end - start : (end - start) * 3
        batch.bytes.append(contentsOf: repeatElement(0, count: most + 8))
        batch.ends.reserveCapacity(batch.ends.count + fields.count)
        var written: Int? = nil
        batch.bytes.withUnsafeMutableBytes { target in
            source.withUnsafeBytes { source in
                guard let to = target.baseAddress.map({ $0 + before }), let from = source.baseAddress else {
                    written = 0
                    return
                }
                if isPlain {
                    to.copyMemory(from: from + start, byteCount: end - start)
                    written = end - start
                } else {
                    var position = 0
                    var fieldStart = start
                    for field in fields {
                        let fieldEnd = Int(ends[field])
                        let next =
                            encoding == .utf8
                            ? copyUTF8(from, fieldStart, fieldEnd, to, position)
                            : transcode(from, fieldStart, fieldEnd, to, position)
                        guard let next else { return }
                        batch.ends.append(Int32(truncatingIfNeeded: before + next))
                        position = next
                        fieldStart = fieldEnd
                    }
                    written = position
                }
            }
        }
        guard let written else {
            batch.bytes.removeLast(batch.bytes.count - before)
            batch.ends.removeLast(batch.ends.count - batch.rowCount * batch.width)
            return false
        }
        batch.bytes.removeLast(batch.bytes.count - before - written)
        if isPlain {
            let shift = Int32(truncatingIfNeeded: before - start)
            for field in fields { batch.ends.append(ends[field] + shift) }
        }
        return true
    }

    /// Whether all bytes are ASCII and none is NUL, eight at a time.
    private static func isPlain(_ source: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        source.withUnsafeBytes { bytes in
            var index = range.lowerBound
            let high: UInt64 = 0x8080_8080_8080_8080
            while index + 8 <= range.upperBound {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // The second term finds bytes that are zero.
                if (word | (word &- 0x0101_0101_0101_0101) & ~word) & high != 0 { return false }
                index += 8
            }
            while index < range.upperBound {
                if bytes[index] == 0 || bytes[index] >= 0x80 { return false }
                index += 1
            }
            return true
        }
    }

    /// Writes a field of Windows-874 as UTF-8.
    ///
    /// - Returns: where the written text ends; nil when a byte means nothing.
    private func transcode(
        _ source: UnsafeRawPointer, _ start: Int, _ end: Int, _ target: UnsafeMutableRawPointer, _ position: Int
    ) -> Int? {
        var position = position
        var index = start
        return Self.windows874.withUnsafeBufferPointer { table in
            while index < end {
                let byte = source.load(fromByteOffset: index, as: UInt8.self)
                if byte == 0xED, index + 1 < end, source.load(fromByteOffset: index + 1, as: UInt8.self) == 0xD2 {
                    target.storeBytes(of: table[0xD3], toByteOffset: position, as: UInt32.self)
                    position += 3
                    index += 2
                    continue
                }
                // Three bytes of text and, above them, how many of them count.
                let entry = table[Int(byte)]
                if entry == 0 { return nil }
                target.storeBytes(of: entry, toByteOffset: position, as: UInt32.self)
                position += Int(entry >> 24)
                index += 1
            }
            return position
        }
    }

    /// What each byte of Windows-874 is in UTF-8: its bytes from the lowest, and their number in the highest.
    private static let windows874: [UInt32] = (0..<256).map { number in
        let byte = UInt8(number)
        var bytes: [UInt8] = []
        guard FieldDecoder(.windows874).appendWindows874([byte].span, 0..<1, to: &bytes) == nil else { return 0 }
        return bytes.enumerated().reduce(UInt32(bytes.count) << 24) { $0 | UInt32($1.element) << (8 * $1.offset) }
    }

    /// Copies a field of UTF-8 after checking it.
    ///
    /// - Returns: where the copied text ends; nil when a byte means nothing.
    private func copyUTF8(
        _ source: UnsafeRawPointer, _ start: Int, _ end: Int, _ target: UnsafeMutableRawPointer, _ position: Int
    ) -> Int? {
        let field = UnsafeBufferPointer(
            start: (source + start).assumingMemoryBound(to: UInt8.self), count: end - start)
        if Self.isPlain(field.span, 0..<field.count) {
            if let base = field.baseAddress { (target + position).copyMemory(from: base, byteCount: field.count) }
            return position + field.count
        }
        var text: [UInt8] = []
        text.reserveCapacity(field.count)
        guard appendUTF8(field.span, 0..<field.count, to: &text) == nil else { return nil }
        text.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { (target + position).copyMemory(from: base, byteCount: bytes.count) }
        }
        return position + text.count
    }

    private func appendUTF8(_ source: borrowing Span<UInt8>, _ range: Range<Int>, to target: inout [UInt8]) -> Int? {
        if let bad = firstInvalidUTF8(source, range) { return bad }
        var index = range.lowerBound
        while index < range.upperBound {
            if index + 5 < range.upperBound, source[index] == 0xE0, source[index + 1] == 0xB9,
                source[index + 2] == 0x8D,
                source[index + 3] == 0xE0, source[index + 4] == 0xB8, source[index + 5] == 0xB2
            {
                target.append(0xE0)
                target.append(0xB8)
                target.append(0xB3)
                index += 6
            } else {
                target.append(source[index])
                index += 1
            }
        }
        return nil
    }

    private func appendWindows874(
        _ source: borrowing Span<UInt8>, _ range: Range<Int>, to target: inout [UInt8]
    ) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = source[index]
            if byte == 0xED, index + 1 < range.upperBound, source[index + 1] == 0xD2 {
                appendScalar(0x0E33, to: &target)
                index += 2
                continue
            }
            switch byte {
            case 0: return index
            case 0x01...0x7F: target.append(byte)
            case 0xA1...0xDA, 0xDF...0xFB: appendScalar(0x0E00 + UInt32(byte) - 0xA0, to: &target)
            default:
                guard let scalar = Self.windowsPunctuation(byte) else { return index }
                appendScalar(scalar, to: &target)
            }
            index += 1
        }
        return nil
    }

    /// The characters that Windows-874 has beyond TIS-620; DB–DE, FC–FF and the rest of 80–9F are undefined.
    private static func windowsPunctuation(_ byte: UInt8) -> UInt32? {
        switch byte {
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

    private func appendScalar(_ scalar: UInt32, to target: inout [UInt8]) {
        if scalar < 0x800 {
            target.append(UInt8(0xC0 | scalar >> 6))
            target.append(UInt8(0x80 | scalar & 0x3F))
        } else {
            target.append(UInt8(0xE0 | scalar >> 12))
            target.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            target.append(UInt8(0x80 | scalar & 0x3F))
        }
    }

    /// Finds the first byte that does not belong to well-formed UTF-8 (Unicode, table 3-7); NUL counts as one, because
    /// PostgreSQL holds none.
    private func firstInvalidUTF8(_ source: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = source[index]
            if byte < 0x80 {
                if byte == 0 { return index }
                index += 1
                continue
            }
            let (count, low, high): (Int, UInt8, UInt8) =
                switch byte {
                case 0xC2...0xDF: (1, 0x80, 0xBF)
                case 0xE0: (2, 0xA0, 0xBF)
                case 0xED: (2, 0x80, 0x9F)
                case 0xE1...0xEF: (2, 0x80, 0xBF)
                case 0xF0: (3, 0x90, 0xBF)
                case 0xF1...0xF3: (3, 0x80, 0xBF)
                case 0xF4: (3, 0x80, 0x8F)
                default: (0, 0, 0)
                }
            guard count > 0, index + count < range.upperBound else { return index }
            guard source[index + 1] >= low, source[index + 1] <= high else { return index }
            for next in stride(from: 2, through: count, by: 1) where source[index + next] & 0xC0 != 0x80 {
                return index
            }
            index += count + 1
        }
        return nil
    }
}
