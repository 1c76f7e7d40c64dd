import Definitions
import Extraction
import Foundation
import PrivateServer
import Synchronization
import TestSupport
import Testing

@testable import Pipelines

/// Source databases that hang, refuse, break off or change their shape.
@Suite struct SourceFaultTests {
    @Test("refuses a column whose type has changed between two runs, before any row moves")
    func noticesChangedTypes() throws {
        try Till.with { till in
            try till.trial.run("sales")
            try till.sql("alter table receipt alter column amount type double precision")
            let outcome = try till.trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason?.contains("`amount` is double precision in the source") == true)
            #expect(outcome.reason?.contains("cast it in the query to a decimal") == true)
            #expect(try till.trial.sql("select sum(amount) from star.sale") == "15.51")
        }
    }

    @Test(
        "reports at once what cannot become what is declared",
        arguments: [
            ("alter table receipt alter column amount type numeric(12,4)", "`amount` is numeric(12,4) in the source"),
            (
                "alter table receipt alter column day type timestamptz",
                "`day` is timestamp with time zone in the source"
            ),
            ("alter table receipt alter column note type bytea using null", "`note` is bytea in the source"),
            ("alter table receipt rename column amount to amounts", "the query has no column `amount`"),
        ])
    func checksTypes(change: String, message: String) throws {
        try Till.with("select * from receipt") { till in
            try till.sql(change)
            let collector = DiagnosticCollector()
            let notes = SourceCheck(try till.trial.project()) { _ in till.conninfo }.run(collector)
            #expect(notes == [])
            #expect(collector.sorted.count == 1)
            #expect(collector.sorted.first?.message.contains(message) == true)
            #expect(collector.sorted.first?.location.file == "pipelines/sales.yaml")
        }
    }

    @Test("says which sums cannot be compared, since the query gives no numbers")
    func tellsUncomparedSums() throws {
        let query = "select no, day, back, shop, id, amount::text as amount, note from receipt order by no"
        try Till.with(query, ", reconcile: true") { till in
            let collector = DiagnosticCollector()
            _ = SourceCheck(try till.trial.project()) { _ in till.conninfo }.run(collector)
            #expect(collector.sorted.map(\.severity) == [.warning])
            #expect(
                collector.sorted.first?.message
                    == "`amount` is no number in the query, so `reconcile` cannot compare its sum and sees no change of it alone"
            )
            #expect(collector.sorted.first?.remedy?.hasPrefix("cast it to a decimal in the query at") == true)
        }
    }

    @Test("says which source was not checked because it cannot be reached")
    func saysWhatWasNotChecked() throws {
        try Till.with { till in
            let collector = DiagnosticCollector()
            let notes = SourceCheck(try till.trial.project()) { _ in "host=/nonexistent dbname=x password=hush" }
                .run(collector)
            #expect(collector.sorted.isEmpty)
            #expect(
                notes.count == 1
                    && notes[0].hasPrefix(
                        "pipelines/sales.yaml:3:48: the query and the types of its columns were not checked")
            )
            #expect(!notes.joined().contains("hush"))
        }
    }

    @Test("never shows a connection string that cannot be understood")
    func hidesConnectionStrings() throws {
        try Till.with { till in
            // Of the last three libpq takes a part of the password for a port, a host or a database.
            for conninfo in [
                "host=x hush=secret", "host=x password secret", "postgresql://u:secret@h:port/x?hush=1",
                "postgresql://u:secret/x@h:5432/db", "postgresql://u:x@secret@h:5432/db",
                "postgresql://u:1/secret@h:5432/db",
            ] {
                till.trial.sources["till"] = conninfo
                let error = try #require(throws: ExtractionError.self) { try till.trial.run("sales") }
                #expect(!error.description.contains("secret") && !error.description.contains("hush"))
            }
        }
    }

    @Test("gives up on a source that hangs")
    func timesOut() throws {
        try Till.with("select receipt.*, pg_sleep(20)::text from receipt", ", timeout_seconds: 1") { till in
            let begin = Date()
            let error = try #require(throws: ExtractionError.self) { try till.trial.run("sales") }
            #expect(Date().timeIntervalSince(begin) < 15)
            #expect(error.description.contains("the source did not finish within 1 s"))
            #expect(try till.trial.sql("select count(*) from ledger.delivery") == "0")
        }
    }

    @Test("gives up on a server that takes a connection and never answers")
    func timesOutConnecting() throws {
        try withTemporaryServer { _, endpoint in
            let conninfo = endpoint.connectionString(database: "postgres")
            let postmaster = try #require(
                pid_t(
                    try queryDatabase(
                        conninfo, "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)")))
            try Till.with(Till.query, ", timeout_seconds: 1") { till in
                till.trial.sources["till"] = conninfo
                kill(postmaster, SIGSTOP)
                defer { kill(postmaster, SIGCONT) }
                let begin = Date()
                let error = try #require(throws: ExtractionError.self) { try till.trial.run("sales") }
                #expect(Date().timeIntervalSince(begin) < 15)
                #expect(error.kind == .missingInput)
                #expect(error.description.contains("timeout expired"), "\(error)")
            }
        }
    }

    @Test("gives up on a server that stands still in the middle of a query")
    func timesOutStandingStill() throws {
        try withTemporaryServer { _, endpoint in
            let conninfo = endpoint.connectionString(database: "postgres")
            _ = try queryDatabase(
                conninfo,
                "create table receipt (no integer, day date, back date, shop text, id text, amount numeric(10,2), note text); insert into receipt values (1, '2024-01-05')"
            )
            try Till.with("select receipt.*, pg_sleep(30)::text from receipt", ", timeout_seconds: 4") { till in
                till.trial.sources["till"] = conninfo
                let frozen = Mutex<pid_t?>(nil)
                Thread.detachNewThread {
                    for _ in 0..<200 where frozen.withLock({ $0 }) == nil {
                        usleep(10_000)
                        let found = try? queryDatabase(
                            conninfo, "select pid from pg_stat_activity where query like 'copy (select%'")
                        guard let pid = found.flatMap({ pid_t($0) }) else { continue }
                        kill(pid, SIGSTOP)
                        frozen.withLock { $0 = pid }
                    }
                }
                defer { if let pid = frozen.withLock({ $0 }) { kill(pid, SIGCONT) } }
                let begin = Date()
                let error = try #require(throws: ExtractionError.self) { try till.trial.run("sales") }
                #expect(Date().timeIntervalSince(begin) < 20)
                #expect(frozen.withLock { $0 } != nil)
                #expect(error.kind == .missingInput)
                #expect(error.description.contains("the source's server gave no answer"), "\(error)")
                #expect(try till.trial.sql("select count(*) from ledger.delivery") == "0")
            }
        }
    }

    @Test("tries again when the source breaks off in mid-stream, and loads every row once")
    func survivesBrokenStreams() throws {
        try Till.with { till in
            try till.sql(
                """
                delete from receipt;
                insert into receipt (no, day, shop, amount, note)
                select n, date '2024-01-01' + n % 60, '7', 1, repeat('x', 100) from generate_series(1, 100000) n
                """)
            let isCut = Mutex(false)
            let outcomes = try till.trial.run("sales", jobs: 1) { _, _ in
                let isFirst = isCut.withLock { isCut in
                    defer { isCut = true }
                    return !isCut
                }
                guard isFirst else { return }
                _ = try? till.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy (%'"
                )
            }
            #expect(isCut.withLock { $0 })
            #expect(outcomes.map(counts) == ["published: 100000 read, 100000 loaded, 0 rejected, 0 duplicate"])
            #expect(try till.trial.sql("select count(*), count(distinct number) from star.sale") == "100000|100000")
            // The load that was cut off has taken a number too.
            #expect(try till.trial.sql("select max(delivery_key) > 1, count(*) from ledger.delivery") == "t|1")
        }
    }
}
