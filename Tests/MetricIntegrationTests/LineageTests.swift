import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing

@Suite struct LineageTests {
    /// The two deliveries that the bakery's rows came in.
    private static let deliveries = """
        insert into ledger.delivery (delivery_key, pipeline, source, sha256, definition_hash, state, read_rows,
            loaded_rows, rejected_rows, duplicate_rows, warned_rows, started_at, finished_at)
        values (1, 'sales', 'data/100% "ร้าน", d''accord.csv', 'aa', 'x', 'published', 6, 6, 0, 0, 0,
                '2024-07-01 00:00+07', '2024-07-01 01:02:03+07'),
            (2, 'sales', 'data/b.csv', 'bb', 'x', 'published', 1, 1, 0, 0, 0, '2024-08-01', '2024-08-01');
        """

    private func withDeliveries(_ body: (BakeryDatabase) throws -> Void) throws {
        try BakeryDatabase.with { (bakery) throws in
            _ = try queryDatabase(bakery.url, Self.deliveries)
            try body(bakery)
        }
    }

    private func lineage(
        _ bakery: BakeryDatabase, _ metric: String, _ period: String, filters: [Filter] = [],
        asOf: Knowledge = .current, lines: Int? = nil
    ) throws -> FigureLineage {
        let connection = try Connection(connecting: bakery.url)
        let engine = MetricEngine(
            project: bakery.project, completeness: try Completeness(bakery.project, asOf: asOf, on: connection),
            versions: try PublishedVersions(bakery.project, asOf: asOf, on: connection))
        return try engine.lineage(
            LineageRequest(
                metric: metric, period: try #require(Period(period)), filters: filters, language: .english, asOf: asOf,
                lines: lines), on: connection)
    }

    /// Metric, role, period, figure, then number of rows and value by delivery.
    private func texts(_ lineage: FigureLineage) -> [String] {
        lineage.parts.map { part in
            let deliveries = part.deliveries.map { " \($0.key):\($0.rows):\($0.value.map { "\($0)" } ?? "–")" }
            let value = part.cell.value.map { "\($0)" } ?? part.cell.state?.text ?? ""
            return "\(part.metric.name.value) \(part.role.rawValue) \(part.period) \(value)\(deliveries.joined())"
        }
    }

    @Test("leads to the deliveries of exactly the rows that a figure counts")
    func deliveries() throws {
        try withDeliveries { (bakery) throws in
            #expect(try texts(lineage(bakery, "loaves", "2022..2024")) == ["loaves figure 2022..2024 27 1:5:20 2:1:7"])
            let delivery = try #require(try lineage(bakery, "sales", "2022").parts.first?.deliveries.first)
            #expect(delivery.source == "data/100% \"ร้าน\", d'accord.csv")
            #expect([delivery.pipeline, delivery.sha256, delivery.loadedAt] == ["sales", "aa", "2024-07-01 01:02:03"])
            #expect(
                try texts(lineage(bakery, "web_rate", "2023")) == [
                    "web_sales numerator 2023 2 1:2:2", "sales denominator 2023 3 1:3:3",
                ])
            #expect(
                try texts(lineage(bakery, "web_rate_change", "2023")) == [
                    "web_sales numerator 2023 2 1:2:2", "sales denominator 2023 3 1:3:3",
                    "web_sales numerator 2022 1 1:1:1", "sales denominator 2022 2 1:2:2",
                ])
            #expect(try texts(lineage(bakery, "loaves_to_date", "2023")) == ["loaves_to_date figure 2023 20 1:5:20"])
            #expect(try texts(lineage(bakery, "saved", "2023")) == ["saved figure 2023 15 1:3:15"])
            // A stock is that of its last day; distinct buyers by the day of delivery.
            #expect(try texts(lineage(bakery, "shelf", "2022")) == ["shelf figure 2022 20 1:1:20"])
            #expect(try texts(lineage(bakery, "buyers", "2023-07")) == ["buyers figure 2023-07 1 1:1:1"])
            #expect(try texts(lineage(bakery, "sales", "2019")) == ["sales figure 2019 [x]"])
        }
    }

    @Test("takes the figure's conditions, however they are written")
    func filters() throws {
        try withDeliveries { (bakery) throws in
            let place = SourceLocation(file: "-", line: 1, column: 1)
            func texts(_ filter: Filter) throws -> [String] {
                try self.texts(lineage(bakery, "sales", "2023", filters: [filter]))
            }
            #expect(try texts(Filter("shop.town.name", equals: "Ayle", at: place)) == ["sales figure 2023 1 1:1:1"])
            let nobody = Filter(path: Located("shop.code", at: place), condition: .isKnown(false))
            #expect(try texts(nobody) == ["sales figure 2023 1 1:1:1"])
            let strange = Filter("way.name", equals: "It's 100% \"ก\"; drop table store.sale", at: place)
            #expect(try texts(strange) == ["sales figure 2023 0"])
            #expect(try texts(Filter("sold.month", equals: "6", at: place)) == ["sales figure 2023 2 1:2:2"])
        }
    }

    @Test("shows what was published at a moment")
    func asOf() throws {
        try withDeliveries { (bakery) throws in
            let then = try lineage(bakery, "loaves", "2024", asOf: .asOf("2024-07-15 00:00+07"), lines: 9)
            #expect(texts(then) == ["loaves figure 2024 1 1:1:1"])
            #expect(then.parts[0].lines?.rows.map(\.line) == [7])
            #expect(try texts(lineage(bakery, "loaves", "2024")) == ["loaves figure 2024 7 2:1:7"])
        }
    }

    @Test("shows single rows by file and line, missing members without a value")
    func lines() throws {
        try withDeliveries { (bakery) throws in
            let part = try #require(try lineage(bakery, "sales", "2023", lines: 2).parts.first)
            #expect(part.rows == 3)
            let lines = try #require(part.lines)
            #expect(
                lines.columns == ["sold.date", "delivered.date", "shop.code", "way.code", "number", "loaves", "shelf"])
            #expect(
                lines.rows.map { "\($0.source):\($0.line)" } == [
                    "data/100% \"ร้าน\", d'accord.csv:4", "data/100% \"ร้าน\", d'accord.csv:5",
                ])
            #expect(lines.rows[1].values == ["2023-06-30", "2023-07-02", "b", "counter", "n4", "5", "40"])
            #expect([lines.rows[1].pipeline, lines.rows[1].period] == ["sales", "2023-06"])
            let last = try #require(try lineage(bakery, "sales", "2023-12", lines: 9).parts.first?.lines?.rows.first)
            #expect(last.values == ["2023-12-31", nil, nil, "web", "n5", "6", "50"])
        }
    }

    @Test("finds as many rows as any figure counts, by every member and period")
    func counts() throws {
        try withDeliveries { (bakery) throws in
            let place = SourceLocation(file: "-", line: 1, column: 1)
            var compared = 0
            for metric in ["sales", "web_sales", "loaves", "saved", "loaves_to_date", "buyers", "northern"] {
                for period in ["2022", "2023-06", "2022..2024", "FY2024", "2023-Q2"] {
                    for row in try bakery.table([metric], by: ["shop.code"], period).rows {
                        let member = row.members[0]
                        let filter =
                            member.map { Filter("shop.code", equals: $0, at: place) }
                            ?? Filter(path: Located("shop.code", at: place), condition: .isKnown(false))
                        let part = try #require(try lineage(bakery, metric, period, filters: [filter]).parts.first)
                        #expect(part.rows == row.cells[0].count, "\(metric) \(period) \(member ?? "–")")
                        if part.addsUp {
                            var sum = Rational.zero
                            for delivery in part.deliveries { sum = try sum.adding(delivery.value ?? .zero) }
                            #expect(sum == row.cells[0].value, "\(metric) \(period) \(member ?? "–")")
                        }
                        compared += 1
                    }
                }
            }
            #expect(compared > 50)
        }
    }

    @Test("refuses a metric that is not there")
    func refuses() throws {
        try withDeliveries { (bakery) throws in
            #expect(throws: MetricQueryError.self) { try lineage(bakery, "salse", "2023") }
            let place = SourceLocation(file: "-", line: 1, column: 1)
            #expect(throws: MetricQueryError.self) {
                try lineage(bakery, "sales", "2023", filters: [Filter("shop.cod", equals: "a", at: place)])
            }
        }
    }
}
