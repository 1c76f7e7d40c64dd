import Testing

@testable import Definitions

@Suite struct MetricReadTests {
    @Test("reads a simple metric with its filters")
    func readsSimple() throws {
        let (metric, diagnostics) = read(
            """
            name: e_sales
            type: simple
            fact: sale
            agg: sum
            of: amount
            times: way.tariff
            date: delivered
            where: { way.class: [a, b], shop.code: { not: x }, sold: { from: 2024-01-01 }, delivered: { known: true } }
            unit: coin
            decimals: as_needed
            scale: million
            complete_periods_only: true
            label: { en: Sales, th: ยอดขาย }
            definition: { en: What is sold., th: สิ่งที่ขาย }
            """
        ) { MetricDefinition($0) }
        #expect(diagnostics.isEmpty)
        let found = try #require(metric)
        guard case .simple(let simple) = found.kind else {
            Issue.record("not simple")
            return
        }
        #expect(simple.aggregation == .sum)
        #expect(simple.of?.value == "amount")
        #expect(simple.times?.value == "way.tariff")
        #expect(simple.date?.value == "delivered")
        #expect(
            simple.filters.map(\.description) == [
                "way.class = a | b", "shop.code ≠ x", "sold from 2024-01-01", "delivered known",
            ])
        #expect(found.decimals == .asNeeded)
        #expect(found.scale == .million)
        #expect(found.completePeriodsOnly)
    }

    @Test("reads ratios, changes, differences and cumulative metrics")
    func readsDerived() throws {
        func kind(_ text: String) -> MetricDefinition.Kind? {
            let (metric, diagnostics) = read("name: m\nlabel: { en: a, th: b }\n\(text)") {
                MetricDefinition($0)
            }
            #expect(diagnostics.isEmpty)
            return metric?.kind
        }
        guard case .ratio(let ratio) = kind("type: ratio\nnumerator: a\ndenominator: b") else {
            throw Unexpected()
        }
        #expect([ratio.numerator.value, ratio.denominator.value] == ["a", "b"])
        guard case .change(let change) = kind("type: change\nof: a\noffset: 3 months\nkind: relative_change"),
            case .offset(let offset) = change.base
        else { throw Unexpected() }
        #expect(offset == OffsetDefinition(3, .month))
        guard case .change(let named) = kind("type: change\nof: a\nagainst: 2020\nkind: previous"),
            case .against(let period) = named.base
        else { throw Unexpected() }
        #expect(period.value == "2020")
        guard case .difference(let difference) = kind("type: difference\nof: a\nminus: b") else {
            throw Unexpected()
        }
        #expect(difference.minus.value == "b")
        guard case .cumulative(let cumulative) = kind("type: cumulative\nof: a\nfrom: 2023") else {
            throw Unexpected()
        }
        #expect(cumulative.from?.value == "2023")
    }

    @Test("reads a stock, targets and what is done about unfinished periods")
    func readsFurtherWords() throws {
        let (stock, _) = read(
            "name: m\nlabel: { en: a, th: b }\ntype: stock\nfact: sale\nof: stock\ntargets: { 2024: 60, FY2567: -6.5 }"
        ) { MetricDefinition($0) }
        guard case .simple(let simple) = stock?.kind else { throw Unexpected() }
        #expect(simple.aggregation == .last && simple.of?.value == "stock")
        #expect(stock?.targets.map(\.period.value) == ["2024", "FY2567"])
        #expect(stock?.targets.map(\.value.value) == ["60", "-6.5"])
        let (change, _) = read(
            "name: m\nlabel: { en: a, th: b }\ntype: change\nof: a\noffset: 1 year\nkind: difference\nsame_portion: true"
        ) { MetricDefinition($0) }
        #expect(change?.comparesSamePortion == true && change?.completePeriodsOnly == false)
    }

    private struct Unexpected: Error {}

    @Test("reports everything that is wrong in one metric at once, each at its place")
    func reportsEverything() {
        let (metric, diagnostics) = read(
            """
            name: Sales Total
            type: simple
            fact: sale
            agg: average
            decimals: many
            scale: dozen
            lable: { en: a, th: b }
            """
        ) { MetricDefinition($0) }
        #expect(metric == nil)
        #expect(
            diagnostics == [
                "test.yaml:1:1: error: missing key `label`; add `label:`",
                "test.yaml:1:7: error: `Sales Total` cannot name a metric; use up to 40 lower-case letters, digits and underscores, a letter first",
                "test.yaml:4:6: error: `average` is not a value of `agg`; use one of `count`, `sum`, `count_distinct`, `min`, `max`, `last`",
                "test.yaml:5:11: error: `decimals` must be 0 to 6 or `as_needed`; write `decimals: 2`",
                "test.yaml:6:8: error: `dozen` is not a value of `scale`; use one of `thousand`, `million`, `billion`",
                "test.yaml:7:1: error: unknown key `lable`; did you mean `label`?",
            ])
    }

    @Test(
        "refuses what contradicts itself",
        arguments: [
            ("type: simple\nfact: sale\nagg: count\nof: amount", "a count takes no `of`"),
            ("type: simple\nfact: sale\nagg: sum", "`agg: sum` needs `of:`"),
            (
                "type: simple\nfact: sale\nagg: max\nof: amount\ntimes: way.tariff",
                "`times` goes with `agg: sum` only"
            ),
            ("type: change\nof: a\nkind: difference", "the change does not say against which period"),
            (
                "type: change\nof: a\nkind: difference\noffset: 1 year\nagainst: 2020",
                "`offset` and `against` exclude each other"
            ),
            (
                "type: change\nof: a\nkind: difference\noffset: one year",
                "`one year` is not a distance between periods"
            ),
            ("type: stock\nfact: sale", "missing key `of`"),
            (
                "type: simple\nfact: sale\nagg: count\nsame_portion: true",
                "`same_portion` goes with `type: change` only"
            ),
            (
                "type: change\nof: a\nkind: difference\noffset: 1 year\nsame_portion: true\ncomplete_periods_only: true",
                "`same_portion` and `complete_periods_only` exclude each other"
            ),
            (
                "type: simple\nfact: sale\nagg: count\ntargets: { 2024: 60 % }",
                "test.yaml:6:18: error: the target `60 %` is not a number; write it as it is shown"
            ),
            (
                "type: simple\nfact: sale\nagg: count\nwhere: { way.class: { from: 1, known: true } }",
                "says several things"
            ),
        ])
    func refuses(text: String, message: String) {
        let (_, diagnostics) = read("name: m\nlabel: { en: a, th: b }\n\(text)") { MetricDefinition($0) }
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.contains(message) == true)
    }
}
