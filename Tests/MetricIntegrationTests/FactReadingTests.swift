import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing
import Warehouse

@Suite struct FactReadingTests {
    /// Says of the bakery's rows which delivery they came in, as a load does.
    private static let deliveries = """
        insert into ledger.delivery_slice (delivery_key, slice_key, version_key, rows)
        select delivery_key, slice_key, version_key, count(*) from store.sale group by 1, 2, 3;
        select setval('ledger.version_key', 2);
        """

    private func loaves(
        _ bakery: BakeryDatabase, _ period: Period, asOf: Knowledge = .current, on connection: borrowing Connection
    ) throws -> [String] {
        let engine = MetricEngine(
            project: bakery.project, completeness: try Completeness(bakery.project, asOf: asOf, on: connection),
            versions: try PublishedVersions(bakery.project, asOf: asOf, on: connection))
        let request = MetricRequest(
            metrics: ["loaves"], by: [], period: period, filters: [], language: .english, asOf: asOf)
        return try engine.table(request, on: connection).totals
    }

    @Test("answers from what was there when it began, though a compaction takes every leaf away meanwhile")
    func outlivesCompaction() throws {
        try BakeryDatabase.with { (bakery) throws in
            _ = try queryDatabase(bakery.url, Self.deliveries)
            let years = try #require(Period("2022..2024"))
            let reader = try Connection(connecting: bakery.url)
            let writer = try Connection(connecting: bakery.url)
            try reader.readingFacts(["sale"]) { reader in
                // The snapshot is taken by the first query; no leaf has been read yet.
                let completeness = try Completeness(bakery.project, on: reader)
                let versions = try PublishedVersions(bakery.project, on: reader)
                let reports = try Compaction(bakery.project, patience: 100).run(
                    bakery.project.factsInOrder, everything: true, on: writer)
                #expect(reports.map(\.rowsMoved) == [7])
                #expect(reports.map(\.left) == [["sale_v1", "sale_v2"]])
                let engine = MetricEngine(project: bakery.project, completeness: completeness, versions: versions)
                let request = MetricRequest(
                    metrics: ["loaves"], by: [], period: years, filters: [], language: .english, asOf: .current)
                #expect(try engine.table(request, on: reader).totals == ["27"])
            }
            _ = try Compaction(bakery.project).run(bakery.project.factsInOrder, everything: true, on: writer)
            #expect(
                try queryDatabase(
                    bakery.url, "select count(*) from pg_inherits where inhparent = 'store.sale'::regclass") == "2")
            #expect(try loaves(bakery, years, on: reader) == ["27"])
            #expect(
                try loaves(bakery, try #require(Period("2024-06")), asOf: .asOf("2024-07-15 00:00+07"), on: reader) == [
                    "1"
                ])
        }
    }

    @Test("refuses figures as of a moment whose rows are kept no longer, and only these")
    func refusesWhatIsGone() throws {
        try BakeryDatabase.with { (bakery) throws in
            _ = try queryDatabase(bakery.url, Self.deliveries)
            let connection = try Connection(connecting: bakery.url)
            // The first version of June 2024 was retired on 1 August 2024; it is let go by hand.
            try connection.execute("alter table store.sale detach partition leaf.sale_v1")
            try connection.execute("update leaf.sale_v1 set version_key = 3 where slice_key <> 4")
            try connection.execute("delete from leaf.sale_v1 where slice_key = 4")
            try connection.execute("alter table store.sale attach partition leaf.sale_v1 for values in (3)")
            try connection.execute("update ledger.load set version_key = 3 where version_key = 1")
            try connection.execute("update ledger.published set version_key = 3 where version_key = 1")
            try connection.execute(
                "update ledger.published_history set version_key = 3 where version_key = 1 and slice_key <> 4")
            let moment = Knowledge.asOf("2024-07-15 00:00+07")
            let error = #expect(throws: MetricQueryError.self) {
                try loaves(bakery, try #require(Period("2024-06")), asOf: moment, on: connection)
            }
            #expect(
                error?.description
                    == "fact `sale` as it was known at 2024-07-15 00:00+07 lacks rows that are kept no longer (`retention:` in uptake.yaml): 1 slices, sales 2024-06; what was known from 2024-08-01 00:00:00+00 on can be computed"
            )
            #expect(try loaves(bakery, try #require(Period("2023")), asOf: moment, on: connection) == ["15"])
            #expect(
                try loaves(bakery, try #require(Period("2024-06")), asOf: .asOf("2024-08-15 00:00+07"), on: connection)
                    == ["7"])
        }
    }
}
