import Foundation
import Pipelines
import Testing

/// The way of a refused row: out of its file, corrected, delivered again.
@Suite struct CorrectedDeliveryTests {
    private let delivered = sales(
        "1,2024-01-05,,7,,1", "2,2024-02-30,,7,,2", "3,2024-01-06,,8,,x", "4,2024-01-07,,7,,4",
        "5,2024-03-08,,\"8\",,-5", "1,2024-01-05,,7,,1", "4,2024-01-07,,7,,40", "7,2024-01-09,,9,,7")
    /// The same as if the sender had never made a mistake.
    private let faultless = sales(
        "1,2024-01-05,,7,,1", "2,2024-02-29,,7,,2", "3,2024-01-06,,8,,3", "4,2024-01-07,,7,,4",
        "5,2024-03-08,,\"8\",,5", "6,2024-01-07,,7,,40", "7,2024-01-09,,9,,7")

    /// What readers see, whatever it came from.
    private func seen(_ trial: Trial) throws -> String {
        try trial.sql(
            """
            select number, sold_key, returned_key, code, amount
            from star.sale join star.shop using (shop_key) order by 1, 2
            """)
    }

    private func correct(_ trial: Trial) throws {
        try trial.edit("out/fix.amend.csv", "2024-02-30", "2024-02-29")
        try trial.edit("out/fix.amend.csv", ",x\n", ",3\n")
        try trial.edit("out/fix.amend.csv", "-5", "5")
        try trial.edit("out/fix.amend.csv", "4,2024-01-07,,7,,40", "6,2024-01-07,,7,,40")
        try trial.move("out/fix.amend.csv", to: "in/sales-fix.amend.csv")
    }

    @Test("corrected rows join their slices, and all others stay as they are")
    func joins() throws {
        var expected = ""
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(faultless, to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 7 read, 7 loaded, 0 rejected, 0 duplicate")
            expected = try seen(trial)
        }
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(delivered, to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 8 read, 3 loaded, 3 rejected, 2 duplicate")
            let result = try writeCorrections(trial, of: "sales")
            #expect(result.rows == 4)
            #expect(!result.hasProblems)
            #expect(result.advice?.contains("put it into in under a name that `path` matches") == true)
            // The equal duplicate is left out: nothing is lost with it.
            #expect(
                try text(trial)
                    == sales(
                        "2,2024-02-30,,7,,2", "3,2024-01-06,,8,,x", "5,2024-03-08,,\"8\",,-5", "4,2024-01-07,,7,,40"))
            try correct(trial)
            let outcomes = try trial.run("sales")
            #expect(
                outcomes.map(counts) == ["unchanged", "published: 4 read, 4 loaded, 0 rejected, 0 duplicate"])
            #expect(try seen(trial) == expected)
            #expect(
                try trial.sql(
                    "select read, loaded, rejected, duplicate from ledger.control_total order by delivery_key")
                    == "50.00|12.00|-3.00|41.00\n50.00|50.00|0.00|0.00")
            // Each row still leads to the file and the line it came from.
            #expect(
                try trial.sql(
                    "select number, d.source, line from star.sale join ledger.delivery d using (delivery_key) order by 1"
                )
                    == """
                    1|in/sales.csv|2
                    2|in/sales-fix.amend.csv|2
                    3|in/sales-fix.amend.csv|3
                    4|in/sales.csv|5
                    5|in/sales-fix.amend.csv|4
                    6|in/sales-fix.amend.csv|5
                    7|in/sales.csv|9
                    """)
            let before = try trial.checksums()
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .unchanged])
            #expect(try trial.checksums() == before)
        }
    }

    @Test("rows delivered again as they were are refused again, and take nothing with them")
    func staysWithoutCorrection() throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-02-30,,7,,2"), to: "in/sales.csv")
            try trial.run("sales")
            let before = try seen(trial)
            try writeCorrections(trial, of: "sales")
            try trial.move("out/fix.amend.csv", to: "in/sales-fix.amend.csv")
            #expect(
                try trial.run("sales").map(counts)
                    == ["unchanged", "published: 1 read, 0 loaded, 1 rejected, 0 duplicate"])
            #expect(try seen(trial) == before)
        }
    }

    @Test("a corrected file needs no trailer, and is held against one that it has")
    func needsNoTrailer() throws {
        var files = lenientShopProject()
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing("path: \"in/sales*.csv\"", with: "path: \"in/sales*.csv\", trailer: { marker: T, rows: 2 }")
        try Trial.with(files) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-02-30,,7,,2", "T,2"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            try writeCorrections(trial, of: "sales")
            #expect(try text(trial) == sales("2,2024-02-30,,7,,2"))
            try trial.edit("out/fix.amend.csv", "2024-02-30", "2024-02-29")
            try trial.move("out/fix.amend.csv", to: "in/sales-fix.amend.csv")
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .published])
            #expect(try trial.sql("select string_agg(number, ',' order by number) from star.sale") == "1,2")
            try trial.write(sales("2,2024-02-28,,7,,2", "T,3"), to: "in/sales-fix.amend.csv")
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .refused])
        }
    }

    @Test("members that were refused join the others")
    func correctsMembers() throws {
        var files = lenientShopProject()
        files["pipelines/shops.yaml"] = files["pipelines/shops.yaml"]?
            .replacing("in/shops.csv", with: "\"in/shops*.csv\"").replacing("at_most: 50%", with: "at_most: 100%")
        try Trial.with(files) { trial in
            try trial.write(
                shops("a,A,big,1,,v,2024-01-01", "b,B,big,1,,nowhere,2024-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try writeCorrections(trial, of: "shops")
            #expect(try text(trial) == shops("b,B,big,1,,nowhere,2024-01-01"))
            try trial.edit("out/fix.amend.csv", "nowhere", "b")
            try trial.move("out/fix.amend.csv", to: "in/shops-fix.amend.csv")
            #expect(try trial.run("shops").map(\.state) == [.unchanged, .published])
            #expect(try trial.sql("select code from star.shop where shop_key > 0 order by 1") == "a\nb")
        }
    }
}
