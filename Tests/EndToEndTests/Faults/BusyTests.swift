import Foundation
import TestSupport
import Testing

/// Two runs at the same time.
@Suite("A second run while one works")
struct BusyTests {
    @Test("ends at once with code 75 and says who works")
    func refused() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let first = try library.startAndHold()
            let began = Date()
            let second = try library.run()
            #expect(Date().timeIntervalSince(began) < 5)
            #expect(second.status == 75)
            for part in ["another run", "\(first.processIdentifier)", "nothing was changed", "--wait"] {
                #expect(second.standardError.contains(part), "`\(part)` is not in:\n\(second.standardError)")
            }
            first.send(SIGCONT)
            #expect(try first.wait().status == 0)
            try library.expectUndisturbed()
        }
    }

    @Test("waits if it is told to, and then finds nothing new")
    func waits() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let first = try library.startAndHold()
            let second = try library.start("--wait", "--json")
            usleep(2_000_000)
            #expect(!second.hasEnded)
            first.send(SIGCONT)
            #expect(try first.wait().status == 0)
            let outcome = try second.wait()
            #expect(outcome.status == 0, "\(outcome.standardError)")
            #expect(outcome.standardOutput.contains("unchanged"), "\(outcome.standardOutput)")
            try library.expectUndisturbed()
        }
    }

    @Test("that waits can be interrupted")
    func interrupted() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let first = try library.startAndHold()
            let second = try library.start("--wait")
            usleep(1_000_000)
            second.send(SIGINT)
            #expect(try second.wait(atMost: 10).status == 130)
            first.send(SIGCONT)
            #expect(try first.wait().status == 0)
            try library.expectUndisturbed()
        }
    }
}
