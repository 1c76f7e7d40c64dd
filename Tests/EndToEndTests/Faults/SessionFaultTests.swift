import Foundation
import TestSupport
import Testing

/// The server ends the session of a load.
@Suite("A load whose session is ended")
struct SessionFaultTests {
    @Test("begins anew by itself and loads every row once")
    func triesAgain() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let program = try library.start()
            try library.waitForCopy(then: "perform pg_terminate_backend(pid) from copy;")
            let outcome = try program.wait()
            #expect(outcome.status == 0, "\(outcome.standardError)")
            expectReason(in: outcome)
            try library.expectUndisturbed()
        }
    }

    @Test("gives up when that happens every time, says how things are, and loads every row once later")
    func givesUp() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            try library.migrate()
            let enemy = try RunningProgram(
                "psql",
                [
                    "--no-psqlrc", "--quiet", "--dbname", library.disturbed, "--command",
                    """
                    do $$ begin
                        loop
                            perform pg_terminate_backend(pid) from pg_stat_progress_copy
                            where datname = current_database() and tuples_processed >= 5000;
                            perform pg_sleep(0.001), pg_stat_clear_snapshot();
                        end loop;
                    end $$
                    """,
                ])
            let outcome = try library.run()
            enemy.send(SIGKILL)
            _ = try library.sql(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'do $$ begin%loop%loop%'")
            #expect(outcome.status == 69)
            expectGuidance(outcome, stage: "copy")
            expectReason(in: outcome)
            try library.expectNothingPublished()
            try library.expectRecovery()
        }
    }

    @Test("also does so when the corrected delivery was about to replace what is published")
    func keepsWhatWasThere() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(.few)
            #expect(try library.run().status == 0)
            let before = try library.sql("select count(*), sum(days) from star.loan")
            try library.deliver(Loans(generation: 1))
            let program = try library.start()
            try library.waitForCopy(then: "perform pg_terminate_backend(pid) from copy;")
            // As long as the new rows are not complete, readers see the old ones.
            #expect(try library.sql("select count(*), sum(days) from star.loan") == before)
            let outcome = try program.wait()
            #expect(outcome.status == 0, "\(outcome.standardError)")
            let after = try library.sql(
                "select count(*), sum(days), min(delivery_key) = max(delivery_key) from star.loan")
            #expect(after != before && after.hasSuffix("|t"))
            try library.expectNothingLeft()
        }
    }

    /// Expects to be told that it was the connection: by the server's own last words, or by how it looked from here.
    private func expectReason(in outcome: ProgramOutcome, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(
            outcome.standardError.contains(
                /57P01|terminating connection|server closed the connection|connection .*lost/),
            "\(outcome.standardError)", sourceLocation: sourceLocation)
    }
}
