/// A truth value in one of its English spellings.
struct BooleanForm: CellForm {
    /// Compares up to five letters at once, each with the bit that makes it a small one.
    func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard range.count <= 5 else { return nil }
        var word: UInt64 = 0
        for index in range { word = word << 8 | UInt64(bytes[index] | 0x20) }
        return switch word {
        case 0x74_7275_65, 0x74, 0x7965_73, 0x79, 0x31: 1
        case 0x66_616C_7365, 0x66, 0x6E6F, 0x6E, 0x30: 0
        default: nil
        }
    }

    func examine(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> ExaminedCell {
        ExaminedCell(problem: .notBoolean)
    }
}
