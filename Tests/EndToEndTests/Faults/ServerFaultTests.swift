import Foundation
import PrivateServer
import TestSupport
import Testing

/// The whole server goes away in the middle of a load.
@Suite("A load whose server goes away")
struct ServerFaultTests {
    @Test("goes on by itself when the server was only restarted")
    func restart() throws {
        try withTemporaryServer { server, endpoint in
            try DisturbedLibrary.on(endpoint) { library in
                try library.deliver(Loans())
                let program = try library.start()
                try library.waitForCopy()
                #expect(try server.stop())
                usleep(1_000_000)
                _ = try server.start()
                let outcome = try program.wait()
                #expect(outcome.status == 0, "\(outcome.standardError)")
                try library.expectUndisturbed()
            }
        }
    }

    @Test("goes on by itself when one of the server's processes was killed and all others with it")
    func crash() throws {
        try withTemporaryServer { server, endpoint in
            try DisturbedLibrary.on(endpoint) { library in
                try library.deliver(Loans())
                let program = try library.start()
                try library.waitForCopy()
                let backend = try #require(
                    pid_t(try library.sql("select pid from pg_stat_progress_copy where datname = current_database()")),
                    "the load had ended before it could be killed")
                #expect(kill(backend, SIGKILL) == 0)
                let outcome = try program.wait()
                #expect(outcome.status == 0, "\(outcome.standardError)")
                try library.expectUndisturbed()
            }
        }
    }

    @Test("gives up when the server stays away, says how things are, and loads every row once later")
    func outage() throws {
        try withTemporaryServer { server, endpoint in
            try DisturbedLibrary.on(endpoint) { library in
                try library.deliver(Loans())
                let program = try library.start()
                try library.waitForCopy()
                #expect(try server.stop())
                let outcome = try program.wait()
                #expect(outcome.status == 69)
                expectGuidance(outcome, stage: "copy")
                _ = try server.start()
                try library.expectNothingPublished()
                try library.expectRecovery()
            }
        }
    }

    @Test("says so at once when the server is not there at all")
    func unreachable() throws {
        try withTemporaryServer { server, endpoint in
            try DisturbedLibrary.on(endpoint) { library in
                try library.deliver(.few)
                #expect(try server.stop())
                let outcome = try library.run()
                #expect(outcome.status == 69)
                #expect(outcome.standardError.contains(endpoint.socketDirectory), "\(outcome.standardError)")
                _ = try server.start()
                try library.expectRecovery()
            }
        }
    }
}
