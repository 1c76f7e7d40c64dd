/// Writes decimals of one scale as PostgreSQL's `numeric` travels: groups of four decimal digits around the point
/// (src/backend/utils/adt/numeric.c, numeric_recv).
struct NumericForm {
    private static let negative: Int16 = 0x4000
    /// Length, number of groups, weight of the first, sign and scale.
    private static let headBytes = 12

    private let scale: Int
    private let fractionGroups: Int
    /// Fills the decimals up to whole groups, since these begin at the point.
    private let filling: UInt64

    init(scale: Int) {
        self.scale = scale
        fractionGroups = (scale + 3) / 4
        filling = [1, 10, 100, 1000][fractionGroups * 4 - scale]
    }

    /// How many groups a value takes; trailing ones may be zero, a leading one never is.
    @inline(__always)
    func groupCount(_ value: Int64) -> Int {
        let (high, low) = value.magnitude.multipliedFullWidth(by: filling)
        return high == 0 ? Self.groupCount(low) : Self.groupCount((UInt128(high) << 64 | UInt128(low)))
    }

    @inline(__always)
    private static func groupCount(_ value: UInt64) -> Int {
        if value < 100_000_000 { return value == 0 ? 0 : value < 10_000 ? 1 : 2 }
        return value < 1_000_000_000_000 ? 3 : value < 10_000_000_000_000_000 ? 4 : 5
    }

    private static func groupCount(_ value: UInt128) -> Int {
        var (count, rest) = (0, value)
        while rest > 0 {
            rest /= 10_000
            count += 1
        }
        return count
    }

    /// Writes a value behind its length.
    ///
    /// - Returns: the place behind it.
    @inline(__always)
    func write(_ value: Int64, at place: Int, to target: inout MutableRawSpan) -> Int {
        let (high, low) = value.magnitude.multipliedFullWidth(by: filling)
        let count = groupCount(value)
        let end = place + Self.headBytes + count * 2
        target.put(Int32(truncatingIfNeeded: 8 + count * 2), at: place)
        target.put(Int16(truncatingIfNeeded: count), at: place + 4)
        target.put(Int16(truncatingIfNeeded: count == 0 ? 0 : count - 1 - fractionGroups), at: place + 6)
        target.put(value < 0 ? Self.negative : 0, at: place + 8)
        target.put(Int16(truncatingIfNeeded: scale), at: place + 10)
        var rest = low
        if high > 0 {
            writeLarge(high, low, before: end, to: &target)
            return end
        }
        for group in 0..<count {
            target.put(Int16(truncatingIfNeeded: rest % 10_000), at: end - 2 - group * 2)
            rest /= 10_000
        }
        return end
    }

    /// Writes the groups of a number that its filled-up decimals take beyond 64 bits.
    private func writeLarge(_ high: UInt64, _ low: UInt64, before end: Int, to target: inout MutableRawSpan) {
        var rest = (UInt128(high) << 64 | UInt128(low))
        var place = end
        while rest > 0 {
            place -= 2
            target.put(Int16(truncatingIfNeeded: rest % 10_000), at: place)
            rest /= 10_000
        }
    }
}
