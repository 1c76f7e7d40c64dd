import Definitions
import Periods
import Records
import Testing

@testable import Transformation

@Suite struct LookupTests {
    /// Office 7 has another version from 2024-01-01 on, and office 8 opened that day.
    private func offices() throws -> MemberIndex {
        let turn = try #require(CivilDate("2024-01-01")).daysSinceEpoch
        var next: Int32 = 900
        let index = MemberIndex(dimension: "office") {
            next += 1
            return next
        }
        index.add(["7"], from: .min, to: turn, key: 1)
        index.add(["7"], from: turn, to: .max, key: 2)
        index.add(["8"], from: turn, to: .max, key: 3)
        return index
    }

    private func names() -> MemberIndex {
        let index = MemberIndex(dimension: "office.name_en") { 0 }
        index.add(["Old"], from: .min, to: .max, key: 1)
        index.add(["Old"], from: .min, to: .max, key: 3)
        index.add(["New"], from: .min, to: .max, key: 4)
        return index
    }

    private func trial(_ lookup: String, optional: Bool = false) throws -> (trial: Trial, offices: MemberIndex) {
        let offices = try offices()
        return (
            Trial(
                fields: [
                    TargetField(name: "submitted", purpose: Trial.calendar, optional: false),
                    TargetField(name: "office", purpose: try trialDimension("office"), optional: optional),
                    TargetField(name: "amount", purpose: .value(.integer), optional: true),
                ],
                columns: """
                    submitted: { from: s, date: yyyy-MM-dd }
                    office: { from: o, \(lookup) }
                    amount: { from: a, minimum: 0 }
                    """,
                event: "submitted", members: [offices, names()]),
            offices
        )
    }

    @Test("finds the version of the day of the event")
    func findsVersions() throws {
        let typed = try trial("lookup: office").trial.transform([
            ["2023-12-31", "7", ""], ["2024-01-01", "7", ""], ["2024-06-01", "8", ""],
        ])
        #expect(typed.numbers(1) == [1, 2, 3])
        #expect(typed.rejects.isEmpty)
    }

    @Test("rejects what is not known on that day, whatever is known on others")
    func rejectsUnknown() throws {
        let typed = try trial("lookup: office").trial.transform([
            ["2023-12-31", "8", ""], ["2024-01-01", "9", ""], ["2024-01-01", "8", ""],
        ])
        #expect(typed.accepted == [false, false, true])
        #expect(typed.rejects.map(\.rejectClass) == [.lookup, .lookup])
        #expect(typed.rejects.map(\.rule) == ["office: a member of office", "office: a member of office"])
        #expect(typed.rejects.map(\.value) == ["8", "9"])
    }

    @Test("rejects a name that several members have")
    func rejectsAmbiguity() throws {
        let typed = try trial("lookup: office.name_en").trial.transform([
            ["2024-01-01", "Old", ""], ["2024-01-01", "New", ""],
        ])
        #expect(typed.accepted == [false, true])
        #expect(typed.numbers(1)[1] == 4)
        #expect(typed.rejects.map(\.rule) == ["office: one member of office.name_en, not several"])
    }

    @Test("infers a member once, and none for rows that are refused by another field")
    func infers() throws {
        let (trial, offices) = try trial("lookup: office, not_found: infer")
        let typed = try trial.transform([
            ["2024-01-01", "new", "1"], ["2024-02-01", "new", "2"], ["2024-01-01", "refused", "-1"],
            ["2024-13-01", "refused too", "1"],
            ["2023-01-01", "8", "1"],
        ])
        #expect(typed.accepted == [true, true, false, false, true])
        #expect(typed.numbers(1)[..<2] == [901, 901])
        #expect(offices.inferred.map(\.parts) == [["new"], ["8"]])
        // What is known of office 8 begins where the placeholder ends.
        #expect(offices.inferred.map(\.to) == [.max, try #require(CivilDate("2024-01-01")).daysSinceEpoch])
    }

    @Test("points to the member missing where the pipeline says so")
    func pointsToMissing() throws {
        let typed = try trial("lookup: office, not_found: missing").trial.transform([
            ["2024-01-01", "9", ""], ["2024-01-01", "", ""],
        ])
        #expect(typed.numbers(1) == [-1, -1])
        #expect(typed.rejects.isEmpty)
    }

    @Test("rejects an absent key of a role that every row has, and points to not applicable in an optional one")
    func handlesAbsence() throws {
        let required = try trial("lookup: office").trial.transform([["2024-01-01", "", ""]])
        #expect(required.rejects.map(\.rule) == ["office: required"])
        let optional = try trial("lookup: office", optional: true).trial.transform([["2024-01-01", "", ""]])
        #expect(optional.numbers(1) == [-2])
        #expect(optional.rejects.isEmpty)
    }

    @Test("compares compound keys column by column")
    func comparesCompoundKeys() throws {
        let employers = MemberIndex(dimension: "employer") { 0 }
        employers.add(["12", "3"], from: .min, to: .max, key: 1)
        employers.add(["1", "23"], from: .min, to: .max, key: 2)
        employers.add(["5", ""], from: .min, to: .max, key: 3)
        let trial = Trial(
            fields: [
                TargetField(
                    name: "employer", purpose: try trialDimension("employer", key: ["account", "branch"]),
                    optional: false)
            ],
            columns: "employer: { from: [account, branch], lookup: employer }", members: [employers])
        let typed = try trial.transform([["12", "3"], ["1", "23"], ["123", ""], ["5", ""], ["", "5"], ["", ""]])
        #expect(typed.numbers(0)[..<4] == [1, 2, -1, 3])
        #expect(typed.accepted == [true, true, false, true, false, false])
        #expect(typed.rejects.map(\.value) == ["123 | ", " | 5", " | "])
    }

    /// Every spelling means the office of its last digit; half of them are written in capitals, which mean nothing.
    @Test("finds what spellings mean, however many there are and however often they come back")
    func learnsSpellings() throws {
        let numbers = Array(0..<6000) + Array(0..<6000).reversed() + Array(2000..<3000)
        let offices = MemberIndex(dimension: "office") { 0 }
        for digit in 0..<9 {
            offices.add(["office \(digit)", "main"], from: .min, to: 100, key: Int32(digit + 1))
            offices.add(["office \(digit)", "main"], from: 100, to: .max, key: Int32(digit + 101))
        }
        let map = (0..<6000).map { "spelling \($0): \($0 % 2 == 0 ? "office \($0 % 10)" : "\"\"")" }
        for today in [Int32(99), 100] {
            let trial = Trial(
                fields: [
                    TargetField(
                        name: "office", purpose: try trialDimension("office", key: ["code", "branch"]), optional: true)
                ],
                columns: "office: { from: [o, b], lookup: office, map: { m: main, \(map.joined(separator: ", ")) } }",
                members: [offices], today: today)
            let rows = numbers.map { ["spelling \($0)", $0 % 2 == 0 ? "m" : ""] } + [["spelling 2", ""], ["", ""]]
            let typed = try trial.transform(rows)
            let expected = numbers.map { $0 % 2 == 0 ? Int64($0 % 10 + (today < 100 ? 1 : 101)) : -2 }
            #expect(typed.numbers(0) == expected + [-1, -2])
            #expect(typed.rejects.map(\.value) == ["spelling 2 | "])
        }
    }

    @Test("infers a member by what its spelling means, and finds it by all of its spellings")
    func infersMeanings() throws {
        let (trial, offices) = try trial("lookup: office, not_found: infer, map: { alpha: a, Alpha: a, none: \"\" }")
        let batches = try trial.transform(batches: [
            [["2024-01-01", "alpha", ""], ["2024-02-01", "Alpha", ""], ["2023-02-01", "a", ""]],
            [
                ["2025-01-01", "Alpha", ""], ["2025-01-01", "b", "-1"], ["2025-01-01", "b", "1"],
                ["2025-01-01", "none", ""],
            ],
        ])
        #expect(batches[0].numbers(1) == [901, 901, 901])
        #expect(batches[1].numbers(1) == [901, -1, 902, -1])
        #expect(offices.inferred.map(\.parts) == [["a"], ["b"]])
    }

    @Test("points every row to the member that a constant names, as of its day")
    func looksUpConstants() throws {
        let trial = Trial(
            fields: [
                TargetField(name: "submitted", purpose: Trial.calendar, optional: false),
                TargetField(name: "office", purpose: try trialDimension("office"), optional: false),
            ],
            columns: "submitted: { from: s, date: yyyy-MM-dd }\noffice: { value: \"7\", lookup: office }",
            event: "submitted", members: [try offices()])
        #expect(try trial.transform([["2023-12-31"], ["2024-01-01"]]).numbers(1) == [1, 2])
    }

    @Test("looks up as of today where there is no event")
    func looksUpToday() throws {
        let field = TargetField(name: "office", purpose: try trialDimension("office"), optional: false)
        for (day, key) in [("2023-12-31", Int64(1)), ("2024-01-01", 2)] {
            let trial = Trial(
                fields: [field], columns: "office: { from: o, lookup: office }", members: [try offices()],
                today: try #require(CivilDate(day)).daysSinceEpoch)
            #expect(try trial.transform([["7"]]).numbers(0) == [key])
        }
    }
}
