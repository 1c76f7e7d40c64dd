import Testing

@testable import Definitions

@Suite struct PipelineDefinitionTests {
    private let good = """
        pipeline: claims
        description: { en: Claims, th: คำขอ }
        source: { csv: { path: "in/*.csv", encoding: windows-874, delimiter: ";" } }
        slice: { by: month, of: submitted, part: office }
        load: claim
        columns:
          submitted: { from: วันที่, date: dd/MM/yyyy, calendar: buddhist, required: true }
          office: { from: [office, branch], lookup: office }
          channel: { value: "7", lookup: channel.code, not_found: infer }
          amount: { from: amount, minimum: 0, thousands: ",", map: { "-": "0" } }
        totals: [amount]
        checks:
          - { order: [submitted, decided], severity: warn }
        rejects: { at_most: 1.5%, minimum_rows: 20 }
        """

    @Test("reads a feed")
    func readsPipelines() throws {
        let (definition, diagnostics) = read(good) { PipelineDefinition($0) }
        #expect(diagnostics.isEmpty)
        let pipeline = try #require(definition)
        guard case .csv(let csv) = pipeline.source else {
            Issue.record("the source is \(pipeline.source)")
            return
        }
        #expect(csv.encoding == .windows874)
        #expect(csv.delimiter == UInt8(ascii: ";"))
        #expect(csv.maximumRecordBytes == 1 << 20)
        #expect(pipeline.slice?.by == .month)
        #expect(pipeline.sourceColumns.map(\.value) == ["วันที่", "office", "branch", "amount"])
        #expect(pipeline.column("submitted")?.calendar == .buddhist)
        #expect(pipeline.column("channel")?.notFound == .infer)
        #expect(pipeline.column("channel")?.lookup?.column == "code")
        #expect(pipeline.column("office")?.lookup?.column == nil)
        #expect(pipeline.column("amount")?.thousands == UInt8(ascii: ","))
        #expect(pipeline.column("amount")?.map.map(\.to) == ["0"])
        #expect(pipeline.rejects?.bounds == [.share(basisPoints: 150)])
        #expect(pipeline.rejects?.minimumRows == 20)
        #expect(pipeline.checks.map(\.severity) == [.warn])
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "delimiter: \";\"", "delimiter: \"||\"",
                "3:70: error: `delimiter` must be one character; for example \",\" \";\" or \"\\t\""
            ),
            (
                "windows-874", "latin1",
                "3:46: error: `latin1` is not a value of `encoding`; use one of `utf-8`, `windows-874`, `tis-620`"
            ),
            (
                "csv: { path", "tsv: { path",
                "3:9: error: a source is of exactly one kind; write one of `csv:`, `fixed_width:`, `postgres:`, `odbc:`"
            ),
            (
                "value: \"7\", ", "",
                "9:12: error: `channel` must be filled in exactly one way; write `from:` with source columns or `value:` with a constant"
            ),
            (
                "value: \"7\"", "value: \"7\", from: a",
                "9:12: error: `channel` must be filled in exactly one way; write `from:` with source columns or `value:` with a constant"
            ),
            (
                "from: amount", "from: [amount, other]",
                "10:11: error: `amount` reads several columns without a lookup; name the dimension whose key they are with `lookup:`"
            ),
            (
                "thousands: \",\"", "thousands: \", \"",
                "10:50: error: `thousands` must be one character; for example \",\""
            ),
            (
                "by: month", "by: fortnight",
                "4:14: error: `fortnight` is not a value of `by`; use one of `day`, `month`, `quarter`, `year`"
            ),
            (
                "at_most: 1.5%", "at_most: some",
                "14:21: error: `some` is not a limit; write a number of rows (`20`) or a share (`1%`, two decimals at most)"
            ),
            (
                "order: [submitted, decided]", "order: [submitted]",
                "13:5: error: this is not a complete check; write `order: [a, b]`, `allowed: [a, b], in: TABLE`, `not_before: day, in: TABLE, by: [a]` or `refuse: { … }`"
            ),
            (
                "load: claim", "load: claim\nmode: append",
                "6:7: error: `append` is not a value of `mode`; use one of `replace`, `amend`"
            ),
            (
                "load: claim", "load: claim\norder: size",
                "6:8: error: `size` is not a value of `order`; use one of `name`, `modified`"
            ),
            (
                "load: claim", "load: claim\nunique: always",
                "6:9: error: `always` is not a value of `unique`; use one of `slice`, `everywhere`"
            ),
            (
                "load: claim", "load: claim\nexpected: { every: month, from: 2024-01, due: 1 month }",
                "6:47: error: `due` is not a number of days; write the days from the end of a period on, such as `15 days`"
            ),
            (
                "load: claim", "load: claim\nexpected: { every: month, from: 2024-01, due: soon }",
                "6:47: error: `soon` is not a distance between periods; write a number and a unit, such as `1 year`, `3 months`, `1 quarter`"
            ),
            (
                "thousands: \",\"", "pattern: [a, b]",
                "10:49: error: `amount` reads 1 columns and has 2 patterns; give one for each column, in their order"
            ),
            (
                "calendar: buddhist", "calender: buddhist",
                "7:48: error: unknown key `calender`; did you mean `calendar`?"
            ),
        ])
    func namesErrors(part: String, replacement: String, expected: String) {
        let text = good.replacing(part, with: replacement)
        #expect(text != good)
        let diagnostics = read(text) { PipelineDefinition($0) }.diagnostics
        #expect(diagnostics.contains("test.yaml:\(expected)"), "\(diagnostics)")
    }

    @Test("reads what a delivery replaces, and in which order")
    func readsDeliveryRules() throws {
        let text = good.replacing(
            "load: claim",
            with: """
                covers: { name: "CL-{yyyy}-{MM}-{part}.csv", calendar: buddhist }
                mode: amend
                order: modified
                unique: everywhere
                control: { file: "{stem}.ctl", rows: n }
                load: claim
                """)
        let (definition, diagnostics) = read(text) { PipelineDefinition($0) }
        #expect(diagnostics.isEmpty)
        let pipeline = try #require(definition)
        #expect(pipeline.mode == .amend)
        #expect(pipeline.order == .modified)
        #expect(pipeline.unique == .everywhere)
        #expect(pipeline.covers?.calendar == .buddhist)
        #expect(pipeline.covers?.namesPart == true)
        #expect(pipeline.control?.rows?.value == "n")
        #expect(pipeline.location(of: "mode").description == "test.yaml:6:1")
        #expect(pipeline.location(of: "expected") == pipeline.location)
    }

    @Test("replaces slices in the order of names unless told otherwise")
    func hasDefaults() throws {
        let pipeline = try #require(read(good) { PipelineDefinition($0) }.definition)
        #expect(pipeline.mode == .replace)
        #expect(pipeline.order == .name)
        #expect(pipeline.unique == .slice)
        #expect(pipeline.covers == nil)
        #expect(pipeline.control == nil)
        #expect(pipeline.source.arrival?.settleSeconds == 2)
    }
}
