import Testing

@testable import Definitions

@Suite struct FixedWidthSourceDefinitionTests {
    private let good = """
        path: in/*.txt
        record_bytes: 20
        record_type: { at: 1, width: 1 }
        row: return
        records:
          return: { type: "1", fields: { number: { at: 2, width: 3 }, sum: { at: 5, width: 8 } } }
          part: { type: "2", fields: { amount: { at: 2, width: 19 } } }
        totals:
          - { field: sum, sum: part.amount }
        """

    @Test("reads records by their places")
    func readsRecords() throws {
        let (definition, diagnostics) = read(good) { FixedWidthSourceDefinition($0) }
        #expect(diagnostics.isEmpty)
        let source = try #require(definition)
        #expect(source.records.map(\.code) == ["1", "2"])
        #expect(source.record("part")?.field("amount")?.width == 19)
        #expect(source.encoding == .utf8)
        #expect(source.arrival.settleSeconds == 2)
        #expect(source.arrival.archive == nil)
    }

    @Test("reads when a file counts as delivered and where it goes")
    func readsArrival() throws {
        let (definition, diagnostics) = read(good + "\nsettle_seconds: 60\narchive: done") {
            FixedWidthSourceDefinition($0)
        }
        #expect(diagnostics.isEmpty)
        let source = try #require(definition)
        #expect(source.arrival.settleSeconds == 60)
        #expect(source.arrival.archive?.value == "done")
    }

    @Test("knows no trailer, which `totals` stand for")
    func refusesTrailers() {
        let diagnostics = read(good + "\ntrailer: { marker: T }") { FixedWidthSourceDefinition($0) }.diagnostics
        #expect(
            diagnostics == [
                "test.yaml:10:1: error: a fixed-width file has no `trailer`; hold its leading record against those that follow with `totals`"
            ])
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "width: 19", "width: 20",
                "7:32: error: `amount` lies outside the record; a record has the bytes 1 to 20"
            ),
            (
                "number: { at: 2", "number: { at: 0",
                "6:34: error: `number` lies outside the record; a record has the bytes 1 to 20"
            ),
            (
                "row: return", "row: retrun",
                "4:6: error: `row` names `retrun`, which is not a record; use one of return, part"
            ),
            ("field: sum,", "field: total,", "9:14: error: `total` is not a field of `return`"),
            (
                "part.amount", "part.sum",
                "9:14: error: the total of `sum` is over `part.sum`; name a declared record and field"
            ),
            (
                "sum: part.amount", "sum: part",
                "9:5: error: a total is a count or a sum; write `count: RECORD`, `sum: RECORD.FIELD` or `of: [FIELD, FIELD]`"
            ),
            (
                "sum: part.amount", "count: part, sum: part.amount",
                "9:5: error: a total is a count or a sum; write `count: RECORD`, `sum: RECORD.FIELD` or `of: [FIELD, FIELD]`"
            ),
        ])
    func namesErrors(part: String, replacement: String, expected: String) {
        let diagnostics = read(good.replacing(part, with: replacement)) { FixedWidthSourceDefinition($0) }
            .diagnostics
        #expect(diagnostics == ["test.yaml:\(expected)"])
    }
}
