import Definitions
import Records
import Testing

@testable import Transformation

@Suite struct RowCheckTests {
    private func trial(_ checks: String, references: [String: String] = [:]) throws -> Trial {
        let schemes = MemberIndex(dimension: "scheme") { 0 }
        schemes.add(["33"], from: .min, to: .max, key: 1)
        schemes.add(["40"], from: .min, to: 8766, key: 2)  // up to 2024-01-01
        schemes.add(["40"], from: 8766, to: .max, key: 3)
        let benefits = MemberIndex(dimension: "benefit") { 0 }
        benefits.add(["sickness"], from: .min, to: .max, key: 11)
        benefits.add(["old_age"], from: .min, to: .max, key: 12)
        return Trial(
            fields: [
                TargetField(name: "submitted", purpose: Trial.calendar, optional: false),
                TargetField(name: "decided", purpose: Trial.calendar, optional: true),
                TargetField(name: "paid", purpose: .value(.date), optional: true),
                TargetField(name: "scheme", purpose: try trialDimension("scheme"), optional: true),
                TargetField(name: "benefit", purpose: try trialDimension("benefit"), optional: true),
                TargetField(name: "amount", purpose: .value(.decimal(precision: 10, scale: 2)), optional: true),
                TargetField(name: "renewed", purpose: .value(.boolean), optional: true),
                TargetField(name: "note", purpose: .value(.text), optional: true),
            ],
            columns: """
                submitted: { from: submitted, date: yyyy-MM-dd }
                decided: { from: decided, date: yyyy-MM-dd }
                paid: { from: paid, date: yyyy-MM-dd }
                scheme: { from: scheme, lookup: scheme }
                benefit: { from: benefit, lookup: benefit }
                amount: { from: amount }
                renewed: { from: renewed }
                note: { from: note }
                """,
            checks: "  - \(checks)", references: references, event: "submitted", members: [schemes, benefits])
    }

    /// A row that breaks no check, with some values replaced.
    private func row(_ values: [String: String] = [:]) -> [String] {
        let usual = [
            "submitted": "2024-06-01", "decided": "2024-06-02", "paid": "2024-06-03", "scheme": "33",
            "benefit": "sickness",
            "amount": "10", "renewed": "false", "note": "a",
        ]
        return ["submitted", "decided", "paid", "scheme", "benefit", "amount", "renewed", "note"].map {
            values[$0] ?? usual[$0] ?? ""
        }
    }

    @Test(
        "wants days in their order, those that are there",
        arguments: [
            ([:], true), (["submitted": "2024-06-02"], true), (["decided": "2024-05-31"], false),
            (["decided": ""], true),
            (["decided": "", "submitted": "2024-07-01"], true),
            (["decided": "2024-07-01", "submitted": "2024-07-02"], false),
        ] as [([String: String], Bool)])
    func ordersDays(values: [String: String], passes: Bool) throws {
        let typed = try trial("{ order: [submitted, decided] }").transform([row(values)])
        #expect(typed.accepted == [passes])
        if !passes {
            #expect(typed.rejects.map(\.rejectClass) == [.rule])
            #expect(typed.rejects.map(\.rule) == ["order: [submitted, decided]"])
            #expect(typed.rejects.map(\.column) == ["decided"])
        }
    }

    @Test(
        "allows only the combinations of the table, for every version of a member",
        arguments: [
            (["scheme": "33", "benefit": "sickness"], true), (["scheme": "33", "benefit": "old_age"], true),
            (["scheme": "40", "benefit": "sickness"], true),
            (["scheme": "40", "benefit": "sickness", "submitted": "2023-06-01"], true),
            (["scheme": "40", "benefit": "old_age"], false), (["scheme": "", "benefit": "sickness"], false),
        ] as [([String: String], Bool)])
    func allowsCombinations(values: [String: String], passes: Bool) throws {
        let table =
            "scheme,benefit,remark\n33,sickness,x\n33,old_age,\n40,sickness,\n39,sickness,nobody has described 39\n"
        let typed = try trial("{ allowed: [scheme, benefit], in: eligibility }", references: ["eligibility": table])
            .transform([row(values)])
        #expect(typed.accepted == [passes])
        if !passes { #expect(typed.rejects.map(\.rule) == ["allowed: [scheme, benefit], in: eligibility"]) }
    }

    @Test(
        "allows combinations of texts, numbers and truth values",
        arguments: [
            (["note": "a", "amount": "10.00", "renewed": "no"], true),
            (["note": "b", "amount": "1", "renewed": "yes"], true),
            (["note": "a", "amount": "10", "renewed": "yes"], false), (["note": "c"], false), (["note": ""], false),
            (["renewed": ""], false),
        ] as [([String: String], Bool)])
    func allowsValues(values: [String: String], passes: Bool) throws {
        let table = "note,amount,renewed\na,10,false\nb,1.00,true\n"
        let typed = try trial("{ allowed: [note, amount, renewed], in: values }", references: ["values": table])
            .transform([row(values)])
        #expect(typed.accepted == [passes])
    }

    @Test("finds each of many combinations, and no other")
    func allowsManyCombinations() throws {
        // Amounts from -100.00 to 100.00, each with the notes of two letters that its number names.
        let allowed = (-100...100).flatMap { number in (0..<3).map { (number, "n\(abs(number * 7 + $0) % 11)") } }
        let table = "amount,note\n" + allowed.map { "\($0.0),\($0.1)\n" }.joined()
        let rows = (-101...101).flatMap { number in (0..<12).map { (number, "n\($0)") } }
        let typed = try trial("{ allowed: [amount, note], in: values }", references: ["values": table]).transform(
            rows.map { row(["amount": "\($0.0)", "note": $0.1]) })
        #expect(typed.accepted == rows.map { row in allowed.contains { $0 == row } })
    }

    @Test(
        "refuses a row that meets every condition",
        arguments: [
            ("scheme: \"33\"", [:], false), ("scheme: [\"39\", \"33\"]", [:], false), ("scheme: \"40\"", [:], true),
            ("scheme: { not: \"40\" }", [:], false), ("scheme: { not: [\"33\", \"40\"] }", [:], true),
            ("scheme: { not: \"40\" }", ["scheme": ""], true),
            ("scheme: { known: true }", [:], false), ("scheme: { known: false }", [:], true),
            ("scheme: { known: false }", ["scheme": ""], false),
            ("amount: { from: 10 }", [:], false), ("amount: { from: 10.01 }", [:], true),
            ("amount: { to: 10 }", [:], false),
            ("amount: { from: 5, to: 9.99 }", [:], true), ("amount: \"10.0\"", [:], false),
            ("amount: { to: 10 }", ["amount": ""], true),
            ("amount: { known: true }", ["amount": "-5"], false), ("amount: { known: false }", ["amount": ""], false),
            ("submitted: { from: 2024-06-01 }", [:], false), ("submitted: { from: 2024-06-02 }", [:], true),
            ("decided: { to: 2024-12-31 }", ["decided": ""], true),
            ("decided: { known: false }", ["decided": ""], false),
            ("paid: { from: 2024-06-03, to: 2024-06-03 }", [:], false), ("paid: { to: 2024-06-02 }", [:], true),
            ("renewed: \"true\"", [:], true), ("renewed: \"false\"", [:], false),
            ("renewed: true", ["renewed": "yes"], false),
            ("note: a", [:], false), ("note: [b, c]", [:], true), ("note: { not: b }", [:], false),
            ("note: { not: b }", ["note": ""], true),
            ("scheme: \"33\", amount: { from: 11 }", [:], true), ("scheme: \"33\", amount: { from: 9 }", [:], false),
        ] as [(String, [String: String], Bool)])
    func refusesRows(conditions: String, values: [String: String], passes: Bool) throws {
        let typed = try trial("{ refuse: { \(conditions) } }").transform([row(values)])
        #expect(typed.accepted == [passes])
    }

    @Test(
        "says before the first row that a condition can never be met",
        arguments: [
            "amount: abc", "amount: { from: abc }", "submitted: yesterday", "renewed: perhaps",
            "scheme: { from: \"33\" }", "note: { to: b }",
            "amount: \"1.005\"", "renewed: { to: \"true\" }",
        ])
    func refusesConditions(condition: String) throws {
        let trial = try trial("{ refuse: { \(condition) } }")
        let error = #expect(throws: TransformationError.self) { try trial.transform([]) }
        #expect(error?.location?.file == "pipelines/trial.yaml")
    }

    @Test(
        "wants days not before the one the table gives, for the members it names",
        arguments: [
            (["submitted": "2024-05-31"], false), (["submitted": "2024-06-01"], true),
            (["benefit": "old_age", "submitted": "2021-01-01"], true),
            (["benefit": "", "submitted": "2021-01-01"], true),
        ] as [([String: String], Bool)])
    func wantsOpeningDays(values: [String: String], passes: Bool) throws {
        let table = "benefit,opened_on\nsickness,2024-06-01\n"
        let typed = try trial("{ not_before: submitted, in: opening, by: [benefit] }", references: ["opening": table])
            .transform([row(values)])
        #expect(typed.accepted == [passes])
    }

    @Test("does not hold a day that is not there against an opening day")
    func passesAbsentDays() throws {
        let table = "benefit,opened_on\nsickness,2024-06-01\n"
        let check = try trial("{ not_before: decided, in: opening, by: [benefit] }", references: ["opening": table])
        #expect(try check.transform([row(["decided": ""]), row(["decided": "2024-05-31"])]).accepted == [true, false])
    }

    @Test("names the line of the table on which a day is none")
    func namesTableLine() throws {
        let table = "benefit,opened_on\nsickness,2024-06-01\nold_age,2024-02-30\n"
        let check = try trial("{ not_before: submitted, in: opening, by: [benefit] }", references: ["opening": table])
        let error = #expect(throws: TransformationError.self) { try check.transform([]) }
        #expect(
            error?.description
                == "warehouse/reference/trial.csv:3:1: error: `2024-02-30` is no day; write it as 2024-12-31")
    }

    @Test("keeps a row that only deserves a warning, and says so in the pipeline's words")
    func warns() throws {
        let check = "{ refuse: { note: a }, severity: warn, message: { en: Look at it., th: โปรดดู } }"
        let typed = try trial(check).transform([row(), row(["note": "b"])])
        #expect(typed.accepted == [true, true])
        #expect(typed.rejects.map(\.severity) == [.warn])
        #expect(typed.rejects.map(\.actionEnglish) == ["Look at it."])
        #expect(typed.rejects.map(\.actionThai) == ["โปรดดู"])
        #expect(typed.rejects.map(\.place.line) == [2])
    }

    @Test("does not judge a row that is rejected already")
    func passesOverRejectedRows() throws {
        let typed = try trial("{ order: [submitted, decided] }").transform([
            row(["amount": "x", "decided": "2020-01-01"])
        ])
        #expect(typed.rejects.map(\.rejectClass) == [.cast])
    }
}
