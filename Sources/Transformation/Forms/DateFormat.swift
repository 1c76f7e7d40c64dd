internal import Definitions
internal import Periods

/// A form in which days are written, such as `dd/MM/yyyy`, in one of two calendars.
///
/// `yyyy` `yy` `MM` `M` `dd` `d` `HH` `mm` `ss` stand for digits; everything else stands for itself. Without a day it is
/// the first of the month.
struct DateFormat: Sendable {
    private enum Part: Sendable {
        case year(digits: Int)
        case month(digits: Int)
        case day(digits: Int)
        case time(Int)
        case literal(UInt8)
    }

    /// What came of reading a day.
    enum Parsed: Equatable {
        case day(CivilDate, secondOfDay: Int64)
        case malformed
        /// The form is right and there is no such day.
        case noSuchDay
        /// A year that neither calendar can mean, such as one that was converted twice.
        case impossibleYear(Int64)
        /// A year of the other calendar.
        case otherCalendar(Int64)
        /// A day of January to March in a year that did not begin with January then.
        case ambiguousYear(Int64)
    }

    private let parts: [Part]
    private let buddhist: Bool
    /// Reads most days much faster, when every digit of the form has its place.
    let fixed: FixedDayForm?

    init?(_ pattern: String, calendar: ColumnMapping.Calendar) {
        var parts: [Part] = []
        var rest = Substring(pattern)
        while let letter = rest.first {
            let run = rest.prefix { $0 == letter }.count
            rest = rest.dropFirst(run)
            switch (letter, run) {
            case ("y", 4), ("y", 2): parts.append(.year(digits: run))
            case ("M", 1), ("M", 2): parts.append(.month(digits: run))
            case ("d", 1), ("d", 2): parts.append(.day(digits: run))
            case ("H", 2): parts.append(.time(3600))
            case ("m", 2): parts.append(.time(60))
            case ("s", 2): parts.append(.time(1))
            case ("y", _), ("M", _), ("d", _), ("H", _), ("m", _), ("s", _): return nil
            default:
                for _ in 0..<run { parts += letter.utf8.map(Part.literal) }
            }
        }
        let hasYear = parts.contains { if case .year = $0 { true } else { false } }
        let hasMonth = parts.contains { if case .month = $0 { true } else { false } }
        guard hasYear, hasMonth else { return nil }
        self.parts = parts
        buddhist = calendar == .buddhist
        fixed = Self.fixed(parts, buddhist: buddhist)
    }

    private static func fixed(_ parts: [Part], buddhist: Bool) -> FixedDayForm? {
        var places: [UInt8?] = []
        var (years, months, days): ([(offset: Int, digits: Int)], [Int], [Int]) = ([], [], [])
        var times: [(offset: Int, unit: Int64)] = []
        for part in parts {
            let offset = places.count
            switch part {
            case .literal(let byte):
                places.append(byte)
                continue
            case .month(1), .day(1): return nil
            case .year(let digits): years.append((offset, digits))
            case .month: months.append(offset)
            case .day: days.append(offset)
            case .time(let unit): times.append((offset, Int64(unit)))
            }
            places += Array(repeating: nil, count: years.last?.offset == offset ? years[years.count - 1].digits : 2)
        }
        // A form that names a part twice is left to the general rules.
        guard years.count == 1, months.count == 1, days.count <= 1 else { return nil }
        let (shift, range) = buddhist ? (-543, firstNewYear...buddhistYears.upperBound) : (0, commonYears)
        return FixedDayForm(
            places: places, yearOffset: years[0].offset, yearDigits: years[0].digits, monthOffset: months[0],
            dayOffset: days.first, times: times,
            yearShift: years[0].digits == 4 ? shift : shift + century(buddhist),
            years: Int(range.lowerBound) + shift...Int(range.upperBound) + shift)
    }

    /// The years that days may have, as they are written (THAI.md, "Calendar").
    private static let buddhistYears: ClosedRange<Int64> = 2400...2650
    private static let commonYears: ClosedRange<Int64> = 1900...2150
    /// The first year of the Buddhist Era that began in January: CE 1941.
    ///
    /// Until then it began in April, and January to March were the end of the year before. Old records count so, later
    /// ones count the years as if they had always begun in January: the same written day is of two years.
    private static let firstNewYear: Int64 = 2484

    /// What two digits of a year are counted from.
    private static func century(_ buddhist: Bool) -> Int { buddhist ? 2500 : 2000 }

    func parse(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Parsed {
        var index = range.lowerBound
        let end = range.upperBound
        var (year, month, day, seconds): (Int64, Int64, Int64, Int64) = (0, 1, 1, 0)
        for part in parts {
            let count: Int
            switch part {
            case .literal(let byte):
                guard index < end, bytes[index] == byte else { return .malformed }
                index += 1
                continue
            case .year(let digits), .month(let digits), .day(let digits): count = digits
            case .time: count = 2
            }
            // `M` and `d` also take two digits: that is how they are written from ten on.
            let most = count == 1 ? 2 : count
            var value: Int64 = 0
            var read = 0
            while read < most, index < end, let next = DigitReader.digit(bytes, index, end) {
                value = value * 10 + next.value
                index += next.width
                read += 1
            }
            guard read >= count else { return .malformed }
            switch part {
            case .year: year = count == 2 ? value + Int64(Self.century(buddhist)) : value
            case .month: month = value
            case .day: day = value
            case .time(let unit):
                guard value < (unit == 3600 ? 24 : 60) else { return .noSuchDay }
                seconds += value * Int64(unit)
            case .literal: break
            }
        }
        guard index == end else { return .malformed }
        return check(year, month, day, seconds)
    }

    /// Guards against years of the wrong calendar and years converted twice (THAI.md, "Calendar").
    private func check(_ year: Int64, _ month: Int64, _ day: Int64, _ seconds: Int64) -> Parsed {
        let isBuddhist = Self.buddhistYears.contains(year)
        let isCommon = Self.commonYears.contains(year)
        guard isBuddhist || isCommon else { return .impossibleYear(year) }
        guard isBuddhist == buddhist else { return .otherCalendar(year) }
        let common = Int(buddhist ? year - 543 : year)
        guard let date = CivilDate(year: common, month: Int(month), day: Int(day)) else { return .noSuchDay }
        if buddhist, year < Self.firstNewYear, month <= 3 { return .ambiguousYear(year) }
        return .day(date, secondOfDay: seconds)
    }
}
