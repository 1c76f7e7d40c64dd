import Definitions
import Testing

@Suite struct RuleDefinitionTests {
    private static let texts =
        "description: { en: They differ, th: ไม่ตรงกัน }\nmessage: { en: Ask, th: สอบถาม }\n"

    /// The sound project with a second fact, a metric of each, and the rules of a test.
    private func check(_ rules: [String: String], edit: (inout [String: String]) -> Void = { _ in }) throws
        -> [String]
    {
        var files = soundProject
        files["warehouse/facts/payout.yaml"] = """
            fact: payout
            description: { en: Payouts, th: การจ่าย }
            grain: [number]
            distribute_by: number
            event: paid
            dimensions: { paid: date, office: office }
            columns: { number: text }
            measures: { amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members] }, pieces: { type: integer, unit: piece, adds_over: [time, members] } }
            """
        files["uptake.yaml"]? += "\n  piece: { en: pieces, th: ชิ้น }"
        files["reports/metrics/money.yaml"] = """
            metrics:
              - { name: decided_amount, type: simple, fact: claim, agg: sum, of: amount, date: decided, disclosure: none, label: { en: a, th: ก } }
              - { name: paid_amount, type: simple, fact: payout, agg: sum, of: amount, label: { en: b, th: ข } }
              - { name: paid_pieces, type: simple, fact: payout, agg: sum, of: pieces, label: { en: c, th: ค } }
              - { name: largest, type: simple, fact: payout, agg: max, of: amount, label: { en: d, th: ง } }
              - { name: share, type: ratio, numerator: paid_pieces, denominator: paid_amount, label: { en: e, th: จ } }
            """
        for (name, text) in rules { files["warehouse/rules/\(name).yaml"] = text }
        edit(&files)
        return try load(files).diagnostics
    }

    @Test("reads comparisons and searches for orphans")
    func readsRules() throws {
        let (rule, diagnostics) = read(
            """
            rule: same
            \(Self.texts)compare: { metrics: [a, b], by: [date.date, office.code], tolerance: 0.5% }
            every: quarter
            from: 2567-Q3
            severity: reject
            """
        ) { RuleDefinition($0) }
        #expect(diagnostics == [])
        let definition = try #require(rule)
        guard case .compare(let comparison) = definition.kind else {
            Issue.record("no comparison")
            return
        }
        #expect([comparison.left.value, comparison.right.value] == ["a", "b"])
        #expect(comparison.by.map(\.value) == ["date.date", "office.code"])
        #expect(comparison.tolerance == .share(basisPoints: 50))
        #expect(definition.every == .quarter)
        #expect(definition.severity == .reject)
        #expect(definition.from?.value == "2567-Q3")
        #expect(definition.message.thai == "สอบถาม")
    }

    @Test("accepts rules over what the project declares")
    func accepts() throws {
        #expect(
            try check([
                "same":
                    "rule: same\n\(Self.texts)compare: { metrics: [decided_amount, paid_amount], by: [date.date, office.code, office.province.code] }\nseverity: warn\n",
                "strangers":
                    "rule: strangers\n\(Self.texts)orphans: { fact: claim, role: office, sum: amount }\nevery: day\nseverity: reject\n",
            ]) == [])
    }

    @Test(
        "reports what cannot be held against data",
        arguments: [
            (
                "compare: { metrics: [decided_amonut, paid_amount], by: [office.code] }",
                "4:22: error: there is no metric `decided_amonut`; did you mean `decided_amount`?"
            ),
            (
                "compare: { metrics: [decided_amount], by: [office.code] }",
                "4:10: error: `metrics` names 1, a comparison has two sides; write `metrics: [LEFT, RIGHT]`"
            ),
            (
                "compare: { metrics: [decided_amount, largest], by: [office.code] }",
                "4:38: error: `largest` does not add up over members; compare counts and sums (`type: simple`)"
            ),
            (
                "compare: { metrics: [share, paid_amount], by: [office.code] }",
                "4:22: error: `share` does not add up over members; compare counts and sums (`type: simple`)"
            ),
            (
                "compare: { metrics: [decided_amount, paid_pieces], by: [office.code] }",
                "4:38: error: `decided_amount` is in coin, `paid_pieces` in piece; compare figures of one unit"
            ),
            (
                "compare: { metrics: [decided_amount, paid_amount], by: [office] }",
                "4:57: error: `office` is not a column of a dimension; name one, such as `office.code`"
            ),
            (
                "compare: { metrics: [decided_amount, paid_amount], by: [submitted.date] }",
                "4:57: error: fact `payout` has no dimension `submitted`; there are `office`, `paid`"
            ),
            (
                "compare: { metrics: [decided_amount, paid_amount], by: [office.code], tolerance: little }",
                "4:82: error: `little` is not a tolerance; write an amount (`0.01`) or a share of the larger figure (`0.5%`)"
            ),
            (
                "orphans: { fact: clam, role: office }",
                "4:18: error: there is no fact `clam`; did you mean `claim`?"
            ),
            (
                "orphans: { fact: claim, role: submitted }",
                "4:31: error: `submitted` is no role of fact `claim` whose members can be unknown; there are `office`"
            ),
            (
                "orphans: { fact: claim, role: office, sum: amonut }",
                "4:44: error: `amonut` is not a measure of fact `claim`; did you mean `amount`?"
            ),
            (
                "every: month",
                "1:1: error: a rule says exactly one thing; write `compare: { … }` or `orphans: { … }`"
            ),
        ])
    func reports(kind: String, expected: String) throws {
        #expect(
            try check(["same": "rule: same\n\(Self.texts)\(kind)\nseverity: warn\n"])
                == ["warehouse/rules/same.yaml:\(expected)"])
    }

    @Test("wants the severity to be said, and the file to have the rule's name")
    func namesAndSeverity() throws {
        let orphans = "orphans: { fact: claim, role: office }\n"
        #expect(
            try check(["other": "rule: same\n\(Self.texts)\(orphans)severity: warn\n"])
                == [
                    "warehouse/rules/other.yaml:1:7: error: rule `same` stands in the file `other.yaml`; name the file `same.yaml`"
                ])
        #expect(
            try check(["same": "rule: same\n\(Self.texts)\(orphans)"])
                == ["warehouse/rules/same.yaml:1:1: error: missing key `severity`; add `severity:`"])
    }
}
