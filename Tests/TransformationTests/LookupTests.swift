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
