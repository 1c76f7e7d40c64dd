import Definitions
import MetricQueries
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
}
