import Foundation
import TestSupport
import Testing

/// Somebody presses Ctrl-C, or the system asks the program to end.
@Suite("A run that is interrupted")
struct InterruptionTests {
    /// How a run is told to end, and the code it ends with: 128 and the signal's number, as shells have it.
    static let signals: [(signal: Int32, code: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

    @Test("while rows are being sent leaves nothing behind", arguments: signals)
    func whileSending(signal: Int32, code: Int32) throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let program = try library.start()
            try library.waitForCopy()
            try expectCleanEnd(program, signal, code, in: library)
        }
    }

    @Test("while it waits for the server leaves nothing behind", arguments: signals)
    func whilePublishing(signal: Int32, code: Int32) throws {
        try DisturbedLibrary.with { library in
            try library.deliver(.few)
            try library.migrate()
            // What is about to be published waits for whoever holds the list of what is.
            let holder = try RunningProgram(
                "psql",
                [
                    "--no-psqlrc", "--quiet", "--dbname", library.disturbed, "--command",
                    "begin; lock table ledger.published; select pg_sleep(60)",
                ])
            try waitUntil(
                library, "select count(*) from pg_locks where relation = 'ledger.published'::regclass and granted")
            let program = try library.start()
            try waitUntil(library, "select count(*) from pg_locks where not granted")
            try expectCleanEnd(program, signal, code, in: library) {
                holder.send(SIGKILL)
                _ = try library.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'begin; lock table%'")
            }
        }
    }

    @Test("twice ends no later and leaves nothing behind either")
    func twice() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let program = try library.start()
            try library.waitForCopy()
            program.send(SIGINT)
            try expectCleanEnd(program, SIGINT, 130, in: library)
        }
    }

    /// - Parameter release: what lets go of the run that is held; called when it has ended.
    private func expectCleanEnd(
        _ program: RunningProgram, _ signal: Int32, _ code: Int32, in library: DisturbedLibrary,
        release: () throws -> Void = {}
    ) throws {
        let began = Date()
        program.send(signal)
        let outcome = try program.wait(atMost: 30)
        #expect(Date().timeIntervalSince(began) < 10, "a person who presses Ctrl-C does not wait")
        try release()
        #expect(outcome.status == code, "\(outcome.standardError)")
        #expect(outcome.standardError.contains(/nothing .* published/.ignoresCase()), "\(outcome.standardError)")
        #expect(outcome.standardError.contains(/[Rr]un (it )?again|uptake run/), "\(outcome.standardError)")
        try library.expectNothingLeft()
        try library.expectNothingPublished()
        try library.expectRecovery()
    }

    private func waitUntil(_ library: DisturbedLibrary, _ count: String) throws {
        let end = Date().addingTimeInterval(30)
        while try library.sql(count) == "0" {
            try #require(Date() < end, "waited in vain for: \(count)")
            usleep(10_000)
        }
    }
}
