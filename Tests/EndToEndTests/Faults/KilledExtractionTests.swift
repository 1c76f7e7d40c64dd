import Foundation
import TestSupport
import Testing

/// Exactly once, out of a database too: ended by SIGKILL in the middle of an extraction and run again, rows, watermark and
/// what is known of the source are those of an undisturbed run.
@Suite("A run that is killed while it extracts")
struct KilledExtractionTests {
    /// Where a run is when it is killed.
    private enum Moment { case sending, publishing }

    @Test(
        "leaves rows and watermark as they were, and the next run ends as if nothing had happened",
        arguments: LoanDesk.System.installed)
    func endsTheSame(system: LoanDesk.System) throws {
        try LoanDesk.with(system) { desk in
            try DisturbedLibrary.with { library in
                try library.extract(from: desk)
                try library.migrate()
                try desk.fill()
                // MariaDB's rows come in another rhythm: no moment while they are published is met for certain.
                let publishing: [Moment] = system == .mariaDB ? [] : [.publishing]
                try expectKillsUnnoticed(library, during: [.sending] + publishing)
                // Of four months one row has left one, and one has come alone to another: three are sent again.
                try desk.change()
                try expectKillsUnnoticed(library, during: publishing)
            }
        }
    }

    /// Kills runs at certain moments and at some that chance decides, then runs to the end.
    private func expectKillsUnnoticed(_ library: DisturbedLibrary, during moments: [Moment]) throws {
        let before = try contents(library.disturbed)
        for moment in moments {
            try kill(library, moment)
            #expect(try contents(library.disturbed) == before, "killed while \(moment)")
        }
        // From before the source is asked to about when everything is published.
        for seconds in stride(from: 0.05, through: 0.45, by: 0.1) {
            _ = try library.start("--wait").wait(atMost: seconds)
        }
        let last = try library.run("--wait")
        #expect(last.status == 0, "\(last.standardError)")
        let undisturbed = try runUptake([
            "run", "loans", "--project", library.project, "--database", library.undisturbed,
        ])
        #expect(undisturbed.status == 0, "\(undisturbed.standardError)")
        let expected = try contents(library.undisturbed)
        #expect(expected != before && expected.count > 8)
        #expect(try contents(library.disturbed) == expected)
        try library.expectNothingLeft()
    }

    private func kill(_ library: DisturbedLibrary, _ moment: Moment) throws {
        switch moment {
        case .sending:
            let program = try library.start("--wait")
            do { try library.waitForCopy() } catch {
                Issue.record("\(try program.wait(atMost: 5).standardError)")
                throw error
            }
            program.send(SIGKILL)
            #expect(try program.wait().status == -SIGKILL, "the run had ended before it could be killed")
        case .publishing:
            // What is about to be published waits for whoever holds the list of what is, which can still be read.
            let holder = try RunningProgram(
                "psql",
                [
                    "--no-psqlrc", "--quiet", "--dbname", library.disturbed, "--command",
                    "begin; lock table ledger.published in exclusive mode; select pg_sleep(300)",
                ])
            try library.waitFor(
                "from pg_locks where relation = 'ledger.published'::regclass and mode = 'ExclusiveLock' and granted")
            let program = try library.start("--wait")
            try library.waitFor("from pg_locks where relation = 'ledger.published'::regclass and not granted")
            program.send(SIGKILL)
            #expect(try program.wait().status == -SIGKILL, "the run had ended before it could be killed")
            holder.send(SIGKILL)
            _ = try library.sql(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'begin; lock table%'")
        }
    }

    /// What the warehouse says of the loans and of their source.
    private func contents(_ conninfo: String) throws -> [String] {
        guard try queryDatabase(conninfo, "select to_regclass('ledger.watermark') is not null") == "t" else {
            return []
        }
        return try WarehouseContents.read(conninfo)
            + queryDatabase(
                conninfo,
                """
                select 'watermark', watermark, recent from ledger.watermark;
                select 'period', period, rows, sums from ledger.source_period order by period
                """
            ).split(separator: "\n").map(String.init)
    }
}

extension DisturbedLibrary {
    /// Has the pipeline read its loans from the desk, whose connection stands in a file that only its owner may read.
    fileprivate func extract(from desk: LoanDesk) throws {
        try editPipeline("{ csv: { path: deliveries/*.csv, delimiter: \";\" } }", desk.source)
        try editPipeline("d.M.yyyy", "yyyy-MM-dd")
        let settings = project + "/uptake.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try (text + "connections: { desk: { file: desk } }\n").write(
            toFile: settings, atomically: true, encoding: .utf8)
        try desk.connectionString.write(toFile: project + "/desk", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: project + "/desk")
    }

    fileprivate func waitFor(_ rows: String) throws {
        let end = Date().addingTimeInterval(120)
        while try sql("select count(*) \(rows)") == "0" {
            try #require(Date() < end, "waited in vain for rows \(rows)")
            usleep(10_000)
        }
    }
}
