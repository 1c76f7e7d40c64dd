import Definitions
import Hashing
import Records
import Testing

@testable import Transformation

@Suite struct FieldReaderTests {
    @Test("reads numbers within the limits of their type and of the feed, and keeps every reason")
    func readsNumbers() throws {
        let trial = Trial(
            fields: [
                TargetField(name: "count", purpose: .value(.integer), optional: false),
                TargetField(name: "amount", purpose: .value(.decimal(precision: 4, scale: 2)), optional: true),
            ],
            columns: """
                count: { from: c, maximum: 10 }
                amount: { from: a, minimum: -1.50, thousands: "," }
                """)
        let typed = try trial.transform([
            ["1", "99.99"], ["10", ""], ["11", "1"], ["", "-1.50"], ["2147483648", "100.00"], ["x", "1,2"],
            ["2", "-1.51"],
        ])
        #expect(typed.accepted == [true, true, false, false, false, false, false])
        #expect(typed.numbers(1)[..<4] == [9999, nil, 100, -150])
        #expect(
            typed.rejects.map {
                "\($0.place.line) \($0.columnIndex ?? 0) \($0.column ?? "") \($0.rejectClass) \($0.rule) \($0.value ?? "")"
            }.sorted()
                == [
                    "4 1 c rule count: maximum: 10 11", "5 1 c rule count: required ",
                    "6 1 c cast count: a value of integer ••••••••••",
                    "6 2 a cast amount: a value of decimal(4,2) 100.00", "7 1 c cast count: a number x",
                    "7 2 a cast amount: a number 1,2", "8 2 a rule amount: minimum: -1.50 -1.51",
                ].sorted())
        #expect(typed.rejects.allSatisfy { !$0.actionEnglish.isEmpty && !$0.actionThai.isEmpty })
    }

    @Test("refuses texts of which a letter was lost before, wherever it stands, and no others", arguments: 0...17)
    func refusesLostLetters(place: Int) throws {
        let trial = Trial(
            fields: [TargetField(name: "note", purpose: .value(.text), optional: true)], columns: "note: { from: n }")
        let before = String(repeating: "x", count: place)
        // The others share one or two of its three bytes.
        let typed = try trial.transform([
            [before + "\u{FFFD}"], [""], [before + "\u{FFFC}\u{FEFF}\u{F7FD}ก"], [before + "\u{FFFD}" + before],
            [before],
        ])
        #expect(typed.accepted == [false, true, true, false, true])
        #expect(typed.rejects.map(\.place.line) == [2, 5])
        #expect(typed.rejects.allSatisfy { $0.rejectClass == .encoding && $0.rule == "note: no letter lost" })
    }

    @Test("keeps a readable number of a rejected row, so that money is accounted for")
    func keepsRejectedNumbers() throws {
        let trial = Trial(
            fields: [TargetField(name: "amount", purpose: .value(.decimal(precision: 10, scale: 2)), optional: false)],
            columns: "amount: { from: a, minimum: 0, maximum: 100 }")
        let typed = try trial.transform([["-5"], ["101"], ["abc"], ["7"]])
        #expect(typed.accepted == [false, false, false, true])
        #expect(typed.numbers(0) == [-500, 10100, nil, 700])
    }

    @Test(
        "reads truth values",
        arguments: [
            ("true", 1), ("T", 1), ("Yes", 1), ("y", 1), ("1", 1), ("FALSE", 0), ("f", 0), ("no", 0), ("N", 0),
            ("0", 0),
            ("", nil), ("perhaps", nil), ("ใช่", nil), ("11", nil),
        ] as [(String, Int64?)])
    func readsBooleans(text: String, expected: Int64?) throws {
        let trial = Trial(
            fields: [TargetField(name: "flag", purpose: .value(.boolean), optional: true)], columns: "flag: { from: f }"
        )
        let typed = try trial.transform([[text]])
        #expect(typed.numbers(0) == [expected])
        #expect(typed.accepted == [expected != nil || text.isEmpty])
    }

    @Test(
        "holds texts against the whole pattern",
        arguments: [
            ("[0-9]{3}", "123", true), ("[0-9]{3}", "1234", false), ("[0-9]{3}", "a123", false),
            ("[0-9]{3}", "123\n", false),
            ("a|ab", "ab", true), ("a|ab", "abc", false), ("^ก.$", "กข", true),
        ])
    func matchesPatterns(pattern: String, text: String, matches: Bool) throws {
        let trial = Trial(
            fields: [TargetField(name: "code", purpose: .value(.text), optional: true)],
            columns: "code: { from: c, pattern: '\(pattern)' }")
        #expect(try trial.transform([[text]]).accepted == [matches])
    }

    @Test("refuses a pattern that is none before the first row", arguments: ["[", "a)|(b"])
    func refusesBadPatterns(pattern: String) {
        let trial = Trial(
            fields: [TargetField(name: "code", purpose: .value(.text), optional: true)],
            columns: "code: { from: c, pattern: '\(pattern)' }")
        let error = #expect(throws: TransformationError.self) { try trial.transform([]) }
        #expect(error?.description == "pipelines/trial.yaml:6:29: error: `\(pattern)` is not a regular expression")
    }

    @Test("reads spellings by what they mean, constants, and fields that the feed does not fill")
    func readsMappedValues() throws {
        let trial = Trial(
            fields: [
                TargetField(name: "sex", purpose: .value(.text), optional: true),
                TargetField(name: "kind", purpose: .value(.integer), optional: false),
                TargetField(name: "note", purpose: .value(.text), optional: true),
                TargetField(name: "decided", purpose: Trial.calendar, optional: true),
            ],
            columns: """
                sex: { from: s, map: { ชาย: male, หญิง: female, "-": "" } }
                kind: { value: "7" }
                """)
        let typed = try trial.transform([["ชาย"], ["หญิง"], ["-"], ["other"]])
        #expect(typed.texts(0) == ["male", "female", nil, "other"])
        #expect(typed.numbers(1) == [7, 7, 7, 7])
        #expect(typed.texts(2) == [nil, nil, nil, nil])
        #expect(typed.numbers(3) == [-2, -2, -2, -2])
        #expect(typed.rejects.isEmpty)
    }

    @Test("makes one pseudonym of a number however it is written, and never keeps a wrong one")
    func makesPseudonyms() throws {
        let trial = Trial(
            fields: [TargetField(name: "person", purpose: .value(.pseudonym), optional: false)],
            columns: "person: { from: id, pseudonym_of: thai_citizen_id }")
        let typed = try trial.transform([
            ["1234567890121"], ["1-2345-67890-12-1"], ["๑๒๓๔๕๖๗๘๙๐๑๒๑"], ["1234567890122"], [""],
        ])
        let expected = Trial.key.pseudonym(of: Array("1234567890121".utf8).span)
        for row in 0..<3 {
            #expect(UInt64(bitPattern: typed.columns[0].numbers[row]) == expected.high)
            #expect(UInt64(bitPattern: typed.columns[0].lowHalves[row]) == expected.low)
        }
        #expect(typed.accepted == [true, true, true, false, false])
        #expect(typed.rejects.map(\.rule) == ["person: a citizen number (checkDigit)", "person: required"])
        #expect(typed.rejects.allSatisfy { $0.value == nil })
    }

    @Test("reads days as keys of the calendar, as days and as moments")
    func readsDays() throws {
        let trial = Trial(
            fields: [
                TargetField(name: "submitted", purpose: Trial.calendar, optional: false),
                TargetField(name: "decided", purpose: Trial.calendar, optional: true),
                TargetField(name: "born", purpose: .value(.date), optional: true),
                TargetField(name: "logged", purpose: .value(.timestamp), optional: true),
            ],
            columns: """
                submitted: { from: s, date: dd/MM/yyyy, calendar: buddhist }
                decided: { from: d, date: yyyy-MM-dd }
                born: { from: b, date: yyyy-MM-dd }
                logged: { from: l, date: "yyyy-MM-dd HH:mm:ss" }
                """,
            event: "submitted")
        let typed = try trial.transform([
            ["29/02/2567", "", "2000-01-02", "2000-01-01 00:00:01"],
            ["31/12/2573", "2030-12-31", "1999-12-31", "1999-12-31 23:59:59"],
            ["01/01/2574", "2019-12-31", "", ""], ["", "2024-02-30", "3106-01-01", ""],
            ["01/01/2024", "2567-01-01", "", ""],
        ])
        #expect(typed.numbers(0) == [20_240_229, 20_301_231, nil, -1, nil])
        #expect(typed.numbers(1)[..<2] == [-2, 20_301_231])
        #expect(typed.numbers(2)[..<2] == [1, -1])
        #expect(typed.numbers(3)[..<2] == [1_000_000, -1_000_000])
        #expect(typed.accepted == [true, true, false, false, false])
        #expect(
            Set(
                typed.rejects.map {
                    "\($0.place.line) \($0.rejectClass) \($0.rule)\($0.detail.map { ", \($0)" } ?? "")"
                }) == [
                    "4 lookup submitted: a day between 2020 and 2030", "4 lookup decided: a day between 2020 and 2030",
                    "5 rule submitted: required", "5 cast decided: a day that exists",
                    "5 cast born: a year of either calendar, the year 3106",
                    "6 cast submitted: a year of the declared calendar, the year 2024",
                    "6 cast decided: a year of the declared calendar, the year 2567",
                ])
    }

    @Test("carries nothing over from one batch to the next, longer or shorter")
    func forgetsBatches() throws {
        let trial = Trial(
            fields: [
                TargetField(name: "count", purpose: .value(.integer), optional: true),
                TargetField(name: "note", purpose: .value(.text), optional: true),
                TargetField(name: "sex", purpose: .value(.text), optional: true),
                TargetField(name: "person", purpose: .value(.pseudonym), optional: true),
            ],
            columns: """
                count: { from: c }
                note: { from: n }
                sex: { from: s, map: { m: male } }
                person: { from: p, pseudonym_of: thai_citizen_id }
                """)
        let long = "a text of more than sixteen bytes"
        let batches = try trial.transform(batches: [
            [["1", long, "m", "1234567890121"], ["x", "", "f", ""], ["3", "c", "", "1234567890121"]],
            [["", "d", "m", ""]],
            [["5", "", "m", ""], ["", long, "", "1234567890121"]],
        ])
        #expect(batches.map(\.accepted) == [[true, false, true], [true], [true, true]])
        #expect(batches.map { $0.numbers(0) } == [[1, nil, 3], [nil], [5, nil]])
        #expect(batches.map { $0.texts(1) } == [[long, nil, "c"], ["d"], [nil, long]])
        #expect(batches.map { $0.texts(2) } == [["male", "f", nil], ["male"], ["male", nil]])
        #expect(batches.map { $0.columns[3].present } == [[true, false, true], [false], [false, true]])
        #expect(batches.map(\.rejects.count) == [1, 0, 0])
        #expect(batches.map(\.lines) == [[2, 3, 4], [2], [2, 3]])
    }

    @Test("copies texts of every length, at the end of the batch too", arguments: 0...40)
    func copiesTexts(length: Int) throws {
        let trial = Trial(
            fields: [
                TargetField(name: "first", purpose: .value(.text), optional: true),
                TargetField(name: "last", purpose: .value(.text), optional: true),
            ], columns: "first: { from: f }\nlast: { from: l }")
        let text = String("abcdefghijklmnopqrstuvwxyz0123456789ABCD".prefix(length))
        let typed = try trial.transform([[text, "x"], ["", text], [text, text]])
        let expected = text.isEmpty ? nil : text
        #expect(typed.texts(0) == [expected, nil, expected])
        #expect(typed.texts(1) == ["x", expected, expected])
    }

    @Test("refuses a form of a day, and a bound, that is none, before the first row")
    func refusesBadDefinitions() {
        let day = Trial(
            fields: [TargetField(name: "day", purpose: .value(.date), optional: true)],
            columns: "day: { from: d, date: dd/mm/yyyy }")
        #expect(throws: TransformationError.self) { try day.transform([]) }
        let bound = Trial(
            fields: [TargetField(name: "count", purpose: .value(.integer), optional: true)],
            columns: "count: { from: c, minimum: 0.5 }")
        #expect(throws: TransformationError.self) { try bound.transform([]) }
    }
}
