/// A decimal number as the field declares it, with the bounds of its type and of the feed.
struct NumberForm: CellForm {
    let scale: Int
    /// What the column can hold.
    let limits: ClosedRange<Int64>
    let minimum: Int64?
    let maximum: Int64?
    let thousands: UInt8?
    /// The bounds and the type as they are declared, for messages.
    let minimumText: String
    let maximumText: String
    let typeName: String
    /// The bounds of what passes without a closer look.
    private let lowest: Int64
    private let highest: Int64

    init(
        scale: Int, limits: ClosedRange<Int64>, minimum: Int64?, maximum: Int64?, thousands: UInt8?,
        minimumText: String, maximumText: String, typeName: String
    ) {
        self.scale = scale
        self.limits = limits
        self.minimum = minimum
        self.maximum = maximum
        self.thousands = thousands
        self.minimumText = minimumText
        self.maximumText = maximumText
        self.typeName = typeName
        lowest = max(limits.lowerBound, minimum ?? .min)
        highest = min(limits.upperBound, maximum ?? .max)
    }

    /// Reads ASCII digits, perhaps with a point, that fit 64 bits in any case.
    @inline(__always)
    func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard range.count + scale <= 18 else { return nil }
        var value: Int64 = 0
        var point = range.upperBound
        for index in range {
            let digit = bytes[index] &- 0x30
            if digit <= 9 {
                value = value &* 10 &+ Int64(digit)
            } else if bytes[index] == UInt8(ascii: "."), point == range.upperBound, range.count > 1 {
                point = index
            } else {
                return nil
            }
        }
        let decimals = max(0, range.upperBound - point - 1)
        guard decimals <= scale else { return nil }
        for _ in decimals..<scale { value = value &* 10 }
        return value >= lowest && value <= highest ? value : nil
    }

    func examine(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> ExaminedCell {
        switch parseDecimal(bytes, range, scale: scale, thousands: thousands) {
        case .value(let value):
            guard limits.contains(value) else { return ExaminedCell(problem: .tooLarge(type: typeName)) }
            if let minimum, value < minimum { return ExaminedCell(value: value, problem: .below(minimumText)) }
            if let maximum, value > maximum { return ExaminedCell(value: value, problem: .above(maximumText)) }
            return ExaminedCell(value: value)
        case .malformed: return ExaminedCell(problem: .notANumber)
        case .overflow: return ExaminedCell(problem: .tooLarge(type: typeName))
        case .tooPrecise: return ExaminedCell(problem: .tooPrecise(scale: scale))
        case .exponent: return ExaminedCell(problem: .exponent)
        }
    }
}
