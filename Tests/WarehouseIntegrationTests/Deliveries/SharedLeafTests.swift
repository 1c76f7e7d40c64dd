import Foundation
import Testing
import Warehouse

@testable import Pipelines

/// Several deliveries that go into one leaf, and those that must not.
@Suite struct SharedLeafTests {
    @Test("many small files share one leaf, each with counts of its own")
    func sharesLeaf() throws {
        try Trial.with(try salesProject()) { trial in
            for shop in 1...9 {
                try trial.write(
                    sales(
                        "1,2024-01-05,,\(shop),,\(shop)", "2,2024-02-05,,\(shop),,0.50", "2,2024-02-05,,\(shop),,0.50"),
                    to: "in/sales-\(shop).csv")
            }
            let outcomes = try trial.run("sales")
            #expect(
                outcomes.map(counts)
                    == Array(repeating: "published: 3 read, 2 loaded, 0 rejected, 1 duplicate", count: 9))
            #expect(try trial.sql("select count(*), count(distinct leaf) from ledger.load") == "1|1")
            #expect(try trial.sql("select count(*) from pg_inherits where inhparent = 'store.sale'::regclass") == "1")
            #expect(
                try trial.sql("select delivery_key, count(*), sum(amount) from star.sale group by 1 order by 1")
                    == (1...9).map { "\($0)|2|\($0).50" }.joined(separator: "\n"))
            #expect(
                try trial.sql("select read, loaded, duplicate from ledger.control_total order by delivery_key")
                    == (1...9).map { "\($0 + 1).00|\($0).50|0.50" }.joined(separator: "\n"))
            // The row that was found twice is told with its own file.
            #expect(
                try trial.sql(
                    "select source, line, detail from ledger.reject join ledger.delivery using (delivery_key) order by 1"
                ) == (1...9).map { "in/sales-\($0).csv|4|line 3 of in/sales-\($0).csv" }.joined(separator: "\n"))
            try trial.expectLedgerAgrees()
        }
    }

    @Test("two files of the same slice take effect one after the other, by name or by time", arguments: [false, true])
    func keepsOrder(byTime: Bool) throws {
        let order = byTime ? "order: modified\nload: sale" : "load: sale"
        try Trial.with(try salesProject((part: "load: sale", replacement: order))) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write(sales("1,2024-01-05,,8,,1"), to: "in/sales-b.csv")
            try trial.write(sales("1,2024-01-05,,7,,2"), to: "in/sales-c.csv")
            try trial.write(sales("1,2024-01-05,,7,,3"), to: "in/sales-d.csv")
            for (age, name) in ["c", "d", "b", "a"].enumerated() {
                try trial.setModified("in/sales-\(name).csv", .init(timeIntervalSinceNow: -1000 + Double(age)))
            }
            let outcomes = try trial.run("sales")
            let expected = (byTime ? ["c", "d", "b", "a"] : ["a", "b", "c", "d"]).map { "sales-\($0).csv published" }
            #expect(states(outcomes) == expected)
            #expect(try trial.sales() == (byTime ? "7|1|01-05|1.00\n8|1|01-05|1.00" : "7|1|01-05|3.00\n8|1|01-05|1.00"))
            // a and b; c; d: or c; d and b; a.
            #expect(try trial.sql("select count(*) from ledger.load") == "3")
            try trial.expectLedgerAgrees()
        }
    }

    @Test(
        "one bad file in the midst of a group harms no other, however it is bad",
        arguments: [
            "refused", "header", "utf16", "conflict", "empty",
        ])
    func survivesBadFiles(kind: String) throws {
        try Trial.with(try salesProject()) { trial in
            for shop in 1...5 where shop != 3 {
                try trial.write(
                    sales("1,2024-01-05,,\(shop),,1", "2,2024-01-06,,\(shop),,1"), to: "in/sales-\(shop).csv")
            }
            var third = "sales-3.csv refused"
            switch kind {
            case "refused":
                // Its good rows, and the members that only they name, must go too.
                try trial.write(
                    sales("1,2024-01-05,,33,,1", "x,2024-13-05,,3,,1", "y,2024-13-05,,3,,1"), to: "in/sales-3.csv")
            case "header": try trial.write("no,day,shop\n1,2024-01-05,33\n", to: "in/sales-3.csv")
            case "utf16":
                try trial.write(try #require(sales("1,2024-01-05,,33,,1").data(using: .utf16)), to: "in/sales-3.csv")
            case "empty": try trial.write("", to: "in/sales-3.csv")
            default:
                try trial.write(
                    sales("9,2024-01-05,,9,,1", "1,2024-01-05,,2,,50", "2,2024-01-06,,2,,50"), to: "in/sales-3.csv")
                third = "sales-3.csv published"
            }
            let outcomes = try trial.run("sales")
            #expect(
                states(outcomes) == [
                    "sales-1.csv published", "sales-2.csv published", third, "sales-4.csv published",
                    "sales-5.csv published",
                ])
            let amounts =
                kind == "conflict"
                ? "1|2|2.00\n2|2|100.00\n4|2|2.00\n5|2|2.00\n9|1|1.00" : "1|2|2.00\n2|2|2.00\n4|2|2.00\n5|2|2.00"
            #expect(
                try trial.sql(
                    "select code, count(*), sum(amount) from star.sale join star.shop using (shop_key) group by 1 order by 1"
                ) == amounts)
            #expect(
                try trial.sql("select string_agg(code, ',' order by code) from store.shop where shop_key > 0")
                    == (kind == "conflict" ? "1,2,4,5,9" : "1,2,4,5"))
            #expect(try trial.sql("select count(*) from ledger.load") == (kind == "conflict" ? "2" : "1"))
            #expect(
                try trial.sql("select count(*) from ledger.delivery where state = 'refused' and reason <> ''")
                    == (kind == "conflict" ? "0" : "1"))
            try trial.expectLedgerAgrees()
            // It is tried again, and the others are not.
            if kind != "conflict" {
                try trial.write(sales("1,2024-01-05,,3,,1"), to: "in/sales-3.csv")
                #expect(try trial.run("sales").filter { $0.state == .published }.map(\.source) == ["in/sales-3.csv"])
            }
        }
    }

    @Test("a refused file that shares rows with a good one takes none of them with it")
    func sharesRowsWithRefused() throws {
        try Trial.with(try salesProject()) { trial in
            // The same grain in the same slice: what comes second looks like a repetition of rows that then go.
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1", "x,,,7,,1", "y,,,7,,1", "z,,,7,,1"),
                to: "in/sales-a.csv")
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,3", "2,2024-01-05,,7,,4"), to: "in/sales-b.csv")
            let outcomes = try trial.run("sales")
            #expect(
                outcomes.map(counts) == [
                    "refused: 5 read, 2 loaded, 3 rejected, 0 duplicate",
                    "published: 3 read, 2 loaded, 0 rejected, 1 duplicate",
                ])
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|2|01-05|3.00")
            #expect(
                try trial.sql("select line, detail, byte_offset from ledger.reject where class = 'duplicate'")
                    == "4|line 3 of in/sales-b.csv|\(27 + 2 * 19)")
            try trial.expectLedgerAgrees()
        }
    }
}
