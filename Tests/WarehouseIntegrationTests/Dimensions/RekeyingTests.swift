import Definitions
import Foundation
import Pipelines
import Postgres
import TestSupport
import Testing

@testable import Warehouse

/// Versions of members that arrive after the rows of their days.
@Suite struct RekeyingTests {
    /// Number and size of every sale, as readers see it.
    static let sizes = """
        select string_agg(number || ' ' || coalesce(size, '-') || case when inferred then ' inferred' else '' end, ', '
            order by number)
        from star.sale join star.shop using (shop_key)
        """

    /// The version that each slice stands in.
    private static let versions = """
        select string_agg(period || ' v' || version_key, ', ' order by period)
        from ledger.published join ledger.slice using (slice_key)
        """

    /// A shop and a sale a month.
    private func withSales(_ body: (Trial) throws -> Void) throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            #expect(try trial.load("shops").notes == [])
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-31,,7,,2", "3,2024-02-01,,7,,4", "4,2024-03-01,,7,,8"),
                to: "in/sales.csv")
            try trial.run("sales")
            #expect(try trial.sql(Self.versions) == "2024-01 v1, 2024-02 v1, 2024-03 v1")
            try body(trial)
        }
    }

    @Test("lead the rows of their days to them, in the slices they touch and in no other")
    func rekeysWhatIsTouched() throws {
        try withSales { trial in
            let before = try trial.sql("select clock_timestamp()")
            let lineage = try trial.sql("select number, delivery_key, line from star.sale order by 1")
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "7,Seven,large,,,v,2024-02-01"), to: "in/shops.csv")
            let outcome = try trial.load("shops")
            #expect(outcome.notes == ["sale: 2 keys in 2 slices re-keyed as of their rows' days"])
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 large, 4 large")
            #expect(try trial.sql(Self.versions) == "2024-01 v1, 2024-02 v2, 2024-03 v2")
            #expect(try trial.sql("select made_by from ledger.load order by version_key") == "load\nrekeying")
            #expect(try trial.sql("select number, delivery_key, line from star.sale order by 1") == lineage)
            try trial.expectLedgerAgrees()
            // As it was known before, with the members and the slices of then.
            #expect(
                try trial.sql(
                    """
                    select string_agg(number || ' ' || size, ', ' order by number)
                    from store.sale f
                    join ledger.published_history p on p.slice_key = f.slice_key and p.version_key = f.version_key
                        and p.known_from <= '\(before)' and '\(before)' < p.known_to
                    join store.shop s on s.shop_key = f.shop_key
                        and s.known_from <= '\(before)' and '\(before)' < s.known_to
                    """) == "1 small, 2 small, 3 small, 4 small")
            // Nothing more is left to do.
            let sums = try trial.checksums()
            #expect(try trial.load("shops").state == .unchanged)
            #expect(try trial.checksums() == sums)
        }
    }

    @Test("may fall between others, and end where the later one begins")
    func rekeysInBetween() throws {
        try withSales { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "7,Seven,large,,,v,2024-03-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(shops("7,Seven,middle,,,v,2024-01-31"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").notes == ["sale: 2 keys in 2 slices re-keyed as of their rows' days"])
            #expect(try trial.sql(Self.sizes) == "1 small, 2 middle, 3 middle, 4 large")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("describe a placeholder in place, and leave it to the days that nothing describes")
    func rekeysPlaceholders() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(
                sales("1,2023-12-31,,7,,1", "2,2024-01-01,,7,,2", "3,2024-02-01,,7,,4", "4,2024-02-02,,8,,1"),
                to: "in/sales.csv")
            try trial.run("sales")
            #expect(try trial.sql(Self.sizes) == "1 - inferred, 2 - inferred, 3 - inferred, 4 - inferred")
            let keys = "select number || ' ' || shop_key from star.sale order by number"
            #expect(try trial.sql(keys) == "1 1\n2 1\n3 1\n4 2")
            try trial.write(
                shops("7,Seven,small,,,v,2024-01-01", "7,Seven,large,,,v,2024-02-01"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").notes == ["sale: 2 keys in 2 slices re-keyed as of their rows' days"])
            #expect(try trial.sql(Self.sizes) == "1 - inferred, 2 small, 3 large, 4 - inferred")
            #expect(try trial.sql("select shop_key from star.sale where number = '2'") == "1")
            #expect(
                try trial.sql(
                    "select code, valid_from, valid_to from star.shop where inferred and valid_from < valid_to order by 1"
                )
                    == "7|-infinity|2024-01-01\n8|-infinity|infinity")
            try trial.expectLedgerAgrees()
            // Rows that come later find what is there by now.
            try trial.write(sales("5,2023-12-30,,7,,1", "6,2023-12-31,,7,,1"), to: "in/sales2.csv")
            try trial.run("sales", accept: true)
            #expect(try trial.sql("select count(*) from store.shop where inferred and known_to = 'infinity'") == "2")
        }
    }

    @Test("leave a placeholder as long as a row points to it, and no longer")
    func endsPlaceholders() throws {
        try Trial.with(try salesProject()) { trial in
            let waiting = """
                select string_agg(code || ' ' || valid_from || ' ' || valid_to, ', ' order by valid_from)
                from star.shop where inferred and valid_from < valid_to
                """
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-02-05,,7,,2"), to: "in/sales.csv")
            try trial.run("sales")
            #expect(try trial.sql(waiting) == "7 -infinity infinity")
            try trial.write(shops("7,Seven,small,,,v,2024-03-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql(waiting) == "7 -infinity 2024-03-01")
            try trial.write(shops("7,Seven,small,,,v,2024-02-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql(waiting) == "7 -infinity 2024-02-01")
            #expect(try trial.sql(Self.sizes) == "1 - inferred, 2 small")
            try trial.write(shops("7,Seven,small,,,v,2024-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql(waiting) == "")
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small")
        }
    }

    @Test("keep the delivery that gave the rows in force, and let it be rolled back")
    func keepsDeliveries() throws {
        try withSales { trial in
            try trial.write(sales("3,2024-02-01,,7,,40", "5,2024-02-02,,7,,1"), to: "in/sales-corrected.csv")
            try trial.run("sales", accept: true)
            try trial.write(shops("7,Seven,large,,,v,2024-02-02"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").notes == ["sale: 2 keys in 2 slices re-keyed as of their rows' days"])
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 small, 4 large, 5 large")
            // The same content from another place is no news.
            try trial.write(sales("3,2024-02-01,,7,,40", "5,2024-02-02,,7,,1"), to: "in/sales-again.csv")
            #expect(
                states(try trial.run("sales")).sorted() == [
                    "sales-again.csv unchanged", "sales-corrected.csv unchanged", "sales.csv unchanged",
                ])
            let outcome = try Rollback(3, of: try trial.project()).run(on: Connection(connecting: trial.conninfo))
            #expect(
                outcome.slices == [Rollback.Slice(period: "2024-02", part: "7", rowsBefore: 2, rowsAfter: 1)])
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 small, 4 large")
        }
    }

    @Test("hold for rows too that come back by a rollback")
    func rekeysWhatComesBack() throws {
        try withSales { trial in
            try trial.write(sales("5,2024-02-02,,7,,1"), to: "in/sales-corrected.csv")
            try trial.run("sales", accept: true)
            try trial.write(shops("7,Seven,large,,,v,2024-02-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 4 large, 5 large")
            _ = try Rollback(3, of: try trial.project()).run(on: Connection(connecting: trial.conninfo))
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 large, 4 large")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("are compacted like any load, and stay what they are as of earlier days")
    func compacts() throws {
        try withSales { trial in
            try trial.write(shops("7,Seven,large,,,v,2024-02-01"), to: "in/shops.csv")
            try trial.run("shops")
            let project = try trial.project()
            let connection = try Connection(connecting: trial.conninfo)
            _ = try Compaction(project).run(project.factsInOrder, everything: true, on: connection)
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 large, 4 large")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("are never seen without their rows, nor are rows missing meanwhile, and no reader waits")
    func readersSeeAllOrNothing() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(shops("7,Seven,0,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            let rows = (0..<2000).map { number in
                let (month, day) = (number % 12 + 1, number % 28 + 1)
                return "\(number),2024-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day),,7,,1\n"
            }
            try trial.write("no,day,back,shop,id,amount\n" + rows.joined(), to: "in/sales.csv")
            try trial.run("sales")
            let astray = """
                select count(*) || ' rows, ' || count(*) filter (
                    where to_date(sold_key::text, 'yyyymmdd') not between valid_from and valid_to - 1) || ' astray'
                from star.sale join star.shop using (shop_key)
                """
            let reader = LoopingReader(trial.conninfo, [astray])
            for number in 1...25 {
                // In no order of their days.
                let day = 26 - number
                let since = "2024-\(day % 12 + 1 < 10 ? "0" : "")\(day % 12 + 1)-\(day < 10 ? "0" : "")\(day)"
                try trial.write(shops("7,Seven,\(number),,,v,\(since)"), to: "in/shops.csv")
                #expect(try trial.load("shops").notes.count == 1)
            }
            let seen = reader.stop()
            #expect(seen.answers == ["2000 rows, 0 astray"])
            #expect(seen.count > 25)
            #expect(seen.slowest < 1000)
        }
    }

    @Test("change nothing at all when another session has changed the dimension meanwhile")
    func noticesOtherSessions() throws {
        try withSales { trial in
            try trial.write(shops("7,Seven,large,,,v,2024-02-01"), to: "in/shops.csv")
            var isFirst = true
            let outcomes = try trial.run("shops", jobs: 1) { _, _ in
                guard isFirst else { return }
                isFirst = false
                #expect(throws: Never.self) {
                    _ = try trial.sql(
                        """
                        insert into store.shop (shop_key, code, name_en, name_th, size, town_key, valid_from, valid_to, known_from, known_to, inferred)
                        select nextval('store.shop_key'), '8', 'Eight', 'Eight', 'big', -1, '-infinity', 'infinity', clock_timestamp(), 'infinity', false
                        """)
                }
            }
            #expect(!isFirst)
            #expect(outcomes.map(\.state) == [.published])
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 large, 4 large")
            #expect(try trial.sql("select count(*) from ledger.delivery where pipeline = 'shops'") == "2")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("cut off at any moment, change nothing or all of it, and the next run finishes", .timeLimit(.minutes(2)))
    func cutAtRandom() throws {
        try withSales { trial in
            try trial.write(shops("7,Seven,large,,,v,2024-02-01"), to: "in/shops.csv")
            let conninfo = trial.conninfo
            for cut in 0..<10 {
                let killer = Thread {
                    Thread.sleep(forTimeInterval: Double(cut) * 0.015)
                    _ = try? queryDatabase(
                        conninfo,
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'uptake trial%' and datname = current_database()"
                    )
                }
                killer.start()
                _ = try? trial.run("shops")
                let sizes = try trial.sql(Self.sizes)
                #expect(
                    ["1 small, 2 small, 3 small, 4 small", "1 small, 2 small, 3 large, 4 large"].contains(sizes))
            }
            Thread.sleep(forTimeInterval: 0.2)
            try trial.run("shops")
            #expect(try trial.sql(Self.sizes) == "1 small, 2 small, 3 large, 4 large")
            // What was attached and never published is taken away at the end of a run.
            _ = try Compaction(try trial.project()).runIfItPays(on: Connection(connecting: conninfo))
            try trial.expectLedgerAgrees()
        }
    }

    @Test("of a curated table lead rows to them as well, without their files")
    func rekeysCuratedMembers() throws {
        var files = try salesProject()
        files["warehouse/dimensions/shop.yaml"] = """
            dimension: shop
            description: { en: Shops, th: ร้าน }
            key: [code]
            history: { size: version }
            columns: { code: text, size: text }
            members: reference/shop.csv
            """
        files["warehouse/reference/shop.csv"] = "code,size,valid_from\n7,small,\n8,small,\n"
        files["pipelines/shops.yaml"] = nil
        try Trial.with(files) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-02-05,,7,,2", "3,2024-02-06,,8,,2"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.remove("in/sales.csv")
            try trial.write(
                "code,size,valid_from\n7,small,\n7,large,2024-02-01\n8,small,\n", to: "warehouse/reference/shop.csv")
            try trial.migrate()
            #expect(try trial.sql(Self.sizes) == "1 small, 2 large, 3 small")
            // A member that the table no longer has ends today, which is later than its rows.
            try trial.write("code,size,valid_from\n7,small,\n7,large,2024-02-01\n", to: "warehouse/reference/shop.csv")
            try trial.migrate()
            #expect(try trial.sql(Self.sizes) == "1 small, 2 large, 3 small")
            #expect(try trial.sql("select valid_to from star.shop where code = '8'") == "2024-08-22")
            try trial.expectLedgerAgrees()
        }
    }
}
