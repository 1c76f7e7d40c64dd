internal import Periods

/// A form of a day in which every digit has its place, such as `dd/MM/yyyy`: its 8 to 16 bytes are checked together.
///
/// It only reads days that exist, written in ASCII digits; all others are left to `DateFormat`, which knows why.
struct FixedDayForm: Sendable {
    /// A day of the common era.
    struct Day {
        let year: Int
        let month: Int
        let day: Int
        let daysSinceEpoch: Int32
        let secondOfDay: Int64
    }

    /// Eight bytes of the form: taking `zero` away by exclusive or leaves each digit's value, and 0 for a literal.
    private struct Window: Sendable {
        var zero: UInt64 = 0
        /// Added to what is left, sets the top bit of every byte that is too large.
        var excess: UInt64 = 0

        mutating func put(_ byte: UInt8?, at place: Int) {
            zero |= UInt64(byte ?? 0x30) << UInt64(place * 8)
            excess |= (byte == nil ? 0x76 : 0x7F) << UInt64(place * 8)
        }

        @inline(__always)
        func matches(_ word: UInt64) -> Bool {
            let rest = word ^ zero
            return (rest &+ excess | rest) & 0x8080_8080_8080_8080 == 0
        }
    }

    private let width: Int
    /// The first eight bytes and the last eight, which may overlap.
    private let first: Window
    private let last: Window
    private let yearOffset: Int
    private let yearDigits: Int
    private let monthOffset: Int
    /// Negative when the form has no day.
    private let dayOffset: Int
    private let times: [(offset: Int, unit: Int64)]
    /// What is added to a year as it is written to make it one of the common era.
    private let yearShift: Int
    private let firstYear: Int
    /// The first day of every month from that year on, in days since 2000-01-01, and of the month after the last.
    private let monthStarts: [Int32]

    /// - Parameters:
    ///   - places: each byte of the form, nil for a digit.
    ///   - years: the years of the common era that can be meant.
    init?(
        places: [UInt8?], yearOffset: Int, yearDigits: Int, monthOffset: Int, dayOffset: Int?,
        times: [(offset: Int, unit: Int64)], yearShift: Int, years: ClosedRange<Int>
    ) {
        guard (8...16).contains(places.count) else { return nil }
        width = places.count
        var (first, last) = (Window(), Window())
        for place in 0..<8 {
            first.put(places[place], at: place)
            last.put(places[places.count - 8 + place], at: place)
        }
        self.first = first
        self.last = last
        self.yearOffset = yearOffset
        self.yearDigits = yearDigits
        self.monthOffset = monthOffset
        self.dayOffset = dayOffset ?? -1
        self.times = times
        self.yearShift = yearShift
        firstYear = years.lowerBound
        var starts: [Int32] = []
        for month in 0...(years.count * 12) {
            let day = CivilDate(year: years.lowerBound + month / 12, month: month % 12 + 1, day: 1)
            guard let day else { return nil }
            starts.append(day.daysSinceEpoch)
        }
        monthStarts = starts
    }

    /// Reads a day of exactly this form that exists; nil for everything else.
    @inline(__always)
    func read(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Day? {
        guard range.count == width else { return nil }
        let bytes = bytes.bytes
        let start = range.lowerBound
        guard first.matches(Self.eight(bytes, start)), last.matches(Self.eight(bytes, start + width - 8))
        else { return nil }
        var year = Self.two(bytes, start + yearOffset) + yearShift
        if yearDigits == 4 {
            year = Self.two(bytes, start + yearOffset) * 100 + Self.two(bytes, start + yearOffset + 2) + yearShift
        }
        let month = Self.two(bytes, start + monthOffset)
        let day = dayOffset < 0 ? 1 : Self.two(bytes, start + dayOffset)
        let index = (year - firstYear) * 12 + month - 1
        guard month >= 1, month <= 12, index >= 0, index < monthStarts.count - 1 else { return nil }
        let daysSinceEpoch = monthStarts[index] + Int32(truncatingIfNeeded: day) - 1
        guard day >= 1, daysSinceEpoch < monthStarts[index + 1] else { return nil }
        var second: Int64 = 0
        for time in times {
            let value = Int64(Self.two(bytes, start + time.offset))
            guard value < (time.unit == 3600 ? 24 : 60) else { return nil }
            second += value * time.unit
        }
        return Day(year: year, month: month, day: day, daysSinceEpoch: daysSinceEpoch, secondOfDay: second)
    }

    @inline(__always)
    private static func eight(_ bytes: borrowing RawSpan, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The number that two digits make.
    @inline(__always)
    private static func two(_ bytes: borrowing RawSpan, _ offset: Int) -> Int {
        let digits = UInt16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
        return Int(digits & 0xF) * 10 + Int(digits >> 8 & 0xF)
    }
}
