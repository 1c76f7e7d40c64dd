import Definitions
import Postgres
import Records
import TestSupport
import Testing

@testable import Warehouse

/// What loads, corrections, members that arrive late, rollbacks and compactions leave in the rollups.
@Suite struct RollupUpkeepTests {
    private static let reports = [
        "reports/metrics/sales.yaml": """
        metrics:
          - { name: sales, type: simple, fact: sale, agg: count, disclosure: none, label: { en: Sales, th: การขาย } }
          - { name: turnover, type: simple, fact: sale, agg: sum, of: amount, disclosure: none, label: { en: Turnover, th: ยอดขาย } }
        """,
        "reports/shops.yaml": """
        report: shops
        title: { en: Shops, th: ร้าน }
        period: { grain: year, default: last_complete }
        sheets:
          - name: { en: By size, th: ขนาด }
            rows: shop.size
            columns: [sales, turnover]
        """,
    ]

    /// What a rollup holds of each version beside what the rows of that version come to, both of them in psql's words.
    private static let differences = """
        with rows as (
            select slice_key, version_key, sold_key / 100 as month, shop_key, count(*) as n, sum(amount) as amount
            from store.sale where version_key in (select version_key from ledger.load)
            group by 1, 2, 3, 4
        ), rolled as (
            select slice_key, version_key, sold_key / 100, shop_key, sum(_rows)::bigint, sum(amount)
            from rollup.sale_sold_shop
            group by 1, 2, 3, 4
        )
        select (select count(*) from (select * from rows except all select * from rolled) missing) || ' missing, '
            || (select count(*) from (select * from rolled except all select * from rows) beyond) || ' too many, '
            || (select count(*) from ledger.load where version_key not in (select version_key from ledger.rolled_up))
            || ' loads not held, '
            || (select count(*) from ledger.rolled_up where version_key not in (select version_key from ledger.load))
            || ' that are gone'
        """
    private static let none = "0 missing, 0 too many, 0 loads not held, 0 that are gone"

    func withShops(_ body: (Trial) throws -> Void) throws {
        let files = try salesProject().merging(Self.reports) { _, new in new }
        try Trial.with(files) { trial in
            #expect(try trial.project().rollups.map(\.name) == ["sale_sold_shop"])
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.load("shops")
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-31,,7,,2", "3,2024-02-01,,8,,4", "4,2024-03-01,,7,,8"),
                to: "in/sales.csv")
            try trial.run("sales")
            #expect(try trial.sql(Self.differences) == Self.none)
            #expect(try trial.sql("select count(*), sum(_rows), sum(amount) from rollup.sale_sold_shop") == "3|4|15.00")
            try body(trial)
        }
    }

    @Test("a correction, a member that arrives late, a rollback and a compaction")
    func followsEverything() throws {
        try withShops { trial in
            try trial.write(sales("1,2024-01-05,,7,,10", "5,2024-01-07,,7,,40"), to: "in/sales.csv")
            try trial.run("sales", accept: true)
            #expect(try trial.sql(Self.differences) == Self.none)

            // Two slices get a new version of shop 7, by rows that are written anew.
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "7,Seven,large,,,v,2024-01-06"), to: "in/shops.csv")
            try trial.load("shops")
            #expect(try trial.sql("select count(*) from ledger.load where made_by = 'rekeying'") != "0")
            #expect(try trial.sql(Self.differences) == Self.none)

            _ = try Rollback(3, of: try trial.project()).run(on: Connection(connecting: trial.conninfo))
            #expect(try trial.sql(Self.differences) == Self.none)

            let project = try trial.project()
            let facts = project.factsInOrder
            let before = try trial.sql("select sum(_rows), sum(amount) from rollup.sale_sold_shop")
            let reports = try Compaction(project).run(
                facts, everything: true, on: Connection(connecting: trial.conninfo))
            #expect(reports.contains { $0.leavesAfter < $0.leavesBefore })
            #expect(try trial.sql(Self.differences) == Self.none)
            #expect(try trial.sql("select sum(_rows), sum(amount) from rollup.sale_sold_shop") == before)
        }
    }

    @Test("a compaction of loads of which one was not held leaves none that claims to be")
    func followsGaps() throws {
        try withShops { trial in
            try trial.write(sales("1,2024-01-05,,7,,10", "5,2024-01-07,,7,,40"), to: "in/sales.csv")
            try trial.run("sales", accept: true)
            _ = try trial.sql(
                "delete from ledger.rolled_up where version_key = 1; delete from rollup.sale_sold_shop where version_key = 1"
            )
            let project = try trial.project()
            _ = try Compaction(project).run(
                project.factsInOrder, everything: true, on: Connection(connecting: trial.conninfo))
            let held = try trial.sql("select count(*) from ledger.rolled_up")
            #expect(
                try trial.sql(
                    """
                    select count(*) from ledger.rolled_up u where exists (
                        select slice_key, sum(n)
                        from (
                            select slice_key, _rows as n from rollup.sale_sold_shop r where r.version_key = u.version_key
                            union all
                            select slice_key, -1 from store.sale f where f.version_key = u.version_key) other
                        group by slice_key having sum(n) <> 0)
                    """) == "0", "\(held) held")
            // The next migration fills what is lacking.
            try trial.migrate()
            #expect(try trial.sql(Self.differences) == Self.none)
        }
    }

    @Test("a rollup that goes is waited for until nobody reads its fact")
    func outlastsReaders() throws {
        try withShops { trial in
            try trial.edit("reports/shops.yaml", "rows: shop.size", "rows: sold.month")
            let project = try trial.project()
            let reader = try Connection(connecting: trial.conninfo)
            let other = try Connection(connecting: trial.conninfo)
            try reader.execute("begin isolation level repeatable read read only")
            try reader.execute("lock table only store.sale in access share mode")
            try other.execute("set lock_timeout = '200ms'")
            let error = #expect(throws: PostgresError.self) { try Migration(project).run(on: other) }
            #expect(error?.sqlState == "55P03")
            #expect(try reader.query("select sum(_rows) from rollup.sale_sold_shop").int(0, 0) == 4)
            try reader.execute("commit")
            #expect(try Migration(project).run(on: other) > 0)
        }
    }

    @Test("reports that ask for something else get other rollups, and old ones go")
    func followReports() throws {
        try withShops { trial in
            try trial.edit("reports/shops.yaml", "rows: shop.size", "rows: sold.month")
            #expect(try trial.migrate() > 0)
            #expect(try trial.sql("select rollup, roles, measures from ledger.rollup") == "sale_sold|{}|{amount}")
            #expect(try trial.sql("select count(*), sum(_rows), sum(amount) from rollup.sale_sold") == "3|4|15.00")
            #expect(try trial.sql("select to_regclass('rollup.sale_sold_shop') is null") == "t")
            try trial.edit("reports/shops.yaml", "columns: [sales, turnover]", "columns: [sales]")
            #expect(try trial.migrate() > 0)
            #expect(try trial.sql("select rollup, roles, measures from ledger.rollup") == "sale_sold|{}|{}")
            #expect(try trial.migrate() == 0)
        }
    }
}

extension RollupUpkeepTests {
    @Test("rows that were kept back and added after all are in them")
    func addedLate() throws {
        try withShops { trial in
            let fact = try #require(try trial.project().facts["sale"])
            let connection = try Connection(connecting: trial.conninfo)
            let leaf = Leaf(fact, version: 90)
            try connection.execute("create temporary table \(leaf.addedLate) (like store.sale)")
            try connection.execute(
                """
                insert into \(leaf.addedLate) (slice_key, version_key, delivery_key, line, sold_key, returned_key, shop_key,
                                        number, amount)
                values (1, 90, 5, 2, 20240315, -2, 1, 'late', 2.50)
                """)
            let definition = try #require(try trial.project().rollups.first)
            var tally = try #require(
                RollupTally(
                    definition, fields: [("sold", .integer32), ("shop", .integer32), ("amount", .decimal(scale: 2))]))
            var batch = TypedBatch(kinds: [.integer32, .integer32, .decimal(scale: 2)])
            for (column, value) in zip(batch.columns.indices, [2024_03_01, 1, 725] as [Int64]) {
                batch.columns[column].append(value)
            }
            tally.add(batch, rows: [0], slices: [1])
            try connection.transaction { try Rollups.add(leaf, tallies: [tally], on: $0) }
            #expect(
                try trial.sql(
                    """
                    select slice_key, sold_key, shop_key, sum(_rows), sum(amount) from rollup.sale_sold_shop
                    where version_key = 90 group by 1, 2, 3
                    """) == "1|20240301|1|2|9.75")
            // Nobody has told the ledger of such rows.
            #expect(throws: RollupError.self) { try Rollups.audit(leaf, on: connection) }
        }
    }
}
