internal import Definitions
internal import Periods

/// A day that points into a calendar by its key `yyyymmdd`.
struct CalendarForm: CellForm {
    let format: DateFormat
    let calendar: CalendarDeclaration
    /// The form as it is declared, for messages.
    let text: String

    @inline(__always)
    func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard let day = format.fixed?.read(bytes, range), contains(year: day.year) else { return nil }
        return Int64(day.year * 10_000 + day.month * 100 + day.day)
    }

    private func contains(year: Int) -> Bool { year >= calendar.fromYear && year <= calendar.toYear }

    func examine(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> ExaminedCell {
        format.examine(bytes, range, as: text) { date, _ in
            guard contains(year: date.year) else {
                return ExaminedCell(problem: .outsideCalendar(from: calendar.fromYear, to: calendar.toYear))
            }
            return ExaminedCell(value: Int64(date.dateKey))
        }
    }
}

/// A day as the number of days since 2000-01-01.
struct DateForm: CellForm {
    let format: DateFormat
    /// The form as it is declared, for messages.
    let text: String

    @inline(__always)
    func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64? {
        format.fixed?.read(bytes, range).map { Int64($0.daysSinceEpoch) }
    }

    func examine(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> ExaminedCell {
        format.examine(bytes, range, as: text) { date, _ in ExaminedCell(value: Int64(date.daysSinceEpoch)) }
    }
}

/// A moment as the number of microseconds since 2000-01-01 00:00.
struct TimestampForm: CellForm {
    let format: DateFormat
    /// The form as it is declared, for messages.
    let text: String

    @inline(__always)
    func value(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int64? {
        format.fixed?.read(bytes, range).map { (Int64($0.daysSinceEpoch) * 86_400 + $0.secondOfDay) * 1_000_000 }
    }

    func examine(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> ExaminedCell {
        format.examine(bytes, range, as: text) { date, second in
            ExaminedCell(value: (Int64(date.daysSinceEpoch) * 86_400 + second) * 1_000_000)
        }
    }
}

extension DateFormat {
    /// Reads a day by the general rules, and says what is wrong with one that is none.
    func examine(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, as text: String,
        _ take: (CivilDate, Int64) -> ExaminedCell
    ) -> ExaminedCell {
        switch parse(bytes, range) {
        case .day(let date, let second): take(date, second)
        case .malformed: ExaminedCell(problem: .notADay(form: text))
        case .noSuchDay: ExaminedCell(problem: .noSuchDay)
        case .impossibleYear(let year): ExaminedCell(problem: .impossibleYear(year))
        case .otherCalendar(let year): ExaminedCell(problem: .otherCalendar(year))
        case .ambiguousYear(let year): ExaminedCell(problem: .ambiguousYear(year))
        }
    }
}
