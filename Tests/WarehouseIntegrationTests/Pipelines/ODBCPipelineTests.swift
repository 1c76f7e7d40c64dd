import Extraction
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing
import Warehouse

@testable import Pipelines

/// Feeds that come out of other databases, from the query to the star.
@Suite struct ODBCPipelineTests {
    /// Sales that come out of a query by ODBC.
    private func withTill(
        _ query: String, _ connectionString: String, more: String = "", _ body: (Trial) throws -> Void
    ) throws {
        var files = shopProject
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing(
                "csv: { path: \"in/sales*.csv\" }", with: "odbc: { connection: till, query: \"\(query)\"\(more) }"
            )
            .replacing("  amount: {", with: "  note: { from: note }\n  amount: {")
        try Trial.with(files) { trial throws in
            trial.sources["till"] = connectionString
            try body(trial)
        }
    }

    private let receipts = """
        create table receipt (
            no integer, day date, back date, shop varchar(10), id varchar(20), amount decimal(10,2), note varchar(100));
        insert into receipt values
            (1, '2024-02-29', null, '7', '1101700234568', 10.50, 'ของขวัญ "😀"'),
            (2, '2024-03-06', '2024-03-07', '8', null, 0.01, null), (3, '2024-09-30', null, '7', '', 5, ''),
            (4, '2024-10-01', '2024-01-01', '7', null, 5, 'refused');
        """
    private let query = "select no, day, back, shop, id, amount, note from receipt order by no"

    /// What the rows above are by the rules of the shops: the fourth was returned before it was sold.
    private func expectReceipts(_ trial: Trial) throws {
        #expect(counts(try trial.load("sales")) == "published: 4 read, 3 loaded, 1 rejected, 0 duplicate")
        #expect(
            try trial.sql(
                "select number, sold_key, returned_key, amount, coalesce(note, '-') from star.sale order by 1")
                == "1|20240229|-2|10.50|ของขวัญ \"😀\"\n2|20240306|20240307|0.01|-\n3|20240930|-2|5.00|-")
        #expect(try trial.sql("select line, rule from ledger.reject") == "4|order: [sold, returned]")
        #expect(try trial.sql("select count(*) from star.sale where buyer is not null") == "1")
        #expect(try trial.load("sales").state == .unchanged)
    }

    /// Rows that change, move, and vanish, each followed by one run; what readers see must be what the source has.
    private func expectIncrements(_ connectionString: String, _ sql: (String) throws -> Void) throws {
        try sql(
            """
            create table receipt (
                no integer, day date, back date, shop varchar(10), id varchar(20), amount decimal(10,2), note varchar(100),
                updated_at timestamp);
            insert into receipt values
                (1, '2024-01-05', null, '7', null, 10.50, 'x', '2024-03-01 10:00:00'),
                (2, '2024-01-06', null, '8', null, 0.01, null, '2024-03-01 10:00:00'),
                (3, '2024-02-01', null, '7', null, 5, '', '2024-03-01 10:00:00'),
                (4, '2024-05-01', null, '7', null, 7, '', '2024-02-01 10:00:00');
            """)
        let keys = ", watermark: updated_at, lag_seconds: 60, reconcile: true"
        try withTill("select * from receipt order by no", connectionString, more: keys) { trial throws in
            func months() throws -> String {
                try trial.sql(
                    "select substr(sold_key::text, 1, 6), count(*), sum(amount) from star.sale group by 1 order by 1")
            }
            #expect(counts(try trial.load("sales")) == "published: 4 read, 4 loaded, 0 rejected, 0 duplicate")
            #expect(try trial.load("sales").state == .unchanged)
            // Moved, with the watermark.
            try sql("update receipt set day = '2024-03-09', updated_at = '2024-03-02 10:00:00' where no = 1")
            #expect(try trial.load("sales").notes == ["changed in the source, and extracted again: 2024-01, 2024-03"])
            #expect(try months() == "202401|1|0.01\n202402|1|5.00\n202403|1|10.50\n202405|1|7.00")
            // Deleted, which the watermark does not show.
            try sql("delete from receipt where no = 3")
            #expect(try trial.load("sales").notes == ["changed in the source, and extracted again: 2024-02"])
            #expect(try months() == "202401|1|0.01\n202403|1|10.50\n202405|1|7.00")
            // A text alone, which count and sums do not show.
            try sql("update receipt set note = 'new', updated_at = '2024-03-03 10:00:00' where no = 4")
            #expect(try trial.load("sales").notes == ["changed in the source, and extracted again: 2024-05"])
            #expect(try trial.sql("select note from star.sale where number = '4'") == "new")
            #expect(try trial.load("sales").state == .unchanged)
            // The source is restored from a copy of the day before, and has other rows since.
            try sql("update receipt set updated_at = '2024-03-01 10:00:00', note = 'old' where no in (1, 4)")
            let restored = try trial.load("sales")
            #expect(restored.notes.first?.hasPrefix("the watermark went back from 2024-03-03 ") == true)
            #expect(counts(restored) == "published: 3 read, 3 loaded, 0 rejected, 0 duplicate")
            #expect(try trial.sql("select note from star.sale where number = '4'") == "old")
            #expect(try trial.load("sales").state == .unchanged)
        }
    }

    @Test(
        "extracts from MariaDB what has changed, moved or vanished",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func followsMariaDB() throws {
        try MariaDBServer.withDatabase { database throws in
            try expectIncrements(database.connectionString) { try database.sql($0) }
        }
    }

    @Test(
        "extracts from SQLite what has changed, moved or vanished",
        .enabled(if: hasSQLite, Comment(rawValue: whereToGetSQLite)))
    func followsSQLite() throws {
        try withTemporaryDirectory { directory in
            let file = directory + "/till.db"
            try expectIncrements("Driver=SQLite3;Database=\(file)") { try fillSQLite(file, $0) }
        }
    }

    @Test(
        "refuses rows that are not as many as the source has counted in the same state",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func noticesOtherCounts() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(receipts)
            // The third row hides from the statement that counts.
            let hiding =
                "select no, day, back, shop, id, amount, note from receipt where no < 3 or (select info from information_schema.processlist where id = connection_id()) not like 'select `day`, %'"
            try withTill(hiding, database.connectionString, more: ", reconcile: true") { trial throws in
                let outcome = try trial.load("sales")
                #expect(outcome.state == .refused)
                #expect(
                    outcome.reason?.contains("the source counts 2 rows, 4 were read") == true, "\(outcome.reason ?? "")"
                )
                #expect(try trial.sql("select count(*) from store.sale") == "0")
            }
        }
    }

    @Test(
        "loads a query of MariaDB in pages, and does nothing while it says the same",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func loadsPages() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(receipts + "alter table receipt add primary key (no)")
            let whole = "select * from receipt"
            try withTill(whole, database.connectionString, more: ", pages: { by: [no], rows: 3 }") { trial throws in
                try expectReceipts(trial)
                try trial.edit("pipelines/sales.yaml", "by: [no]", "by: [note]")
                let outcome = try trial.load("sales")
                #expect(outcome.state == .refused)
                #expect(
                    outcome.reason?.contains("`note` is empty in 1 rows of the source, which would be lost") == true,
                    "\(outcome.reason ?? "")")
            }
        }
    }

    @Test(
        "loads a query of MariaDB, and does nothing while it says the same",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func loadsMariaDB() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(receipts)
            try withTill(query, database.connectionString) { trial throws in
                try expectReceipts(trial)
                try database.sql("update receipt set amount = 11 where no = 1")
                #expect(try trial.load("sales").state == .published)
                #expect(try trial.sql("select amount from star.sale where number = '1'") == "11.00")
            }
        }
    }

    @Test(
        "loads a query of SQLite, and does nothing while it says the same",
        .enabled(if: hasSQLite, Comment(rawValue: whereToGetSQLite)))
    func loadsSQLite() throws {
        // SQLite keeps decimals in binary floating point; written out as text they are what they were.
        let exact = query.replacing("amount,", with: "printf('%.2f', amount) as amount,")
        try withSQLiteDatabase(receipts) { connectionString throws in
            try withTill(exact, connectionString) { trial in try expectReceipts(trial) }
        }
    }

    @Test(
        "refuses a column that has become of a type that cannot fit, and leaves what is published",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func refusesChangedTypes() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(receipts)
            try withTill(query, database.connectionString) { trial throws in
                try trial.run("sales")
                try database.sql("alter table receipt modify amount double")
                let outcome = try trial.load("sales")
                #expect(outcome.state == .refused)
                #expect(
                    outcome.reason?.contains(
                        "column `amount` is a binary floating-point number, and `amount` must be exact")
                        == true)
                #expect(outcome.reason?.contains("pipelines/sales.yaml:13:19") == true, "\(outcome.reason ?? "")")
                #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "3|15.51")
                try database.sql("alter table receipt modify amount decimal(12,2), modify day varchar(10)")
                #expect(try trial.load("sales").state == .published)
                #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "3|15.51")
            }
        }
    }

    @Test(
        "moves timestamps to the project's zone, so that a day begins at its midnight",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func movesMoments() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                receipts
                    + "alter table receipt modify day datetime; update receipt set back = null; update receipt set day = case no when 1 then '2024-02-28 17:00:00' when 2 then '2024-02-29 16:59:59' when 3 then '2024-09-30 16:59:59' else '2024-09-30 17:00:00' end"
            )
            try withTill(query, database.connectionString, more: ", time_zone: UTC") { trial throws in
                try trial.edit(
                    "pipelines/sales.yaml", "from: day, date: yyyy-MM-dd", "from: day, date: \"yyyy-MM-dd HH:mm:ss\"")
                #expect(try trial.load("sales").state == .published)
                #expect(
                    try trial.sql("select number, sold_key from star.sale order by 1")
                        == "1|20240229\n2|20240229\n3|20240930\n4|20241001")
            }
        }
    }

    @Test(
        "tells a source that hangs, refuses or goes away, and changes nothing",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func survivesFaults() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(receipts)
            try withTill(query, database.connectionString) { trial throws in
                try trial.run("sales")
                let before = try trial.sql("select count(*), sum(amount), max(version_key) from store.sale")
                trial.sources["till"] = database.connectionString(user: "stranger", password: "geheim")
                let refused = try #require(throws: ExtractionError.self) { try trial.run("sales") }
                #expect(refused.kind == .missingInput)
                #expect(!refused.description.contains("geheim"))
                trial.sources["till"] = database.connectionString
                try trial.edit(
                    "pipelines/sales.yaml", query,
                    "select r.* from receipt r, seq_1_to_100000000 s where md5(s.seq) = r.note")
                try trial.edit("pipelines/sales.yaml", "r.note\"", "r.note\", timeout_seconds: 1")
                let hung = #expect(throws: (any Error).self) { try trial.run("sales") }
                #expect("\(hung.map { "\($0)" } ?? "")".contains("timeout_seconds"))
                #expect(try trial.sql("select count(*), sum(amount), max(version_key) from store.sale") == before)
            }
        }
    }

    @Test(
        "tries again when the connection is closed in the middle, and loads every row once",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func survivesClosing() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(receipts)
            // A query that takes a while; the second receipt has no note, which is unlike nothing.
            let slow =
                "select r.no + 4 * s.seq as no, r.day, null as back, r.shop, cast(null as char(13)) as id, r.amount, r.note from receipt r, seq_0_to_5000000 s where s.seq % 2000 = 0 and md5(s.seq) <> r.note"
            try withTill(slow.replacing("null as back", with: "cast(null as date) as back"), database.connectionString)
            {
                trial throws in
                let isClosed = Mutex(false)
                Thread.detachNewThread {
                    let working =
                        "from information_schema.processlist where info like 'select r.no%' and db = database()"
                    for _ in 0..<500 {
                        usleep(20_000)
                        guard let id = try? database.sql("select min(id) \(working)"), id != "NULL",
                            (try? database.sql("kill \(id)")) != nil
                        else { continue }
                        return isClosed.withLock { $0 = true }
                    }
                }
                #expect(counts(try trial.load("sales")) == "published: 7503 read, 7503 loaded, 0 rejected, 0 duplicate")
                #expect(try trial.sql("select count(*), count(distinct number) from store.sale") == "7503|7503")
                #expect(isClosed.withLock { $0 })
            }
        }
    }
}
