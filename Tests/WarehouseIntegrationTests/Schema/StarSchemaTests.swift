import Definitions
import Postgres
import TestSupport
import Testing
import Warehouse

@Suite struct StarSchemaTests {
    @Test("has a comment on every table and every column of star and store", arguments: ["shops", "this project"])
    func isCommented(name: String) throws {
        try withTrialConnection { connection, conninfo in
            var directory = repositoryDirectory
            var project = Project.load(directory, collector: DiagnosticCollector())
            if name == "shops" {
                try Trial.with(shopProject) { trial throws in
                    directory = trial.directory
                    project = try trial.project()
                }
            }
            try Migration(try #require(project)).run(on: connection)
            let missing = try queryDatabase(
                conninfo,
                """
                select format('%s.%s.%s', n.nspname, c.relname, coalesce(a.attname, ''))
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('star', 'store')
                left join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped
                where c.relkind in ('r', 'p', 'v') and coalesce(col_description(c.oid, a.attnum), '') = ''
                union
                select format('%s.%s', n.nspname, c.relname)
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('star', 'store')
                where c.relkind in ('r', 'p', 'v') and coalesce(obj_description(c.oid, 'pg_class'), '') = ''
                """)
            #expect(missing == "")
        }
    }

    @Test("lets the reader's role see star and nothing else")
    func separatesReaders() throws {
        try Trial.with(shopProject) { trial throws in
            try trial.write(sales("1,2024-01-05,,7,,10.50"), to: "in/sales.csv")
            try trial.run("sales")
            #expect(
                try trial.sql("set role shops_reader; select count(*) from star.sale join star.shop using (shop_key)")
                    == "1")
            for table in [
                "store.sale", "store.shop", "leaf.sale_v1", "ledger.delivery", "ledger.published",
                "ledger.pseudonym_key",
            ] {
                #expect(throws: QueryFailure.self) { try trial.sql("set role shops_reader; select * from \(table)") }
            }
            #expect(throws: QueryFailure.self) { try trial.sql("set role shops_reader; create table star.mine ()") }
        }
    }

    @Test("knows every day of its calendar in both eras and by the fiscal year it ends in")
    func fillsCalendars() throws {
        try Trial.with(shopProject) { trial throws in
            #expect(
                try trial.sql("select count(*), min(date), max(date) from star.date where date_key > 0")
                    == "1096|2023-01-01|2025-12-31")
            #expect(
                try trial.sql(
                    "select count(*) from star.date where date_key > 0 and date_key <> to_char(date, 'YYYYMMDD')::integer"
                ) == "0")
            #expect(
                try trial.sql(
                    """
                    select count(*) from star.date where date_key > 0 and (
                        year <> extract(year from date) or year_be <> year + 543 or quarter <> extract(quarter from date)
                        or month <> extract(month from date) or day <> extract(day from date) or weekday <> extract(isodow from date)
                        or year_month <> to_char(date, 'YYYY-MM') or year_quarter <> to_char(date, 'YYYY"-Q"Q')
                        or half <> ceil(extract(month from date) / 6) or month_name_en <> trim(to_char(date, 'Month'))
                        or month_short_en <> to_char(date, 'Mon') or fiscal_year_be <> fiscal_year + 543
                        or fiscal_year <> extract(year from date + interval '3 months')
                        or fiscal_quarter <> extract(quarter from date + interval '3 months'))
                    """) == "0")
            #expect(
                try trial.sql(
                    "select date, fiscal_year_be, fiscal_quarter, month_name_th, month_short_th from star.date where date in ('2023-10-01', '2024-09-30') order by 1"
                )
                    == "2023-10-01|2567|1|ตุลาคม|ต.ค.\n2024-09-30|2567|4|กันยายน|ก.ย.")
        }
    }

    @Test("has the members missing and not applicable in every dimension, in both languages")
    func hasAbsentMembers() throws {
        try Trial.with(shopProject) { trial throws in
            #expect(
                try trial.sql(
                    "select shop_key, name_en, name_th, town_key, valid_from, valid_to from star.shop order by 1")
                    == "-2|(not applicable)|(ไม่เกี่ยวข้อง)|-2|-infinity|infinity\n-1|(missing)|(ไม่มีข้อมูล)|-1|-infinity|infinity"
            )
            #expect(try trial.sql("select count(*) from star.date where date_key < 0") == "2")
        }
    }
}
