import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing

/// The same months of an unfinished year, wherever a change is asked for.
@Suite struct SamePortionTests {
    /// Every month up to June 2024 and every year of the web's own feed are delivered, most of them without a sale.
    private static let deliveries = """
        insert into ledger.slice (slice_key, pipeline, period, slicing)
        select 100 + row_number() over (), 'sales', to_char(m, 'YYYY-MM'), 'month'
        from generate_series('2020-01-01'::date, '2024-06-01', '1 month') as m
        where to_char(m, 'YYYY-MM') not in ('2022-06', '2023-06', '2023-12', '2024-06');
        insert into ledger.slice (slice_key, pipeline, period, slicing)
        select 1000 + y, 'web_sales', y::text, 'year' from generate_series(2022, 2024) as y;
        insert into ledger.published (slice_key, version_key)
        select slice_key, 1 from ledger.slice where slice_key > 100;
        insert into ledger.delivery (delivery_key, pipeline, source, sha256, definition_hash, state,
            read_rows, loaded_rows, rejected_rows, duplicate_rows, warned_rows, started_at, finished_at)
        values (1, 'sales', 'a.csv', 'aa', 'x', 'published', 6, 6, 0, 0, 0, '2024-07-01', '2024-07-01'),
            (2, 'sales', 'b.csv', 'bb', 'x', 'published', 1, 1, 0, 0, 0, '2024-08-01', '2024-08-01');
        """

    @Test("are compared, explained and led back to their rows")
    func everywhere() throws {
        try BakeryDatabase.with { (bakery) throws in
            _ = try queryDatabase(bakery.url, Self.deliveries)
            // One sale in June 2024; two in June 2023, a third one in December.
            let table = try bakery.table(["fair_growth", "fair_before", "sales"], by: ["shop.code"], "2024")
            #expect(table.texts == ["a -1 1 0", "b 0 1 1"])
            #expect(table.totals == ["-1/2", "2", "1"])
            #expect(table.total.cells[0].portion?.key == "2024-01..2024-06")

            let connection = try Connection(connecting: bakery.url)
            let explanation = try MetricExplainer(bakery.project).explain(
                ExplanationRequest(
                    metric: "fair_growth", period: .year(2024), by: [AttributePath("shop.code")],
                    language: .english), on: connection)
            #expect([explanation.period.key, explanation.base.key] == ["2024-01..2024-06", "2023-01..2023-06"])
            #expect(explanation.before.value == Rational(2) && explanation.after.value == Rational(1))

            let engine = MetricEngine(
                project: bakery.project, completeness: try Completeness(bakery.project, on: connection),
                versions: try PublishedVersions(bakery.project, on: connection))
            let lineage = try engine.lineage(
                LineageRequest(metric: "fair_growth", period: .year(2024), language: .english), on: connection)
            #expect(lineage.parts.map(\.period.key) == ["2024-01..2024-06", "2023-01..2023-06"])
            #expect(lineage.parts.map(\.rows) == [1, 2])
        }
    }
}
