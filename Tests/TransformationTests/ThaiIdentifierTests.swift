import Definitions
import Records
import Testing

@testable import Transformation

/// THAI.md, "Digits and text" and "What Excel does to files on the way", for what identifies something.
@Suite struct ThaiIdentifierTests {
    private func employers(_ mapping: String) throws -> (trial: Trial, employers: MemberIndex) {
        var next: Int32 = 900
        let index = MemberIndex(dimension: "employer") {
            next += 1
            return next
        }
        index.add(["1000000001", "000000"], from: .min, to: .max, key: 1)
        return (
            Trial(
                fields: [
                    TargetField(
                        name: "employer", purpose: try trialDimension("employer", key: ["account", "branch"]),
                        optional: true)
                ],
                columns: "employer: { from: [account, branch], lookup: employer, \(mapping) }", members: [index]), index
        )
    }

    private static let forms = #"pattern: ["[0-9]{10}", "[0-9]{6}"]"#

    @Test("finds and infers employers whose accounts are written in Thai digits")
    func findsThaiDigits() throws {
        let (trial, index) = try employers("not_found: infer, \(Self.forms)")
        let typed = try trial.transform([
            ["1000000001", "000000"], ["๑๐๐๐๐๐๐๐๐๑", "๐๐๐๐๐๐"], ["๑๐๐๐๐๐๐๐๐๑", "000000"], ["๑๐๐๐๐๐๐๐๐๒", "๐๐๐๐๐๑"],
            ["1000000002", "000001"],
        ])
        #expect(typed.rejects.isEmpty)
        #expect(typed.numbers(0) == [1, 1, 1, 901, 901])
        #expect(index.inferred.map(\.parts) == [["1000000002", "000001"]])
    }

    @Test("finds a member by what a spelling in Thai digits means")
    func findsMappedThaiDigits() throws {
        let (trial, _) = try employers("not_found: reject, map: { main: ๐๐๐๐๐๐ }")
        #expect(try trial.transform([["๑๐๐๐๐๐๐๐๐๑", "main"], ["1000000001", "main"]]).numbers(0) == [1, 1])
    }

    @Test(
        "infers no employer from an account that is none, and names what a spreadsheet has done to it",
        arguments: [
            ("100000001", "000000", RejectClass.cast, "10 digits"), ("1000000003", "1", .cast, "6 digits"),
            ("๑๐๐๐๐๐๐๐๓", "000000", .cast, "10 digits"),
            ("1.0E+09", "000000", .cast, "a number without an exponent"),
            ("10000000031", "000000", .rule, "pattern: [0-9]{10}"),
            ("100000000x", "000000", .rule, "pattern: [0-9]{10}"),
        ] as [(String, String, RejectClass, String)])
    func refusesOtherForms(account: String, branch: String, rejectClass: RejectClass, rule: String) throws {
        for notFound in ["infer", "reject", "missing"] {
            let (trial, index) = try employers("not_found: \(notFound), \(Self.forms)")
            let typed = try trial.transform([[account, branch]])
            #expect(typed.rejects.map(\.rule) == ["employer: \(rule)"])
            #expect(typed.rejects.map(\.rejectClass) == [rejectClass])
            #expect(typed.accepted == [false])
            #expect(index.inferred.isEmpty)
        }
    }

    @Test("keeps identifiers in one form, and leaves other texts as they are")
    func keepsOneForm() throws {
        let trial = Trial(
            fields: [
                TargetField(name: "number", purpose: .value(.text), optional: false, isIdentifier: true),
                TargetField(name: "note", purpose: .value(.text), optional: true),
                TargetField(name: "account", purpose: .value(.text), optional: true),
            ],
            columns: "number: { from: n }\nnote: { from: m }\naccount: { from: a, pattern: '[0-9]{10}' }")
        let typed = try trial.transform([
            ["ส๖๗-๐๐๐๐๐๑", "ข้อ ๑๒", "๑๐๐๐๐๐๐๐๐๑"], ["ส67-000001", "", "100000001"], ["ก", "๙", "1.0E+09"],
            ["๐", "", ""],
        ])
        #expect(typed.texts(0) == ["ส67-000001", "ส67-000001", "ก", "0"])
        #expect(typed.texts(1) == ["ข้อ ๑๒", nil, "๙", nil])
        #expect(typed.texts(2) == ["1000000001", nil, nil, nil])
        #expect(typed.rejects.map(\.rule) == ["account: 10 digits", "account: a number without an exponent"])
        #expect(
            typed.rejects.allSatisfy { $0.actionEnglish.contains("spreadsheet") && $0.actionThai.contains("ตารางคำนวณ") }
        )
    }

    @Test("names a citizen number that a spreadsheet has shortened", arguments: ["123456789012", "1.2E+12"])
    func shortenedNumbers(text: String) throws {
        let trial = Trial(
            fields: [TargetField(name: "person", purpose: .value(.pseudonym), optional: false)],
            columns: "person: { from: id, pseudonym_of: thai_citizen_id }")
        let typed = try trial.transform([[text]])
        #expect(typed.rejects.map(\.actionThai) == ["โปรแกรมตารางคำนวณอาจย่อเลขประจำตัวประชาชน โปรดขอแฟ้มต้นฉบับจากระบบ"])
    }

    @Test("wants a pattern for each column of a key, and each to be one")
    func checksPatterns() throws {
        let (trial, _) = try employers(#"pattern: ["[0-9]{10}", "["]"#)
        #expect(throws: TransformationError.self) { try trial.transform([]) }
    }
}
