import Definitions
import Extraction
import Pipelines
import TestSupport
import Testing

/// What later runs extract of a database whose rows change (LOADING.md 6).
@Suite struct IncrementalExtractionTests {
    private static let watermarked =
        "select no, day, back, shop, id, amount, note, updated_at from receipt order by no"

    /// What readers see, and what the source has, each as one line a month.
    private func months(_ till: Till) throws -> (warehouse: String, source: String) {
        (
            try till.trial.sql(
                "select substr(sold_key::text, 1, 6), count(*), sum(amount) from star.sale group by 1 order by 1"),
            try till.sql(
                """
                select to_char(day, 'YYYYMM'), count(*), sum(amount) from receipt
                where coalesce(back, day) >= day group by 1 order by 1
                """)
        )
    }

    private func expectEqual(_ till: Till, _ place: Testing.SourceLocation = #_sourceLocation) throws {
        let (warehouse, source) = try months(till)
        #expect(warehouse == source, sourceLocation: place)
    }

    @Test("finds rows that were moved to another slice or deleted, which no watermark shows")
    func reconciles() throws {
        try Till.with(Till.query, ", reconcile: true") { till in
            #expect(try till.trial.load("sales").state == .published)
            try expectEqual(till)
            #expect(try till.trial.load("sales").state == .unchanged)
            try till.sql("update receipt set day = '2024-02-03' where no = 1; delete from receipt where no = 3")
            let outcome = try till.trial.load("sales")
            #expect(outcome.state == .published)
            #expect(outcome.notes == ["changed in the source, and extracted again: 2024-01, 2024-02"])
            try expectEqual(till)
            try till.sql("delete from receipt where day < '2024-02-01'")
            #expect(counts(try till.trial.load("sales")) == "published: 0 read, 0 loaded, 0 rejected, 0 duplicate")
            try expectEqual(till)
            #expect(try till.trial.load("sales").state == .unchanged)
        }
    }

    @Test("extracts only the slices that changed, and those that changed rows have left")
    func followsWatermarks() throws {
        try Till.with(Self.watermarked, ", watermark: updated_at, lag_seconds: 600") { till in
            try till.sql(
                """
                insert into receipt (no, day, shop, amount, updated_at)
                select n, '2024-05-01', '9', 1, '2024-02-01' from generate_series(100, 199) n
                """)
            #expect(counts(try till.trial.load("sales")) == "published: 104 read, 103 loaded, 1 rejected, 0 duplicate")
            #expect(try till.trial.load("sales").state == .unchanged)
            // Moves from January to March: the watermark shows March, the warehouse knows that it stood in January.
            try till.sql("update receipt set day = '2024-03-09', updated_at = '2024-03-02' where no = 1")
            let outcome = try till.trial.load("sales")
            #expect(outcome.notes == ["changed in the source, and extracted again: 2024-01, 2024-03"])
            #expect(counts(outcome) == "published: 2 read, 2 loaded, 0 rejected, 0 duplicate")
            try expectEqual(till)
            #expect(try till.trial.load("sales").state == .unchanged)
        }
    }

    @Test("sees a change that was committed late, within the lag, and not the ones it has seen")
    func allowsLag() throws {
        try Till.with(Self.watermarked, ", watermark: updated_at, lag_seconds: 600") { till in
            try till.trial.run("sales")
            try till.sql(
                "insert into receipt (no, day, shop, amount, updated_at) values (9, '2024-01-09', '7', 1, '2024-02-29 23:55+00')"
            )
            #expect(try till.trial.load("sales").state == .published)
            try expectEqual(till)
            #expect(try till.trial.load("sales").state == .unchanged)
            try till.sql(
                "insert into receipt (no, day, shop, amount, updated_at) values (10, '2024-01-09', '7', 1, '2024-02-29 23:45+00')"
            )
            #expect(try till.trial.load("sales").state == .unchanged)
        }
    }

    @Test("extracts everything when the watermark went back, since the source was restored")
    func noticesRestoredSources() throws {
        try Till.with(Self.watermarked, ", watermark: updated_at") { till in
            try till.sql("update receipt set amount = 11, updated_at = '2024-03-05' where no = 1")
            try till.trial.run("sales")
            try till.sql("update receipt set amount = 12, updated_at = '2024-02-20'")
            let outcome = try till.trial.load("sales")
            #expect(outcome.state == .published)
            #expect(outcome.notes.first?.hasPrefix("the watermark went back from 2024-03-05 07:00:00+07 to") == true)
            try expectEqual(till)
            #expect(try till.trial.load("sales").state == .unchanged)
        }
    }

    @Test("extracts a stretch that was asked for, and leaves the watermark alone")
    func backfills() throws {
        try Till.with(Self.watermarked, ", watermark: updated_at") { till in
            try till.trial.run("sales")
            let mark = try till.trial.sql("select watermark, recent, extracted_at from ledger.watermark")
            try till.sql("update receipt set amount = 99 where no in (1, 3)")
            let january = CoveredSpan(from: "2024-01-01", until: "2024-02-01", part: nil)
            let outcomes = try till.trial.run("sales", backfill: january)
            #expect(outcomes.map(counts) == ["published: 2 read, 2 loaded, 0 rejected, 0 duplicate"])
            #expect(
                try till.trial.sql("select number, amount from star.sale where number in ('1', '3') order by 1")
                    == "1|99.00\n3|5.00")
            #expect(try till.trial.sql("select watermark, recent, extracted_at from ledger.watermark") == mark)
        }
    }

    @Test("keeps watermark and data together: a refused extraction is tried again")
    func commitsTogether() throws {
        try Till.with(Self.watermarked, ", watermark: updated_at") { till in
            try till.trial.run("sales")
            let before = try till.trial.sql("select * from ledger.watermark")
            // Over half of the rows are broken, which the pipeline's limit does not allow.
            try till.sql("update receipt set back = '2023-01-01', updated_at = '2024-04-01' where day < '2024-02-01'")
            #expect(try till.trial.load("sales").state == .refused)
            #expect(try till.trial.sql("select * from ledger.watermark") == before)
            try till.sql("update receipt set back = null, updated_at = '2024-04-02' where day < '2024-02-01'")
            #expect(try till.trial.load("sales").state == .published)
            #expect(try till.trial.sql("select watermark from ledger.watermark") == "2024-04-02 07:00:00+07")
            try expectEqual(till)
        }
    }

    @Test("does not empty the warehouse because the source's table is empty for a while")
    func holdsBackEmptySources() throws {
        try Till.with(Till.query, ", reconcile: true") { till in
            try till.trial.run("sales")
            try till.sql("delete from receipt")
            let outcome = try till.trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason?.contains("the source has no row left; 2 periods are published from it") == true)
            #expect(try till.trial.sql("select count(*) from star.sale") == "3")
            #expect(try till.trial.load("sales", accept: true).state == .published)
            #expect(try till.trial.sql("select count(*) from star.sale") == "0")
            #expect(try till.trial.load("sales").state == .unchanged)
        }
    }

    @Test("rows without a day are rejects, and are asked for again when they change")
    func countsRowsWithoutDay() throws {
        try Till.with(Till.query, ", reconcile: true") { till in
            try till.trial.edit("pipelines/sales.yaml", "sold: { from: day,", "sold: { from: day, required: true,")
            try till.trial.edit("pipelines/sales.yaml", "at_most: 50%", "at_most: 100%")
            try till.sql("insert into receipt (no, shop, amount) values (20, '7', 3)")
            #expect(counts(try till.trial.load("sales")) == "published: 5 read, 3 loaded, 2 rejected, 0 duplicate")
            #expect(try till.trial.load("sales").state == .unchanged)
            try till.sql("insert into receipt (no, shop, amount) values (21, '7', 3)")
            #expect(counts(try till.trial.load("sales")) == "published: 2 read, 0 loaded, 2 rejected, 0 duplicate")
            try till.sql("update receipt set day = '2024-01-20' where no = 20")
            #expect(counts(try till.trial.load("sales")) == "published: 4 read, 3 loaded, 1 rejected, 0 duplicate")
        }
    }
}
