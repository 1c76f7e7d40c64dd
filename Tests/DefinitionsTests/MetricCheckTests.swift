import Testing

@testable import Definitions

@Suite struct MetricCheckTests {
    private let star = TestStar()
    private static let label = "label: { en: a, th: b }"

    private func problems(_ entries: String...) -> [String] {
        star.check(metrics: entries.map { "- { \($0), \(Self.label) }" }.joined(separator: "\n"))
    }

    private static let count = "name: sales, type: simple, fact: sale, agg: count"
    private static let some =
        "name: some_sales, type: simple, fact: sale, agg: count, where: { way.class: a }"
    private static let rate =
        "name: rate, type: ratio, numerator: some_sales, denominator: sales, unit: percent"

    private static let money = "name: money, type: simple, fact: sale, agg: sum, of: amount"

    @Test("accepts metrics that fit the star")
    func accepts() {
        #expect(
            problems(
                Self.count, Self.some, Self.rate,
                "name: points, type: change, of: rate, offset: 1 year, kind: difference, unit: percentage_point",
                Self.money,
                "name: mean, type: ratio, numerator: money, denominator: sales, unit: coin, interval: t, base: buyers",
                "name: sampled, type: ratio, numerator: some_sales, denominator: sales, interval: wilson, minimum_base: 50",
                "name: above, type: ratio, numerator: money, denominator: money, less: sales",
                "name: fee, type: simple, fact: sale, agg: sum, of: amount, times: way.tariff, unit: coin",
                "name: total, type: cumulative, of: sales",
                "name: stock, type: simple, fact: sale, agg: last, of: stock",
                "name: buyers, type: simple, fact: sale, agg: count_distinct, of: number, date: delivered",
                "name: here, type: simple, fact: sale, agg: count, where: { shop.town.name_en: B, from_town.inhabitants: { from: 10 } }"
            ).isEmpty)
    }

    @Test(
        "refuses what the star or the other metrics do not bear",
        arguments: [
            (
                [count, "name: r, type: ratio, numerator: sale, denominator: sales"],
                "there is no metric `sale`; did you mean `sales`?"
            ),
            (
                [count, some, rate, "name: rr, type: ratio, numerator: rate, denominator: sales"],
                "`rate` is a ratio itself"
            ),
            (
                ["name: a, type: ratio, numerator: b, denominator: b", "name: b, type: cumulative, of: a"],
                "the metric is made of itself: a → b → a"
            ),
            (
                [
                    count,
                    "name: p, type: change, of: sales, offset: 1 year, kind: difference, unit: percentage_point",
                ], "percentage points measure the difference between two rates"
            ),
            (
                [
                    count, some, rate,
                    "name: p, type: change, of: rate, offset: 1 year, kind: previous, unit: percentage_point",
                ], "percentage points measure"
            ),
            (["name: m, type: simple, fact: sale, agg: sum, of: stock"], "`stock` does not add over time"),
            (["name: m, type: simple, fact: sale, agg: sum, of: visitors"], "`visitors` adds over nothing"),
            (
                ["name: m, type: simple, fact: sale, agg: last, of: visitors"],
                "`visitors` does not add over members"
            ),
            (["name: m, type: simple, fact: sale, agg: sum, of: amuont"], "did you mean `amount`?"),
            (
                ["name: m, type: simple, fact: sales, agg: count"],
                "there is no fact `sales`; did you mean `sale`?"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, where: { way.clas: a }"],
                "did you mean `class`?"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, where: { town.name: a }"],
                "several roles of dimension `town`; name one of `from_town`, `to_town`"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, where: { way: a }"],
                "`way` is a member, not a value"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, where: { from_town.inhabitants: many }"],
                "`many` is not integer; write a whole number"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, where: { sold: { from: 1/2/2024 } }"],
                "`1/2/2024` is not date"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, where: { way.class: { from: a } }"],
                "`way.class` is text and has no order"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: sum, of: amount, times: way.class"],
                "`way.class` is not a number of a dimension"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count_distinct, of: shop"],
                "metrics.yaml:1:65: error: `shop` cannot be counted distinct over several nodes: the rows of fact `sale` are spread by `number`; count `number`, or the rows of a fact whose `distribute_by` is `shop`"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count_distinct, of: numbers"],
                "fact `sale` has no `numbers`; did you mean `number`?"
            ),
            (["name: m, type: simple, fact: sale, agg: count, date: shop"], "`shop` is not a calendar role"),
            (
                ["name: m, type: simple, fact: sale, agg: count, unit: coins"],
                "there is no unit `coins`; did you mean `coin`?"
            ),
            (
                ["name: m, type: simple, fact: sale, agg: count, unit: percent"],
                "a count or sum is not a percentage"
            ),
            (
                [
                    "name: d, type: simple, fact: sale, agg: count_distinct, of: number",
                    "name: m, type: cumulative, of: d",
                ], "`d` does not add over time"
            ),
            (
                [
                    count, "name: a, type: change, of: sales, offset: 1 year, kind: difference",
                    "name: b, type: change, of: a, offset: 1 year, kind: difference",
                ], "`a` is a change already"
            ),
            (
                [count, some, rate, "name: m, type: ratio, numerator: some_sales, denominator: sales, less: rate"],
                "`rate` cannot be taken from both sides of a ratio"
            ),
            (
                [count, some, "name: m, type: ratio, numerator: some_sales, denominator: sales, interval: t"],
                "`interval: t` is for a mean"
            ),
            (
                [count, money, "name: m, type: ratio, numerator: money, denominator: sales, interval: wilson"],
                "`interval: wilson` is for a share"
            ),
            (
                [count, some, "name: m, type: ratio, numerator: sales, denominator: some_sales, interval: wilson"],
                "`sales` is not a part of `some_sales`"
            ),
            (
                [some, money, "name: m, type: ratio, numerator: money, denominator: some_sales, interval: t"],
                "`money` and `some_sales` do not speak of the same rows"
            ),
            (
                [
                    count, some, rate,
                    "name: m, type: ratio, numerator: some_sales, denominator: sales, base: rate",
                ], "`rate` is no number of rows or persons"
            ),
            (
                [count, some, "name: m, type: ratio, numerator: some_sales, denominator: sales, interval: normal"],
                "`normal` is not a value of `interval`; use one of `t`, `wilson`"
            ),
            (
                [count, some, "name: m, type: ratio, numerator: some_sales, denominator: sales, minimum_base: 0"],
                "`minimum_base` is 0; write 1 or more"
            ),
            (
                [count, some, rate, "name: m, type: difference, of: rate, minus: sales"],
                "`sales` is in no unit, `rate` in percent"
            ),
        ])
    func refuses(entries: [String], message: String) {
        let problems = star.check(
            metrics: entries.map { "- { \($0), \(Self.label) }" }.joined(separator: "\n"))
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }

    @Test("lets units follow from what a metric is made of")
    func units() throws {
        let collector = DiagnosticCollector()
        let text = [
            Self.count, Self.some, Self.rate,
            "name: d, type: change, of: rate, offset: 1 year, kind: difference",
            "name: p, type: change, of: rate, offset: 1 year, kind: previous",
            "name: g, type: change, of: money, offset: 1 year, kind: relative_change",
            "name: money, type: simple, fact: sale, agg: sum, of: amount",
            "name: all, type: cumulative, of: money",
            "name: gap, type: difference, of: rate, minus: rate",
        ].map { "- { \($0), \(Self.label) }" }.joined(separator: "\n")
        let node = try #require(YAMLNode.parse(text, file: "m.yaml", collector: collector))
        let metrics = (node.sequence() ?? []).compactMap { MetricDefinition($0) }
        let catalogue = MetricCatalogue(
            metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.name.value, $0) }), facts: star.facts)
        #expect(catalogue.unit(of: "sales") == nil)
        #expect(catalogue.unit(of: "rate") == "percent")
        #expect(catalogue.unit(of: "d") == "percentage_point")
        #expect(catalogue.unit(of: "gap") == "percentage_point")
        #expect(catalogue.unit(of: "p") == "percent")
        #expect(catalogue.unit(of: "g") == "percent")
        #expect(catalogue.unit(of: "all") == "coin")
        #expect(catalogue.factNames(of: ["rate", "all"]) == ["sale"])
    }
}
