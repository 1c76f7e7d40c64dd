import Postgres
import Testing

@testable import Warehouse

@Suite struct RetentionTests {
    /// Slice 1 in five versions: the published one is the fifth; the others were retired 1, 10, 100 and 1,000 days ago.
    private func withFiveVersions(
        retention: String, _ body: (SmallLoads, borrowing Connection) throws -> Void
    ) throws {
        try SmallLoads.with(retention: retention) { loads, connection in
            for _ in 1...5 { try loads.load([1: 2], on: connection) }
            // A minute less than whole days: the limit itself does not lie in the seconds that the test takes.
            try connection.execute(
                """
                with version as (
                    select version_key, row_number() over (order by version_key) as number from ledger.load
                )
                update ledger.published_history h
                set known_from = now() - (array['2000 days', '1000 days', '100 days', '10 days', '1 day'])[number]::interval
                        + interval '1 minute',
                    known_to = coalesce(now() - (array['1000 days', '100 days', '10 days', '1 day'])[number]::interval
                        + interval '1 minute', 'infinity')
                from version v where v.version_key = h.version_key
                """)
            try body(loads, connection)
        }
    }

    @Test(
        "keeps a version that is among the last or not old enough, and lets all others go",
        arguments: [
            ("{ versions: 0, days: 0 }", "5"), ("{ versions: 1, days: 0 }", "4,5"),
            ("{ versions: 3, days: 0 }", "2,3,4,5"), ("{ versions: 0, days: 1 }", "4,5"),
            ("{ versions: 0, days: 9 }", "4,5"), ("{ versions: 0, days: 10 }", "3,4,5"),
            ("{ versions: 1, days: 100 }", "2,3,4,5"), ("{ versions: 4, days: 1 }", "1,2,3,4,5"),
            ("{ versions: 0, days: 1000 }", "1,2,3,4,5"),
        ])
    func keeps(retention: String, versions: String) throws {
        try withFiveVersions(retention: retention) { loads, connection in
            _ = try loads.compact(on: connection)
            // A version's rows carry its number as their amount.
            #expect(
                try loads.trial.sql(
                    "select string_agg(distinct amount::integer::text, ',' order by amount::integer::text) from store.sale"
                ) == versions)
            #expect(try loads.ledgerAgrees())
        }
    }

    @Test("counts the days from when a version went out of sight the last time")
    func countsFromTheLastTime() throws {
        try withFiveVersions(retention: "{ versions: 0, days: 2 }") { loads, connection in
            // Version 1 was back for an hour a day and a half ago.
            try connection.execute(
                """
                insert into ledger.published_history (slice_key, version_key, known_from, known_to)
                select 1, min(version_key), now() - interval '37 hours', now() - interval '36 hours' from ledger.load
                """)
            _ = try loads.compact(on: connection)
            #expect(
                try loads.trial.sql(
                    "select string_agg(distinct amount::integer::text, ',' order by amount::integer::text) from store.sale"
                ) == "1,4,5")
        }
    }

    @Test("never lets go what the newest written workbook stands on")
    func keepsReleased() throws {
        try withFiveVersions(retention: "{ versions: 0, days: 0 }") { loads, connection in
            let insert = """
                insert into ledger.report_run (report, period, language, definition_hash, data_version, outcome, as_of,
                                               started_at, finished_at)
                """
            // Written on version 2; an older edition stood on version 1, a later attempt wrote nothing.
            try connection.execute(
                """
                \(insert) values
                    ('annual', '2024', 'th', '', '', 'written', null, now() - interval '1500 days', now() - interval '1500 days'),
                    ('annual', '2024', 'th', '', '', 'written', null, now() - interval '500 days', now() - interval '500 days'),
                    ('annual', '2024', 'th', '', '', 'skipped', null, now() - interval '50 days', now() - interval '50 days')
                """)
            _ = try loads.compact(on: connection)
            let kept =
                "select string_agg(distinct amount::integer::text, ',' order by amount::integer::text) from store.sale"
            #expect(try loads.trial.sql(kept) == "2,5")
        }
        try withFiveVersions(retention: "{ versions: 0, days: 0 }") { loads, connection in
            // Written yesterday, of what was known fifty days ago: version 3.
            try connection.execute(
                """
                insert into ledger.report_run (report, period, language, definition_hash, data_version, outcome, as_of,
                                               started_at, finished_at)
                values ('annual', '2024', 'th', '', '', 'written', now() - interval '50 days', now(), now())
                """)
            _ = try loads.compact(on: connection)
            #expect(
                try loads.trial.sql(
                    "select string_agg(distinct amount::integer::text, ',' order by amount::integer::text) from store.sale"
                ) == "3,5")
        }
    }
}
