import Testing

@testable import Definitions

@Suite struct DisclosureDefinitionTests {
    private static let count = "type: simple\nfact: sale\nagg: count"
    private static let sum = "type: simple\nfact: sale\nagg: sum\nof: pieces"

    private func metric(_ text: String) -> (definition: MetricDefinition?, diagnostics: [String]) {
        read("name: m\nlabel: { en: a, th: b }\n\(text)") { MetricDefinition($0) }
    }

    @Test(
        "reads what is declared, and tells nothing from none",
        arguments: [
            (count, nil),
            ("\(count)\ndisclosure: none", DisclosureRule.none),
            ("\(count)\ndisclosure: survey", .control(DisclosureDefinition(below: 10))),
            ("\(count)\ndisclosure: administrative", .control(DisclosureDefinition(below: 5))),
            ("\(count)\ndisclosure: { below: 7 }", .control(DisclosureDefinition(below: 7))),
            ("\(count)\ndisclosure: { below: 2, counted: rows }", .control(DisclosureDefinition(below: 2))),
            ("\(sum)\ndisclosure: { below: 1000, counted: values }", values(1000, "pieces")),
            ("\(sum)\ndisclosure: { below: 7, counted: parcels }", values(7, "parcels")),
            ("type: stock\nfact: sale\nof: stock\ndisclosure: { below: 7, counted: values }", values(7, "stock")),
        ] as [(String, DisclosureRule?)])
    func reads(text: String, expected: DisclosureRule?) {
        let (definition, diagnostics) = metric(text)
        #expect(diagnostics.isEmpty)
        #expect(definition?.disclosure?.value == expected)
    }

    private static func values(_ below: Int, _ measure: String) -> DisclosureRule {
        let place = SourceLocation(file: "", line: 1, column: 1)
        return .control(DisclosureDefinition(below: below, sumOf: Located(measure, at: place)))
    }

    @Test(
        "refuses what says nothing or cannot be counted",
        arguments: [
            (
                "\(count)\ndisclosure: secret",
                "test.yaml:6:13: error: `disclosure` does not say from which count on a figure is published; write `survey`, `administrative`, `none` or `{ below: 7 }`"
            ),
            ("\(count)\ndisclosure: [survey]", "test.yaml:6:13: error: `disclosure` does not say"),
            ("\(count)\ndisclosure: { counted: rows }", "test.yaml:6:13: error: missing key `below`"),
            ("\(count)\ndisclosure: { below: few }", "`below` must be a whole number"),
            ("\(count)\ndisclosure: { below: 5, counts: rows }", "unknown key `counts`; did you mean `counted`?"),
            (
                "\(count)\ndisclosure: { below: 1 }",
                "test.yaml:6:22: error: `below` is 1; write 2 to 1000, or `disclosure: none`"
            ),
            ("\(count)\ndisclosure: { below: 1001 }", "`below` is 1001; write 2 to 1000"),
            (
                "\(count)\ndisclosure: { below: 5, counted: values }",
                "test.yaml:6:34: error: `counted: values` goes with `agg: sum` and `agg: last` only"
            ),
            (
                "type: ratio\nnumerator: a\ndenominator: b\ndisclosure: survey",
                "test.yaml:6:13: error: `disclosure` goes with `type: simple` and `type: stock` only; leave it out: what follows from other metrics obeys theirs"
            ),
        ])
    func refuses(text: String, message: String) {
        let (_, diagnostics) = metric(text)
        #expect(diagnostics.count == 1 && diagnostics.first?.contains(message) == true, "\(diagnostics)")
    }

    @Test("knows of every metric whether something behind it is controlled")
    func catalogue() throws {
        let collector = DiagnosticCollector()
        let entries = [
            "name: sales, type: simple, fact: sale, agg: count, disclosure: { below: 7 }",
            "name: some, type: simple, fact: sale, agg: count, disclosure: none",
            "name: other, type: simple, fact: sale, agg: count",
            "name: rate, type: ratio, numerator: some, denominator: sales",
            "name: points, type: change, of: rate, offset: 1 year, kind: difference",
            "name: open, type: ratio, numerator: some, denominator: other",
            "name: sampled, type: ratio, numerator: some, denominator: other, base: sales",
            "name: ever, type: cumulative, of: sales",
        ].map { "- { \($0), label: { en: a, th: b } }" }.joined(separator: "\n")
        let node = try #require(YAMLNode.parse(entries, file: "m.yaml", collector: collector))
        let metrics = (node.sequence() ?? []).compactMap { MetricDefinition($0) }
        let catalogue = MetricCatalogue(
            metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.name.value, $0) }), facts: [:])
        #expect(catalogue.disclosure(of: "sales") == DisclosureDefinition(below: 7))
        #expect(catalogue.disclosure(of: "some") == nil)
        #expect(catalogue.disclosure(of: "other") == nil)
        let controlled = metrics.map(\.name.value).filter(catalogue.isControlled)
        #expect(controlled == ["sales", "rate", "points", "sampled", "ever"])
    }
}
