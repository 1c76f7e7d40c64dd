import Definitions
import MetricQueries
import Periods
import Testing

@Suite struct MetricEngineTests {
    @Test("counts, sums and divides published rows only, and computes the total anew")
    func ratioByMember() throws {
        try BakeryDatabase.with { (bakery) throws in
            let table = try bakery.table(
                ["sales", "web_sales", "web_rate", "loaves"], by: ["shop.town.name"], "2023")
            #expect(table.texts == ["Ayle 1 1 1 4", "Bree 1 0 0 5", "– 1 1 1 6"])
            #expect(table.totals == ["3", "2", "2/3", "15"])
            // The older version of the slice had a sale of shop a.
            #expect(try bakery.table(["loaves"], by: ["shop.code"], "2024").texts == ["b 7"])
        }
    }

    @Test("takes members of the earlier period into a change")
    func change() throws {
        try BakeryDatabase.with { (bakery) throws in
            let table = try bakery.table(
                ["sales", "sales_growth", "web_rate_change"], by: ["shop.code"], "2023-06")
            #expect(table.texts == ["a 1 -1/2 1/2", "b 1 [z] [z]"])
            #expect(table.totals == ["2", "0", "0"])
            #expect(try bakery.table(["sales_growth"], "2022").totals == ["[x]"])
            #expect(try bakery.table(["sales"], "2019").totals == ["[x]"])
        }
    }

    @Test("multiplies by a tariff, accumulates, takes the last day of a stock, counts by another date")
    func aggregates() throws {
        try BakeryDatabase.with { (bakery) throws in
            #expect(try bakery.table(["saved"], "2023").totals == ["15"])
            #expect(try bakery.table(["loaves_to_date", "loaves_ever"], "2023").totals == ["20", "20"])
            #expect(try bakery.table(["shelf"], "2022").totals == ["20"])
            #expect(try bakery.table(["buyers"], "2023-07").totals == ["1"])
            #expect(try bakery.table(["buyers"], "2023-06").totals == ["1"])
        }
    }

    @Test("tells members of the same name apart, and reads names as they were known")
    func names() throws {
        try BakeryDatabase.with { (bakery) throws in
            #expect(
                try bakery.table(["sales"], by: ["shop.name"], "2023-06").texts == ["Corner 1", "Corner 1"])
            let before = try bakery.table(
                ["sales"], by: ["shop.name"], "2023-06", asOf: .asOf("2023-09-01 00:00+07"))
            #expect(before.texts == ["Old corner 1", "Corner 1"])
        }
    }

    @Test("answers with what was published at a moment")
    func asOf() throws {
        try BakeryDatabase.with { (bakery) throws in
            func loaves(_ moment: String) throws -> [String] {
                try bakery.table(["loaves"], "2024-06", asOf: .asOf(moment)).totals
            }
            #expect(try loaves("2024-06-30 00:00+07") == ["[x]"])
            #expect(try loaves("2024-07-15 00:00+07") == ["1"])
            #expect(try loaves("2024-08-15 00:00+07") == ["7"])
        }
    }

    @Test("orders months by the calendar, in the language asked for")
    func calendar() throws {
        try BakeryDatabase.with { (bakery) throws in
            #expect(
                try bakery.table(["sales"], by: ["date.month_name"], "2023").texts == [
                    "June 2", "December 1",
                ])
            #expect(
                try bakery.table(["sales"], by: ["sold.month_short"], "2566", language: .thai).texts == [
                    "มิ.ย. 2", "ธ.ค. 1",
                ])
            #expect(
                try bakery.table(["sales"], by: ["sold.fiscal_year"], "2022..2024").texts == [
                    "2022 2", "2023 2", "2024 2",
                ])
        }
    }

    @Test("filters by every kind of condition")
    func filters() throws {
        try BakeryDatabase.with { (bakery) throws in
            #expect(try bakery.table(["northern"], "2022..2024").totals == ["1"])
            let place = SourceLocation(file: "-", line: 1, column: 1)
            let strange = Filter("way.name", equals: "It's 100% \"ก\"", at: place)
            #expect(try bakery.table(["sales"], "2023", filters: [strange]).totals == ["0"])
            #expect(
                try bakery.table(["sales"], "2023", filters: [Filter("sold.month", equals: "12", at: place)])
                    .totals == ["1"])
        }
    }

    @Test("marks periods that the ledger does not know to be complete")
    func provisional() throws {
        try BakeryDatabase.with { (bakery) throws in
            #expect(try bakery.table(["sales"], "2023-06").total.cells[0].marks == .provisional)
            #expect(try bakery.table(["sales"], "2022-06").total.cells[0].marks == .provisional)
        }
    }

    @Test("recomputes subtotals over the members of the leading attributes, members of one name apart")
    func subtotals() throws {
        try BakeryDatabase.with { (bakery) throws in
            func rows(_ by: [String]) throws -> [String] {
                try bakery.answer(
                    MetricRequest(
                        metrics: ["sales", "web_rate"], by: by.map { AttributePath($0) },
                        period: try #require(Period("2022..2024")), language: .english, subtotals: true)
                ).table.rows.map { row in
                    let members = row.members.prefix(row.level).map { $0 ?? "–" } + (row.level < by.count ? ["="] : [])
                    return (members + row.cells.map { $0.value.map { "\($0)" } ?? "?" }).joined(separator: " ")
                }
            }
            #expect(
                try rows(["way.name", "shop.town.name"]) == [
                    "Web Ayle 2 1", "Web Bree 1 1", "Web – 1 1", "Web = 4 1",
                    "Counter Ayle 1 0", "Counter Bree 1 0", "Counter = 2 0",
                ])
            // Shop a and shop b have the same name and remain two.
            #expect(
                try rows(["shop.name", "way.name"]) == [
                    "Corner Web 2 1", "Corner Counter 1 0", "Corner = 3 2/3",
                    "Corner Web 1 1", "Corner Counter 1 0", "Corner = 2 1/2",
                    "– Web 1 1", "– = 1 1",
                ])
        }
    }

    @Test("stands targets beside the figures they are of, in the metric's own unit")
    func targets() throws {
        try BakeryDatabase.with { (bakery) throws in
            let table = try bakery.table(["web_goal", "loaves_goal"], by: ["shop.code"], "2023")
            // 60 % of every shop's sales; 0.02 thousand loaves of all shops together.
            #expect(table.rows.map { $0.cells[0].target } == Array(repeating: try Rational(3, over: 5), count: 3))
            #expect(table.rows.map { $0.cells[1].target } == [nil, nil, nil])
            #expect(table.total.cells[1].target == Rational(20))
            #expect(try table.total.cells[0].gap() == (try Rational(1, over: 15)))
            #expect(try bakery.table(["web_goal"], "2022").total.cells[0].target == nil)
            #expect(try bakery.table(["web_goal"], "FY2566").total.cells[0].target == (try Rational(decimal: "0.805")))
        }
    }

    @Test("has no rows of a stock by the days that it is counted on")
    func stockByTime() throws {
        try BakeryDatabase.with { (bakery) throws in
            #expect(throws: MetricQueryError.self) { try bakery.table(["shelf"], by: ["date.month"], "2022") }
            #expect(try bakery.table(["shelf"], by: ["way.code"], "2022").texts == ["web [x]", "counter 20"])
        }
    }
}
