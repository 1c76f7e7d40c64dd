import Testing

@testable import Definitions

@Suite struct CSVSourceDefinitionTests {
    private let good = """
        path: in/*.csv
        added_columns: refuse
        trailer: { marker: T, rows: 2, sums: { amount: 3, fee: 4 } }
        settle_seconds: 0
        archive: done
        """

    @Test("reads what is said of arrival, trailers and added columns")
    func readsSources() throws {
        let (definition, diagnostics) = read(good) { CSVSourceDefinition($0) }
        #expect(diagnostics.isEmpty)
        let source = try #require(definition)
        #expect(source.addedColumns == .refuse)
        #expect(source.trailer?.marker == "T")
        #expect(source.trailer?.rows == 2)
        #expect(source.trailer?.sums.map(\.measure.value) == ["amount", "fee"])
        #expect(source.trailer?.sums.map(\.field) == [3, 4])
        #expect(source.arrival.settleSeconds == 0)
        #expect(source.arrival.archive?.value == "done")
    }

    @Test("reports added columns, waits two seconds and moves nothing unless told otherwise")
    func hasDefaults() throws {
        let source = try #require(read("path: in/*.csv") { CSVSourceDefinition($0) }.definition)
        #expect(source.addedColumns == .report)
        #expect(source.trailer == nil)
        #expect(source.arrival.settleSeconds == 2)
        #expect(source.arrival.archive == nil)
    }

    @Test("takes a trailer that states nothing: it still shows that the file is whole")
    func readsBareTrailers() throws {
        let (definition, diagnostics) = read("{ marker: END }") { Trailer($0) }
        #expect(diagnostics.isEmpty)
        let trailer = try #require(definition)
        #expect(trailer.rows == nil)
        #expect(trailer.sums.isEmpty)
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "added_columns: refuse", "added_columns: drop",
                "2:16: error: `drop` is not a value of `added_columns`; use one of `report`, `ignore`, `refuse`"
            ),
            ("marker: T, ", "", "3:10: error: missing key `marker`; add `marker:`"),
            (
                "marker: T", "marker: \"\"",
                "3:20: error: an empty `marker` tells no record apart; write what the first field of the trailer holds"
            ),
            ("rows: 2", "rows: 1", "3:29: error: `rows` is 1; write 2 or more"),
            ("rows: 2", "rows: two", "3:29: error: `rows` must be a whole number"),
            ("amount: 3", "amount: 0", "3:48: error: `amount` is 0; write 2 or more"),
            (
                "amount: 3", "amount: 2",
                "3:48: error: field 2 of the trailer is read twice; a field states one total"
            ),
            (
                "fee: 4", "fee: 3",
                "3:56: error: field 3 of the trailer is read twice; a field states one total"
            ),
            ("marker: T", "marker: T, row: 2", "3:23: error: unknown key `row`; did you mean `rows`?"),
            ("settle_seconds: 0", "settle_seconds: -1", "4:17: error: `settle_seconds` is -1; write 0 or more"),
            (
                "archive: done", "archive: [done]",
                "5:10: error: `archive` must be a text"
            ),
            (
                "archive: done", "maximum_record_bytes: 0",
                "5:23: error: `maximum_record_bytes` is 0; write 1 or more"
            ),
        ])
    func namesErrors(part: String, replacement: String, expected: String) {
        let text = good.replacing(part, with: replacement)
        #expect(text != good)
        #expect(read(text) { CSVSourceDefinition($0) }.diagnostics == ["test.yaml:\(expected)"])
    }
}
