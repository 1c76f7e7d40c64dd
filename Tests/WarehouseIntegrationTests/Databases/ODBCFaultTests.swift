import Extraction
import Foundation
import Synchronization
import TestSupport
import Testing
import Warehouse

@testable import Pipelines

/// A MariaDB server that goes away, or falls silent, while it is read by ODBC.
@Suite(.serialized, .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
struct ODBCFaultTests {
    private func withTill(_ more: String, _ body: (Trial, MariaDBServer) throws -> Void) throws {
        try MariaDBServer.withServer { server, database throws in
            try database.sql(
                """
                set global innodb_flush_log_at_trx_commit = 1;
                create table receipt (
                    no integer not null primary key, day date, back date, shop varchar(10), id varchar(20),
                    amount decimal(10,2), note varchar(200));
                insert into receipt select seq, '2024-01-01' + interval (seq % 60) day, null, '7', null, 1, repeat('x', 100)
                    from seq_1_to_200000
                """)
            var files = shopProject
            files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
                .replacing(
                    "csv: { path: \"in/sales*.csv\" }",
                    with:
                        "odbc: { connection: till, query: select * from receipt, pages: { by: [no], rows: 5000 }\(more) }"
                )
                .replacing("  amount: {", with: "  note: { from: note }\n  amount: {")
            try Trial.with(files) { trial throws in
                trial.sources["till"] = database.connectionString
                try body(trial, server)
            }
        }
    }

    @Test("is read again when it was killed in mid-stream and is back, every row once")
    func survivesKilledServers() throws {
        try withTill("") { trial, server throws in
            let isKilled = Mutex(false)
            let outcomes = try trial.run("sales", jobs: 1) { _, _ in
                let isFirst = isKilled.withLock { isKilled in
                    defer { isKilled = true }
                    return !isKilled
                }
                guard isFirst else { return }
                #expect(throws: Never.self) { try server.send(SIGKILL) }
                Thread.detachNewThread {
                    // The first attempts find nobody.
                    usleep(1_500_000)
                    #expect(throws: Never.self) { try server.start() }
                }
            }
            #expect(outcomes.map(counts) == ["published: 200000 read, 200000 loaded, 0 rejected, 0 duplicate"])
            #expect(try trial.sql("select count(*), count(distinct number) from star.sale") == "200000|200000")
            #expect(try trial.sql("select max(delivery_key) > 1, count(*) from ledger.delivery") == "t|1")
        }
    }

    @Test("is given up when it falls silent, and read again when it speaks")
    func givesUpSilentServers() throws {
        try withTill(", timeout_seconds: 2") { trial, server throws in
            let isSilent = Mutex(false)
            let began = Date()
            let error = #expect(throws: ExtractionError.self) {
                try trial.run("sales", jobs: 1) { _, _ in
                    let isFirst = isSilent.withLock { isSilent in
                        defer { isSilent = true }
                        return !isSilent
                    }
                    if isFirst { try? server.send(SIGSTOP) }
                }
            }
            #expect(Date().timeIntervalSince(began) < 30)
            #expect(
                error?.remedy.contains("the query took longer than 2 seconds") == true, "\(String(describing: error))")
            #expect(try trial.sql("select count(*) from ledger.delivery") == "0")
            try server.send(SIGCONT)
            #expect(try trial.load("sales").record?.loadedRows == 200_000)
        }
    }
}
