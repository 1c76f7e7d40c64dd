/// One part of a column's text, compiled from a template such as `EC{number:000000}`.
struct TextPart {
    enum Kind: UInt8 {
        /// The bytes `first..<second` of the literals.
        case literal
        /// The word of the slot.
        case word
        /// The number of the slot, `first` digits before the point at least, `second` after it.
        case number
        /// The day of the slot by pattern `first`; the year 543 years on when `second` is 1.
        case day
        /// The seconds of the slot as hours, minutes and seconds.
        case clock
        /// The number of the member in the slot, of population `first`; in the mask `second - 1`, if not 0.
        case memberNumber
        /// The place of the member in the slot, from 1 up.
        case memberPlace
    }

    /// Another way to write the same, that some rows use.
    enum Variant: UInt8 { case none, thaiDigits, saraAmInTwo, otherPart }

    var kind: Kind
    var slot = 0
    var first = 0
    var second = 0
    /// The decimals of the number in the slot.
    var decimals = 0
    var hasThousands = false
    var variant = Variant.none
    /// Rows whose 32 random bits are below it take the variant.
    var variantThreshold: Int64 = 0
    /// The index of the other part.
    var variantPart = 0
}

/// The compiled templates of a file, one pool for all of its columns.
struct TextProgram {
    var literals: [UInt8] = []
    var parts: [TextPart] = []
    var patterns: [[DayPatternPart]] = []
    /// Masks such as `0-0000-0`, each zero a place for a digit.
    var masks: [[UInt8]] = []
    let encoding: TextEncoding
}

/// A piece of a pattern for days.
enum DayPatternPart: Hashable {
    case year, shortYear, month, day
    case byte(UInt8)

    /// Parses `dd/MM/yyyy`.
    static func parse(_ text: String) -> [DayPatternPart] {
        var parts: [DayPatternPart] = []
        var rest = Substring(text)
        let fields: [(String, DayPatternPart)] = [
            ("yyyy", .year), ("yy", .shortYear), ("MM", .month), ("dd", .day),
        ]
        while !rest.isEmpty {
            if let field = fields.first(where: { rest.hasPrefix($0.0) }) {
                parts.append(field.1)
                rest.removeFirst(field.0.count)
            } else {
                parts += rest.removeFirst().utf8.map { .byte($0) }
            }
        }
        return parts
    }
}
