import Definitions
import Periods
import Records
import TestSupport
import Testing

@testable import Transformation

/// The short path of every form, held against the general rules, which other tests hold against the specification.
@Suite struct FormTests {
    /// Cells that the short path reads, some that only the general rules do, and many that are almost right.
    private func mutated(_ seeds: [String], _ seed: UInt64, count: Int = 20_000) -> [[UInt8]] {
        var random = Randomness(seed: seed)
        let others = Array("0123456789-+.,/:eE \u{0E51}\u{0E59}\u{FFFF}x".utf8)
        return (0..<count).map { _ in
            var bytes = Array(random.pick(seeds).utf8)
            for _ in 0..<random.next() % 4 where !bytes.isEmpty {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(random.pick(others), at: place)
                default: bytes[place] = random.pick(others)
                }
            }
            return bytes
        }
    }

    /// Reads cells on the short path and by the general rules.
    ///
    /// - Returns: how many the short path has read.
    private func compare(_ form: some CellForm, _ cells: [[UInt8]]) -> Int {
        var short = 0
        for cell in cells where !cell.isEmpty {
            // Cells stand inside longer buffers, with digits on both sides.
            let bytes = [0x31] + cell + [0x31]
            guard let value = form.value(bytes.span, 1..<bytes.count - 1) else { continue }
            short += 1
            let examined = form.examine(bytes.span, 1..<bytes.count - 1)
            #expect(
                examined.value == value && examined.problem == nil,
                "\(String(decoding: cell, as: UTF8.self)) read as \(value)")
        }
        return short
    }

    @Test(
        "reads numbers as the general rules do",
        arguments: [(0, nil, nil), (2, nil, nil), (2, 0, 100_000), (4, -5, 1_000_000), (18, nil, nil), (1, 10, 5)]
            as [(Int, Int64?, Int64?)])
    func readsNumbers(scale: Int, minimum: Int64?, maximum: Int64?) {
        let form = NumberForm(
            scale: scale, limits: -999_999_999...999_999_999, minimum: minimum, maximum: maximum, thousands: 0x2C,
            minimumText: "", maximumText: "", typeName: "")
        let cells = mutated(
            ["0", "7", "12.5", "100.00", "15684.75", "1,234.50", "-3", "5.", ".5", "999999999", "123456789012345678"], 1
        )
        let short = compare(form, cells)
        #expect(short > 1000 || scale == 18 || minimum ?? 0 > maximum ?? .max)
    }

    @Test(
        "reads days as the general rules do",
        arguments: [
            ("dd/MM/yyyy", .buddhist, "29/02/2567"), ("yyyy-MM-dd", .gregorian, "2024-02-29"),
            ("yyyyMMdd", .gregorian, "20240229"), ("dd.MM.yy", .buddhist, "31.12.67"),
            ("yyyy-MM-dd HH:mm", .gregorian, "2024-12-31 23:59"), ("MM/yyyy ", .buddhist, "02/2567 "),
        ] as [(String, ColumnMapping.Calendar, String)])
    func readsDays(pattern: String, calendar: ColumnMapping.Calendar, seed: String) throws {
        let format = try #require(DateFormat(pattern, calendar: calendar))
        let cells = mutated([seed], 2)
        guard case .calendar(let calendar) = Trial.calendar else { return }
        #expect(compare(CalendarForm(format: format, calendar: calendar, text: pattern), cells) > 1000)
        #expect(compare(DateForm(format: format, text: pattern), cells) > 1000)
        #expect(compare(TimestampForm(format: format, text: pattern), cells) > 1000)
    }

    @Test(
        "leaves forms whose digits have no fixed place to the general rules",
        arguments: ["d/M/yyyy", "MMyy", "yyyyMM", "yyyy-MM-dd HH:mm:ss", "dd/MM/yyyy yyyy"])
    func leavesOtherForms(pattern: String) throws {
        #expect(try #require(DateFormat(pattern, calendar: .gregorian)).fixed == nil)
    }

    /// Counts the days by hand, as `DateFormatTests` does for the general rules.
    @Test("reads every day of 1900 to 2107 in both calendars, and none that is not there")
    func readsEveryDay() throws {
        let gregorian = try #require(DateFormat("dd/MM/yyyy", calendar: .gregorian)?.fixed)
        let buddhist = try #require(DateFormat("dd/MM/yyyy", calendar: .buddhist)?.fixed)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var number: Int32 = -36_524
        var wrong: [String] = []
        for year in 1900...2107 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for month in 0...13 {
                for day in 0...32 {
                    let exists = (1...12).contains(month) && day >= 1 && day <= lengths[month - 1]
                    for (form, era) in [(gregorian, year), (buddhist, year + 543)] {
                        let bytes = Array("\(two(day))/\(two(month))/\(era)".utf8)
                        let read = form.read(bytes.span, bytes.indices)
                        // January to March before BE 2484 are left to the general rules, which know two years for them.
                        let isLeft = era != year && year < 1941
                        let matches =
                            exists && !isLeft
                            ? read?.daysSinceEpoch == number && read?.year == year && read?.month == month
                                && read?.day == day
                            : read == nil
                        if !matches { wrong.append("\(day)/\(month)/\(era)") }
                    }
                    if exists { number += 1 }
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(number - 1 == 39_445)
    }

    @Test("knows every right citizen number of thirteen plain digits, and no other")
    func knowsPlainNumbers() {
        let seeds = [
            "1760313721591", "0175989834780", "1101700234568", "1111111111119", "0000000000001", "9999999999994",
        ]
        var plain = 0
        var digits: [UInt8] = []
        for cell in mutated(seeds + (0...9).map { String(repeating: "\($0)", count: 13) }, 3) {
            let bytes = [0x31] + cell + [0x31]
            let range = 1..<bytes.count - 1
            let isDigits = cell.count == 13 && cell.allSatisfy { (0x30...0x39).contains($0) }
            let isRight = isDigits && ThaiCitizenNumber.read(bytes.span, range, into: &digits) == nil
            #expect(ThaiCitizenNumber.isPlain(bytes.span, range) == isRight, "\(String(decoding: cell, as: UTF8.self))")
            if isRight { plain += 1 }
        }
        #expect(plain > 500)
    }
}
