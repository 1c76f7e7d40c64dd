/// The encodings that files are written in.
enum TextEncoding: String, CaseIterable {
    case utf8 = "utf-8"
    case windows874 = "windows-874"

    /// Encodes a text; nil when a character has no place in the encoding.
    func encode(_ text: String) -> [UInt8]? {
        switch self {
        case .utf8: return Array(text.utf8)
        case .windows874:
            var bytes: [UInt8] = []
            for scalar in text.unicodeScalars {
                switch scalar.value {
                case 0..<0x80: bytes.append(UInt8(scalar.value))
                case 0x0E01...0x0E3A, 0x0E3F...0x0E5B: bytes.append(UInt8(scalar.value - 0x0E00 + 0xA0))
                case 0x00A0: bytes.append(0xA0)
                case 0x2013: bytes.append(0x96)
                case 0x2014: bytes.append(0x97)
                case 0x2018: bytes.append(0x91)
                case 0x2019: bytes.append(0x92)
                case 0x201C: bytes.append(0x93)
                case 0x201D: bytes.append(0x94)
                case 0x20AC: bytes.append(0x80)
                default: return nil
                }
            }
            return bytes
        }
    }

    /// The bytes of the Thai digit zero; the digits up to nine follow in the last byte.
    var thaiZero: [UInt8] { self == .utf8 ? [0xE0, 0xB9, 0x90] : [0xF0] }
    /// SARA AM as one character, and as the two that some keyboards make of it.
    var saraAm: [UInt8] { self == .utf8 ? [0xE0, 0xB8, 0xB3] : [0xD3] }
    var saraAmInTwo: [UInt8] { self == .utf8 ? [0xE0, 0xB9, 0x8D, 0xE0, 0xB8, 0xB2] : [0xED, 0xD2] }
}
