import Testing

@testable import Definitions

@Suite struct ReportCheckTests {
    private let star = TestStar()
    private static let metrics = """
        - { name: sales, type: simple, fact: sale, agg: count, label: { en: Sales, th: ขาย } }
        - { name: growth, type: change, of: sales, offset: 1 year, kind: relative_change, label: { en: Growth, th: โต } }
        - { name: gap, type: difference, of: sales, minus: twin, label: { en: Gap, th: ต่าง } }
        - { name: buyers, type: simple, fact: sale, agg: count_distinct, of: number, label: { en: Buyers, th: ผู้ซื้อ } }
        - { name: shelf, type: stock, fact: sale, of: stock, label: { en: Shelf, th: ชั้น } }
        - { name: handed, type: simple, fact: sale, agg: last, of: stock, date: delivered, label: { en: Handed, th: มอบ } }
        - { name: twin, type: simple, fact: sale, agg: count, label: { en: Sales, th: แฝด } }
        """
    private static let head = """
        report: r
        title: { en: a, th: b }
        period: { grain: year, default: last_complete }
        sheets:

        """

    private func problems(_ sheets: String) -> [String] {
        star.check(report: Self.head + sheets, metrics: Self.metrics)
    }

    @Test("accepts tables, periods down the side and lists of figures")
    func accepts() {
        #expect(
            problems(
                """
                  - name: { en: A, th: ก }
                    rows: [shop.town.name, shop.name]
                    columns: [sales, growth]
                    where: { way.class: a }
                    total: recompute
                    chart: { type: bar, of: sales }
                  - name: { en: B, th: ข }
                    periods: { last: 13, grain: month }
                    columns: sales
                  - name: { en: C, th: ค }
                    figures:
                      - { number: 1, metric: sales, against: 2020, change: difference, source: { en: x, th: y } }
                      - { metric: sales, ranked: { by: shop.name, top: 3 } }
                  - { name: { en: S, th: ฉ }, rows: [shop.name, delivered.year], columns: shelf, total: recompute }
                  - name: { en: D, th: ง }
                    rows: shop.name
                    columns: sales
                    order: { by: sales }
                    limit: 10
                  - { name: { en: E, th: จ }, explain: growth, by: [shop.town.name, shop.name], against: 2020, top: 5 }
                """
            ).isEmpty)
    }

    @Test(
        "refuses sheets that could not be written",
        arguments: [
            (
                "  - { name: { en: A, th: ก }, rows: date.month_name, columns: shelf }",
                "`shelf` is a stock, which does not add over time: it has no rows by `date.month_name`; put `periods:`"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: sales, intervals: true }",
                "`intervals: true`, and no column has an interval"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: sales, targets: true }",
                "`targets: true`, and no column has a target"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: [shop.name, delivered.year], columns: handed, total: recompute }",
                "`handed` is a stock, which does not add over time"
            ),
            (
                "  - { name: { en: A name of thirty-two characters!, th: ก }, rows: shop.name, columns: sales }",
                "has 32 characters; use 1 to 31"
            ),
            ("  - { name: { en: \"A/B\", th: ก }, rows: shop.name, columns: sales }", "has a `/`"),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: sales }\n  - { name: { en: a, th: ข }, rows: shop.name, columns: sales }",
                "two sheets are called `a`"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.nam, columns: sales }",
                "dimension `shop` has no column `nam`, which metric `sales` needs; did you mean `name`?"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop, columns: sales }",
                "`shop` is a member, not a column"
            ),
            ("  - { name: { en: A, th: ก }, rows: amount, columns: sales }", "`amount` is a measure"),
            (
                "  - { name: { en: A, th: ก }, explain: sale, by: shop.name }",
                "there is no metric `sale`; did you mean `sales`?"
            ),
            (
                "  - { name: { en: A, th: ก }, explain: sales, by: shop.nam }",
                "dimension `shop` has no column `nam`, which metric `sales` needs; did you mean `name`?"
            ),
            ("  - { name: { en: A, th: ก }, explain: sales, by: [] }", "the explanation has no members"),
            ("  - { name: { en: A, th: ก }, explain: sales }", "missing key `by`"),
            ("  - { name: { en: A, th: ก }, explain: sales, by: shop.name, rows: shop.name }", "unknown key `rows`"),
            (
                "  - { name: { en: A, th: ก }, explain: sales, by: shop.name, chart: { type: bar, of: sales } }",
                "an explanation has no chart"
            ),
            (
                "  - { name: { en: A, th: ก }, explain: gap, by: shop.name }",
                "the change of `gap` cannot be taken apart: it is the gap between two metrics; explain `sales` and `twin`"
            ),
            (
                "  - { name: { en: A, th: ก }, explain: buyers, by: shop.name }",
                "the change of `buyers` cannot be taken apart: `buyers` (count_distinct) does not add up over members; explain a count, a sum or a ratio of them"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: [sale] }",
                "there is no metric `sale`; did you mean `sales`?"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: [sales, sales] }",
                "`sales` stands here twice"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: [sales, twin] }",
                "columns `sales` and `twin` are both headed `Sales`"
            ),
            ("  - { name: { en: A, th: ก }, columns: sales }", "the table has nothing down its side"),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: sales, chart: { type: bar, of: growth } }",
                "`growth` is not a column of this table"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: sales, limit: 3 }",
                "`limit` without `order`"
            ),
            (
                "  - { name: { en: A, th: ก }, periods: { from: 2020, last: 3 }, columns: sales }",
                "the periods are not clear"
            ),
            (
                "  - { name: { en: A, th: ก }, periods: { from: 2020 }, columns: sales, total: recompute }",
                "periods below each other have no total"
            ),
            (
                "  - { name: { en: A, th: ก }, figures: [{ metric: growth }] }",
                "`growth` is a change; a figure shows its own change"
            ),
            ("  - { name: { en: A, th: ก }, figures: [] }", "the list of figures is empty"),
            (
                "  - { name: { en: A, th: ก }, figures: [{ metric: sales, where: { way.klass: x } }] }",
                "did you mean `class`?"
            ),
            (
                "  - { name: { en: A, th: ก }, rows: shop.name, columns: sales, colums: x }",
                "unknown key `colums`"
            ),
            ("  []", "the report has no sheet"),
        ])
    func refuses(sheets: String, message: String) {
        let problems = problems(sheets)
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }

    @Test("reads the head of a report")
    func head() throws {
        let (report, diagnostics) = read(
            """
            report: annual-adoption
            title: { en: a, th: b }
            period: { grain: fiscal_year, default: FY2567, also: [FY2566] }
            requires: nothing
            schedule: { cron: "0 6 10 3 *", time_zone: Asia/Bangkok, catch_up: all }
            languages: [en]
            profile: publication
            notes: [{ en: n, th: ห }]
            sheets: [{ name: { en: A, th: ก }, rows: shop.name, columns: sales }]
            """
        ) { ReportDefinition($0) }
        #expect(diagnostics.isEmpty)
        let definition = try #require(report)
        #expect(definition.period.grain == .fiscalYear)
        guard case .named(let period) = definition.period.default else {
            Issue.record("no named period")
            return
        }
        #expect(period.value == "FY2567")
        #expect(definition.requires == .nothing)
        #expect(definition.schedule?.catchUp == .all)
        #expect(definition.languages == [.english])
        #expect(definition.profile == .publication)
        #expect(definition.metricNames == ["sales"])
    }
}
