import Periods

/// Writes the values of a row as bytes, part by part.
struct TextWriter {
    private let texts: TextProgram
    /// The bytes of each word of the recipe; nil when the encoding has no place for it.
    private let words: [[UInt8]?]
    private let numbers: [MemberNumber?]
    private let numberOffset: Int
    /// A stream of its own, so that variants do not change the values.
    private var random: SplitMix
    /// The first word that could not be written.
    private(set) var unwritableWord: Int?

    init(texts: TextProgram, words: [String], numbers: [MemberNumber?], seed: UInt64, stream: String) {
        self.texts = texts
        self.words = words.map(texts.encoding.encode)
        self.numbers = numbers
        numberOffset = memberNumberOffset(seed: seed)
        random = SplitMix(seed: seed, stream: stream)
    }

    mutating func append(_ parts: Range<Int>, _ slots: [Int64], to bytes: inout [UInt8]) {
        for index in parts { append(texts.parts[index], slots, to: &bytes) }
    }

    private mutating func append(_ part: TextPart, _ slots: [Int64], to bytes: inout [UInt8]) {
        if part.variant != .none, random.bits32() < part.variantThreshold {
            let start = bytes.count
            switch part.variant {
            case .otherPart: appendPlain(texts.parts[part.variantPart], slots, to: &bytes)
            case .thaiDigits, .saraAmInTwo:
                appendPlain(part, slots, to: &bytes)
                respell(part.variant, from: start, in: &bytes)
            case .none: break
            }
        } else {
            appendPlain(part, slots, to: &bytes)
        }
    }

    private mutating func appendPlain(_ part: TextPart, _ slots: [Int64], to bytes: inout [UInt8]) {
        if part.kind == .literal {
            bytes.append(contentsOf: texts.literals[part.first..<part.second])
            return
        }
        let value = slots[part.slot]
        if value == missing { return }
        switch part.kind {
        case .literal: break
        case .word:
            if let word = words[Int(value)] {
                bytes.append(contentsOf: word)
            } else {
                unwritableWord = Int(value)
            }
        case .number: appendNumber(value, part, to: &bytes)
        case .day: appendDay(Int(value), part, to: &bytes)
        case .clock:
            appendDigits(Int(value) / 3_600, width: 2, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            appendDigits(Int(value) / 60 % 60, width: 2, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            appendDigits(Int(value) % 60, width: 2, to: &bytes)
        case .memberPlace: appendDigits(Int(value) + 1, width: 1, to: &bytes)
        case .memberNumber:
            let start = bytes.count
            numbers[part.first]?.append(Int(value), offset: numberOffset, to: &bytes)
            if part.second > 0 { fill(texts.masks[part.second - 1], from: start, in: &bytes) }
        }
    }

    private func appendNumber(_ value: Int64, _ part: TextPart, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let unit = powerOfTen(part.decimals)
        let magnitude = Int(value.magnitude)
        let start = bytes.count
        appendDigits(magnitude / unit, width: part.first, to: &bytes)
        if part.hasThousands {
            var place = bytes.count - 3
            while place > start {
                bytes.insert(UInt8(ascii: ","), at: place)
                place -= 3
            }
        }
        guard part.second > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        appendDigits(
            magnitude % unit * powerOfTen(part.second - part.decimals), width: part.second, to: &bytes)
    }

    private func appendDay(_ number: Int, _ part: TextPart, to bytes: inout [UInt8]) {
        let parts = CivilDate(number: number).components
        let year = parts.year + (part.second == 1 ? 543 : 0)
        for piece in texts.patterns[part.first] {
            switch piece {
            case .year: appendDigits(year, width: 4, to: &bytes)
            case .shortYear: appendDigits(year % 100, width: 2, to: &bytes)
            case .month: appendDigits(parts.month, width: 2, to: &bytes)
            case .day: appendDigits(parts.day, width: 2, to: &bytes)
            case .byte(let byte): bytes.append(byte)
            }
        }
    }

    private func fill(_ mask: [UInt8], from start: Int, in bytes: inout [UInt8]) {
        var digits = Array(bytes[start...])[...]
        bytes.removeSubrange(start...)
        for byte in mask { bytes.append(byte == UInt8(ascii: "0") ? digits.popFirst() ?? byte : byte) }
    }

    private func respell(_ variant: TextPart.Variant, from start: Int, in bytes: inout [UInt8]) {
        let plain = Array(bytes[start...])
        bytes.removeSubrange(start...)
        var index = 0
        let saraAm = texts.encoding.saraAm
        while index < plain.count {
            let byte = plain[index]
            if variant == .thaiDigits, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                bytes.append(contentsOf: texts.encoding.thaiZero)
                bytes[bytes.count - 1] += byte - UInt8(ascii: "0")
            } else if variant == .saraAmInTwo, plain[index...].starts(with: saraAm) {
                bytes.append(contentsOf: texts.encoding.saraAmInTwo)
                index += saraAm.count - 1
            } else {
                bytes.append(byte)
            }
            index += 1
        }
    }
}

/// How far the seed moves the numbers of members; the same in every recipe, so that they agree.
func memberNumberOffset(seed: UInt64) -> Int {
    var random = SplitMix(seed: seed, stream: "member numbers")
    return random.below(1_000_000_000_000)
}
