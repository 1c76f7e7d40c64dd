import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing
import Warehouse

/// A database with the bakery's star and a few sales that can be counted by hand.
///
/// Sales by shop (a and b stand in Ayle and Bree), way and day:
///
///     2022-06  a web 2, a counter 3            2023-06  a web 4, b counter 5 (delivered 2023-07)
///     2023-12  no shop, web 6                  2024-06  a web 1 (unpublished version), b web 7
struct BakeryDatabase {
    let project: Project
    let url: String

    static func with(_ body: (BakeryDatabase) throws -> Void) throws {
        let collector = DiagnosticCollector()
        let folder = "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/bakery"
        let project = try #require(Project.load(folder, collector: collector))
        try withTemporaryDatabase { url in
            let connection = try Connection(connecting: url)
            try Migration(project).run(on: connection)
            _ = try queryDatabase(url, sql)
            try body(BakeryDatabase(project: project, url: url))
        }
    }

    /// Answers a request in English; the period may be of either era.
    func table(
        _ metrics: [String], by: [String] = [], _ period: String, filters: [Filter] = [],
        language: Language = .english, asOf: Knowledge = .current
    ) throws -> MetricTable {
        try answer(
            MetricRequest(
                metrics: metrics, by: by.map { AttributePath($0) }, period: try #require(Period(period)),
                filters: filters, language: language, asOf: asOf)
        ).table
    }

    /// Answers a request and shows what was asked of the database.
    func answer(_ request: MetricRequest, usingRollups: Bool = true) throws -> (table: MetricTable, sql: String) {
        let connection = try Connection(connecting: url)
        let engine = MetricEngine(
            project: project, completeness: try Completeness(project, asOf: request.asOf, on: connection),
            versions: try PublishedVersions(
                project, asOf: request.asOf, usingRollups: usingRollups, on: connection))
        return (
            try engine.table(request, on: connection),
            try engine.sql(for: request).map(\.text).joined(separator: "\n")
        )
    }

    /// Brings rollups up to what the ledger lists.
    func migrate() throws { try Migration(project).run(on: try Connection(connecting: url)) }

    private static let sql = """
        insert into store.town (town_key, code, name_en, name_th, region_en, region_th,
            valid_from, valid_to, known_from, known_to, inferred)
        select k, c, e, t, re, rt, '-infinity', 'infinity', '-infinity', 'infinity', false
        from (values (1, 'a', 'Ayle', 'ไอล์', 'North', 'เหนือ'), (2, 'b', 'Bree', 'บรี', 'South', 'ใต้'))
            as v (k, c, e, t, re, rt);
        insert into store.way (way_key, code, name_en, name_th, class, tariff,
            valid_from, valid_to, known_from, known_to, inferred)
        select k, c, e, t, cl, f, '-infinity', 'infinity', '-infinity', 'infinity', false
        from (values (1, 'web', 'Web', 'เว็บ', 'online', 1.50), (2, 'counter', 'Counter', 'เคาน์เตอร์', 'in_person', 0.00))
            as v (k, c, e, t, cl, f);
        -- Both shops have the same name; shop a was called otherwise until 2024.
        insert into store.shop (shop_key, code, name, town_key, valid_from, valid_to, known_from, known_to, inferred)
        values (1, 'a', 'Old corner', 1, '-infinity', 'infinity', '-infinity', '2024-01-01', false),
            (1, 'a', 'Corner', 1, '-infinity', 'infinity', '2024-01-01', 'infinity', false),
            (2, 'b', 'Corner', 2, '-infinity', 'infinity', '-infinity', 'infinity', false);
        create table leaf.sale_v1 partition of store.sale for values in (1);
        create table leaf.sale_v2 partition of store.sale for values in (2);
        insert into store.sale (slice_key, version_key, delivery_key, line,
            sold_key, delivered_key, shop_key, way_key, number, loaves, shelf)
        values (1, 1, 1, 2, 20220601, -2, 1, 1, 'n1', 2, 10),
            (1, 1, 1, 3, 20220615, -2, 1, 2, 'n2', 3, 20),
            (2, 1, 1, 4, 20230610, 20230611, 1, 1, 'n3', 4, 30),
            (2, 1, 1, 5, 20230630, 20230702, 2, 2, 'n4', 5, 40),
            (3, 1, 1, 6, 20231231, -2, -1, 1, 'n5', 6, 50),
            (4, 1, 1, 7, 20240601, -2, 1, 1, 'n6', 1, 60),
            (4, 2, 2, 2, 20240602, -2, 2, 1, 'n7', 7, 70);
        insert into ledger.load (version_key, fact, leaf, loaded_at)
        values (1, 'sale', 'sale_v1', '2023-01-01'), (2, 'sale', 'sale_v2', '2024-08-01');
        insert into ledger.slice (slice_key, pipeline, period, slicing)
        values (1, 'sales', '2022-06', 'month'), (2, 'sales', '2023-06', 'month'), (3, 'sales', '2023-12', 'month'),
            (4, 'sales', '2024-06', 'month');
        insert into ledger.published (slice_key, version_key) values (1, 1), (2, 1), (3, 1), (4, 2);
        insert into ledger.published_history (slice_key, version_key, known_from, known_to)
        values (1, 1, '2023-01-01', 'infinity'), (2, 1, '2023-08-01', 'infinity'),
            (3, 1, '2024-01-10', 'infinity'), (4, 1, '2024-07-01', '2024-08-01'),
            (4, 2, '2024-08-01', 'infinity');
        """
}

extension MetricTable {
    /// The rows as text: members, then exact values or states.
    var texts: [String] {
        rows.map { row in
            (row.members.map { $0 ?? "–" } + row.cells.map(\.shown)).joined(separator: " ")
        }
    }

    var totals: [String] { total.cells.map(\.shown) }
}

extension MetricCell {
    fileprivate var shown: String { value.map { "\($0)" } ?? state?.text ?? "?" }
}
