import Definitions
import Periods
import Postgres
import Testing

@testable import MetricQueries

@Suite struct MetricSQLTests {
    private func statements(
        _ metrics: [String], by: [String] = [], _ period: String = "2024", filters: [Filter] = [],
        language: Language = .english, asOf: Knowledge = .current
    ) throws -> [SQLStatement] {
        let project = try bakery()
        let engine = MetricEngine(
            project: project, completeness: Completeness(project, published: [:]),
            versions: PublishedVersions(["sale": [3, 12]]))
        return try engine.sql(
            for: MetricRequest(
                metrics: metrics, by: by.map { AttributePath($0) }, period: try #require(Period(period)),
                filters: filters, language: language, asOf: asOf))
    }

    @Test("asks one grouped query and one for the total")
    func ratioByAttribute() throws {
        let statements = try statements(["web_rate"], by: ["way.name"])
        #expect(statements.count == 2)
        #expect(
            statements[0].text == """
                select (case when d1."way_key" >= 0 then d1."name_en" end)::text as a1,
                    (case when d1."way_key" >= 0 then d1."code" end)::text as i1,
                    min(d1."way_key") as s1,
                    count(*) filter (where d1."class" = $3) as m1,
                    count(*) filter (where d1."class" = $3) as n1,
                    count(*) as m2,
                    count(*) as n2
                from store."sale" f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                left join store."way" d1 on d1."way_key" = f."way_key" and d1.known_to = 'infinity'
                where f.version_key in (3, 12)
                    and f."sold_key" >= $1 and f."sold_key" < $2
                group by 1, 2
                """)
        #expect(statements[0].values == [.integer(20_240_101), .integer(20_250_101), .text("online")])
        #expect(
            statements[1].text == """
                select count(*) filter (where d1."class" = $3) as m1,
                    count(*) filter (where d1."class" = $3) as n1,
                    count(*) as m2,
                    count(*) as n2
                from store."sale" f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                left join store."way" d1 on d1."way_key" = f."way_key" and d1.known_to = 'infinity'
                where f.version_key in (3, 12)
                    and f."sold_key" >= $1 and f."sold_key" < $2
                """)
    }

    @Test("follows references and writes every kind of condition")
    func conditions() throws {
        let text = try #require(try statements(["northern"], "2024-06").first).text
        #expect(
            text == """
                select count(*) filter (where d2."region_en" = $3 and (d3."code" = $4) is not true \
                and f."delivered_key" >= 0 and f."sold_key" >= $5 and f."sold_key" > 0 and f."loaves" <= $6) as m1,
                    count(*) filter (where d2."region_en" = $3 and (d3."code" = $4) is not true \
                and f."delivered_key" >= 0 and f."sold_key" >= $5 and f."sold_key" > 0 and f."loaves" <= $6) as n1
                from store."sale" f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                left join store."shop" d1 on d1."shop_key" = f."shop_key" and d1.known_to = 'infinity'
                left join store."town" d2 on d2."town_key" = d1."town_key" and d2.known_to = 'infinity'
                left join store."way" d3 on d3."way_key" = f."way_key" and d3.known_to = 'infinity'
                where f.version_key in (3, 12)
                    and f."sold_key" >= $1 and f."sold_key" < $2
                """)
    }

    @Test("asks the earlier period in a query of its own")
    func change() throws {
        let statements = try statements(["web_rate_change", "web_rate_since_2020"], "2024-06")
        #expect(
            statements.map { Array($0.values.prefix(2)) } == [
                [.integer(20_240_601), .integer(20_240_701)], [.integer(20_230_601), .integer(20_230_701)],
                [.integer(20_200_101), .integer(20_210_101)],
            ])
    }

    @Test("accumulates from a day on, or from the beginning")
    func cumulative() throws {
        let statements = try statements(["loaves_to_date", "loaves_ever"], "2024-06")
        #expect(statements.count == 2)
        #expect(statements[0].values == [.integer(20_210_101), .integer(20_240_701)])
        #expect(statements[1].text.hasSuffix("and f.\"sold_key\" >= 0 and f.\"sold_key\" < $1"))
        #expect(statements[1].values == [.integer(20_240_701)])
    }

    @Test(
        "multiplies by a dimension's number, counts distinct values by another date, takes the last day of a stock"
    )
    func aggregates() throws {
        #expect(try statements(["saved"])[0].text.contains("sum(f.\"loaves\" * d1.\"tariff\") as m1"))
        let buyers = try statements(["buyers"])[0].text
        #expect(buyers.contains("count(distinct f.\"number\") as m1"))
        #expect(buyers.contains("and f.\"delivered_key\" >= $1 and f.\"delivered_key\" < $2"))
        #expect(
            try statements(["shelf"])[0].text.contains(
                """
                sum(f."shelf") filter (where f."sold_key" = z.last_day) as m1,
                    count(*) as n1
                from store."sale" f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                cross join (select max(l."sold_key") as last_day from store."sale" l \
                join ledger.published q on q.slice_key = l.slice_key and q.version_key = l.version_key \
                where l.version_key in (3, 12) and l."sold_key" >= $1 and l."sold_key" < $2) z
                """))
    }

    @Test("reads the pairs and the members as they were known")
    func asOf() throws {
        let statement = try #require(
            try statements(["sales"], by: ["way.class"], asOf: .asOf("2025-01-01 00:00+07")).first)
        #expect(
            statement.text.contains(
                "join ledger.published_history p on p.slice_key = f.slice_key and p.version_key = f.version_key and p.known_from <= $1 and $1 < p.known_to"
            ))
        #expect(statement.text.contains("d1.known_from <= $1 and $1 < d1.known_to"))
    }

    @Test("binds what a person typed and quotes nothing of it")
    func binds() throws {
        let location = SourceLocation(file: "-", line: 1, column: 1)
        let filter = Filter("way.name", equals: "'; drop table \"x\" -- 100% ก", at: location)
        let statement = try #require(try statements(["sales"], filters: [filter], language: .thai).first)
        #expect(statement.text.hasSuffix("and d1.\"name_th\" = $3"))
        #expect(statement.values.last == .text("'; drop table \"x\" -- 100% ก"))
    }

    @Test("orders months by the calendar and members by their own key")
    func sortKeys() throws {
        #expect(
            try statements(["sales"], by: ["sold.month_name"])[0].text.contains(
                "min((case when d1.\"date_key\" >= 0 then d1.\"month\" end)) as s1"))
        #expect(
            try statements(["sales"], by: ["shop.name"])[0].text.contains(
                "min((case when d1.\"shop_key\" >= 0 then d1.\"code\" end)::text collate \"C\") as s1"))
        #expect(
            try statements(["sales"], by: ["shop.town.region"])[0].text.contains("min(d2.\"town_key\") as s1")
        )
    }

    @Test("says what is wrong with a question")
    func refuses() throws {
        #expect(throws: MetricQueryError.self) { try statements(["salse"]) }
        #expect(throws: MetricQueryError.self) { try statements(["sales"], by: ["way.nam"]) }
        #expect(throws: MetricQueryError.self) { try statements(["sales"], by: ["way"]) }
    }
}
