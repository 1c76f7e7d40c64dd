import Definitions

/// Reads one definition and returns it with the text of every diagnostic.
func read<Definition>(
    _ text: String, _ make: (YAMLNode) -> Definition?
) -> (definition: Definition?, diagnostics: [String]) {
    let collector = DiagnosticCollector()
    let definition = YAMLNode.parse(text, file: "test.yaml", collector: collector).flatMap(make)
    return (definition, collector.sorted.map(\.description))
}

/// A small star that metrics and reports are checked against.
struct TestStar {
    let facts: [String: FactDefinition]
    let dimensions: [String: DimensionDefinition]

    init() {
        let collector = DiagnosticCollector()
        func dimension(_ text: String) -> DimensionDefinition? {
            YAMLNode.parse(text, file: "d.yaml", collector: collector).flatMap { DimensionDefinition($0) }
        }
        let text = "description: { en: a, th: b }"
        let dimensions = [
            "dimension: date\n\(text)\ncalendar: { from: 2000, to: 2030, fiscal_year_starts: 10 }",
            "dimension: shop\n\(text)\nkey: [code]\ncolumns: { code: text, name_en: text, name_th: text, town: { references: town } }",
            "dimension: town\n\(text)\nkey: [code]\ncolumns: { code: text, name_en: text, name_th: text, inhabitants: integer }",
            "dimension: way\n\(text)\nkey: [code]\ncolumns: { code: text, class: text, tariff: \"decimal(8,2)\" }",
        ].compactMap(dimension)
        let fact = YAMLNode.parse(
            """
            fact: sale
            \(text)
            grain: [number]
            distribute_by: number
            event: sold
            dimensions: { sold: date, delivered: { dimension: date, optional: true }, shop: shop, way: way, from_town: town, to_town: town }
            columns: { number: text }
            measures:
              amount: { type: "decimal(12,2)", unit: coin, adds_over: [time, members] }
              stock: { type: integer, unit: piece, adds_over: [members] }
              visitors: { type: integer, unit: piece, adds_over: [] }
            """, file: "f.yaml", collector: collector
        ).flatMap { FactDefinition($0) }
        self.dimensions = Dictionary(uniqueKeysWithValues: dimensions.map { ($0.name.value, $0) })
        facts = fact.map { [$0.name.value: $0] } ?? [:]
    }

    /// Checks a list of metrics and returns what is wrong.
    func check(metrics text: String) -> [String] {
        let collector = DiagnosticCollector()
        let metrics = self.metrics(text, collector)
        MetricDefinition.check(
            metrics, facts: facts, dimensions: dimensions,
            units: [
                "coin": LocalizedText(english: "coins", thai: "เหรียญ"),
                "piece": LocalizedText(english: "pieces", thai: "ชิ้น"),
            ],
            collector: collector)
        return collector.sorted.map(\.description)
    }

    /// Checks a report over a list of metrics and returns what is wrong.
    func check(report: String, metrics text: String) -> [String] {
        let collector = DiagnosticCollector()
        let metrics = self.metrics(text, collector)
        let node = YAMLNode.parse(report, file: "report.yaml", collector: collector)
        if let definition = node.flatMap({ ReportDefinition($0) }) {
            ReportDefinition.check(
                [definition.name.value: definition], metrics: metrics, facts: facts, dimensions: dimensions,
                collector: collector)
        }
        return collector.sorted.map(\.description)
    }

    private func metrics(_ text: String, _ collector: DiagnosticCollector) -> [String: MetricDefinition] {
        let list = YAMLNode.parse(text, file: "metrics.yaml", collector: collector)?.sequence() ?? []
        let metrics = list.compactMap { MetricDefinition($0) }
        return Dictionary(metrics.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
