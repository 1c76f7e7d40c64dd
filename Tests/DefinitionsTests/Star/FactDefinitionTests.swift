import Definitions
import Testing

@Suite struct FactDefinitionTests {
    private let good = """
        fact: claim
        description: { en: Claims, th: คำขอ }
        grain: [person, number]
        distribute_by: person
        event: submitted
        dimensions: { submitted: date, decided: { dimension: date, optional: true }, office: office }
        columns: { number: text, person: pseudonym, note: { type: text, optional: true } }
        measures: { amount: { type: "decimal(14,2)", unit: baht, adds_over: [time, members] } }
        """

    @Test("reads grain, roles, columns and measures")
    func readsFacts() throws {
        let (definition, diagnostics) = read(good) { FactDefinition($0) }
        #expect(diagnostics.isEmpty)
        let fact = try #require(definition)
        #expect(fact.roles.map(\.keyColumn) == ["submitted_key", "decided_key", "office_key"])
        #expect(fact.roles.map(\.optional) == [false, true, false])
        #expect(fact.fields == ["submitted", "decided", "office", "number", "person", "note", "amount"])
        #expect(
            ["decided", "number", "amount", "other"].map(fact.tableColumn) == [
                "decided_key", "number", "amount", nil,
            ])
        #expect(fact.measure("amount")?.addsOver == [.time, .members])
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "event: submitted", "event: number",
                "5:8: error: `event` names `number`, which is not a dimension role; name a role that plays a calendar dimension"
            ),
            (
                "grain: [person, number]", "grain: [person, nubmer]",
                "3:17: error: `grain` names `nubmer`, which is neither a dimension role nor a column; use one of submitted, decided, office, number, person, note, amount"
            ),
            (
                "grain: [person, number]", "grain: [person, note]",
                "3:17: error: `grain` names `note`, which a row may lack; a part of the grain is never optional"
            ),
            (
                "distribute_by: person", "distribute_by: office",
                "4:16: error: `distribute_by` is not part of the grain; use one of person, number"
            ),
            (
                "number: text,", "number: text, line: text,",
                "7:26: error: `line` is already a name in this fact or one of the engine's own; choose another name"
            ),
            (
                "number: text,", "number: text, office: text,",
                "7:26: error: `office` is already a name in this fact or one of the engine's own; choose another name"
            ),
            (
                "type: \"decimal(14,2)\"", "type: text",
                "8:13: error: measure `amount` has the type text; use integer, bigint or decimal(p,s)"
            ),
            (
                "[time, members]", "[time, space]",
                "8:76: error: `space` is nothing to add over; use `time`, `members` or both"
            ),
            ("unit: baht, ", "", "8:21: error: missing key `unit`; add `unit:`"),
        ])
    func namesErrors(part: String, replacement: String, expected: String) {
        let diagnostics = read(good.replacing(part, with: replacement)) { FactDefinition($0) }.diagnostics
        #expect(diagnostics == ["test.yaml:\(expected)"])
    }
}
