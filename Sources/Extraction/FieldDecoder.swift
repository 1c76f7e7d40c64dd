internal import Definitions

/// Turns the bytes of a field into UTF-8, or finds the byte that is not text.
///
/// SARA AM that arrives in two characters (U+0E4D U+0E32) leaves as one (U+0E33), so that equal words are equal bytes.
struct FieldDecoder {
    private let encoding: TextEncoding

    init(_ encoding: TextEncoding) { self.encoding = encoding }

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
