import Definitions
import MetricQueries
import Periods
import TestSupport
import Testing

@Suite struct RollupTests {
    private static let periods = [
        "2022", "2565", "FY2023", "2023-Q2", "2023-06", "2023-01..2024-06", "2024", "2021", "2024-02",
    ]
    private static let metrics = [
        "sales", "web_sales", "web_rate", "web_rate_change", "sales_growth", "loaves", "loaves_to_date", "loaves_ever",
        "saved", "shelf", "buyers", "northern",
    ]
    private static let attributes = [
        "way.name", "way.class", "shop.code", "shop.name", "shop.town.region", "sold.month", "date.fiscal_year",
        "sold.weekday", "number", "shop.town.name as_is",
    ]
    private static let conditions = [
        ("way.code", "web"), ("shop.town.code", "a"), ("sold.quarter", "2"), ("sold.day", "7"), ("loaves", "3"),
    ]

    @Test("give the same answer as the rows themselves, whatever is asked")
    func sameAnswer() throws {
        try BakeryDatabase.with { (bakery) throws in
            try sellAtRandom(bakery)
            try bakery.migrate()
            var random = Randomness(seed: 20_241)
            var (fromRollups, fromRows) = (0, 0)
            for _ in 0..<300 {
                let request = try Self.request(&random)
                let (table, sql) = try bakery.answer(request)
                let (expected, plain) = try bakery.answer(request, usingRollups: false)
                try #require(!plain.contains("rollup."))
                #expect(table.rows == expected.rows, "\(request)")
                #expect(table.total == expected.total, "\(request)")
                if sql.contains("rollup.") { fromRollups += 1 }
                if sql.contains("store.\"sale\" f") { fromRows += 1 }
            }
            // Both ways were tried often enough to mean something.
            #expect(fromRollups > 60)
            #expect(fromRows > 60)
        }
    }

    @Test("answer nothing about a load that they do not hold")
    func lackingLoad() throws {
        try BakeryDatabase.with { (bakery) throws in
            let request = MetricRequest(
                metrics: ["sales"], by: [AttributePath("way.name")], period: try #require(Period("2024")),
                language: .english)
            // The loads were written behind the rollups' back.
            #expect(try !bakery.answer(request).sql.contains("rollup."))
            try bakery.migrate()
            #expect(try bakery.answer(request).sql.contains("from rollup.\"sale_sold_way\" f"))
            _ = try queryDatabase(bakery.url, "delete from ledger.rolled_up where version_key = 2")
            #expect(try !bakery.answer(request).sql.contains("rollup."))
            try bakery.migrate()
            let (table, sql) = try bakery.answer(request)
            #expect(sql.contains("rollup."))
            #expect(table.texts == ["Web 1"])
        }
    }

    @Test("are used for whole months, sums and counts, and steady attributes only")
    func eligibility() throws {
        try BakeryDatabase.with { (bakery) throws in
            try bakery.migrate()
            func usesRollup(_ metric: String, by: [String] = [], _ period: String = "2023") throws -> Bool {
                let request = MetricRequest(
                    metrics: [metric], by: by.map { AttributePath($0) }, period: try #require(Period(period)),
                    language: .thai)
                return try bakery.answer(request).sql.contains("rollup.")
            }
            #expect(try usesRollup("loaves", by: ["shop.town.name", "sold.year_be"], "2567-06"))
            #expect(try usesRollup("saved", by: ["way.name"]))
            // Two rollups, of which none has both roles.
            #expect(try !usesRollup("loaves", by: ["shop.code", "way.code"]))
            #expect(try !usesRollup("loaves", by: ["sold.weekday"]))
            #expect(try !usesRollup("shelf"))
            #expect(try !usesRollup("buyers"))
            #expect(try !usesRollup("northern"))
            #expect(try !usesRollup("sales", by: ["delivered.year"]))
        }
    }

    /// Some hundred sales in two loads, of which a part is what was known earlier.
    private func sellAtRandom(_ bakery: BakeryDatabase) throws {
        _ = try queryDatabase(
            bakery.url,
            """
            select setseed(0.42);
            insert into ledger.slice (slice_key, pipeline, period, slicing)
            select 10 + m, 'sales', to_char(date '2022-01-01' + make_interval(months => m), 'yyyy-mm'), 'random'
            from generate_series(0, 35) m;
            insert into store.sale (slice_key, version_key, delivery_key, line,
                sold_key, delivered_key, shop_key, way_key, number, loaves, shelf)
            select 10 + m, v, 3, n, to_char(date '2022-01-01' + make_interval(months => m, days => n), 'yyyymmdd')::int,
                   -2, (array[-1, 1, 2])[1 + floor(random() * 3)], 1 + floor(random() * 2), format('r%s-%s-%s', v, m, n),
                   case when random() < 0.9 then floor(random() * 10) end, floor(random() * 50)
            from generate_series(0, 35) m, generate_series(1, 2) v, generate_series(0, 9) n
            where random() < 0.8;
            insert into ledger.published (slice_key, version_key)
            select 10 + m, 1 + m % 2 from generate_series(0, 35) m where m % 7 > 0;
            insert into ledger.published_history (slice_key, version_key, known_from, known_to)
            select 10 + m, 1 + m % 2, '2024-07-01', 'infinity' from generate_series(0, 35) m where m % 7 > 0;
            insert into ledger.published_history (slice_key, version_key, known_from, known_to)
            select 10 + m, 2 - m % 2, '2023-01-01', '2024-07-01' from generate_series(0, 35) m where m % 7 > 0;
            """)
    }

    private static func request(_ random: inout Randomness) throws -> MetricRequest {
        func some<Element>(_ elements: [Element], upTo count: Int) -> [Element] {
            (0..<random.pick(Array(0...count))).map { _ in random.pick(elements) }
        }
        let location = SourceLocation(file: "test", line: 1, column: 1)
        let metrics = Set(some(metrics, upTo: 2) + [random.pick(metrics)]).sorted()
        // A stock has no rows by the days that it is counted on.
        let attributes =
            metrics.contains("shelf")
            ? attributes.filter { !$0.hasPrefix("sold.") && !$0.hasPrefix("date.") } : attributes
        return MetricRequest(
            metrics: metrics, by: Set(some(attributes, upTo: 2)).sorted().map { AttributePath($0) },
            period: try #require(Period(random.pick(periods))),
            filters: some(conditions, upTo: 1).map { Filter($0.0, equals: $0.1, at: location) },
            language: random.pick([.thai, .english]),
            asOf: random.pick([.current, .current, .asOf("2024-06-30 12:00+07")]),
            subtotals: random.pick([false, true]))
    }
}
