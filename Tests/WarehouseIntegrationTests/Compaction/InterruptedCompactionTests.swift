import Foundation
import Postgres
import Synchronization
import Testing

@testable import Warehouse

@Suite struct InterruptedCompactionTests {
    private struct PulledPlug: Error {}

    /// Twelve loads over four slices.
    private func withLoads(_ body: (SmallLoads, borrowing Connection) throws -> Void) throws {
        try SmallLoads.with(retention: "{ versions: 2, days: 0 }") { loads, connection in
            for number in 0..<12 { try loads.load([Int32(1 + number % 4): 10 + number, 5: 2], on: connection) }
            try body(loads, connection)
        }
    }

    /// What readers see, and what they saw at moments of which everything is kept.
    private func keptFigures(_ loads: SmallLoads) throws -> ArraySlice<String> { try loads.figures().suffix(3) }

    @Test(
        "ended after any step, loses and doubles nothing, and the next one finishes and cleans up",
        arguments: [
            (Compaction.Step.built(fact: "sale"), "12 leaves, 0 unlisted, 2 orphans"),
            (.attached(fact: "sale"), "12 leaves, 2 unlisted, 0 orphans"),
            (.moved(fact: "sale"), "2 leaves, 12 unlisted, 0 orphans"),
            (.removed(leaf: "sale_v1"), "2 leaves, 11 unlisted, 0 orphans"),
        ])
    func endedAfterAStep(step: Compaction.Step, left: String) throws {
        try withLoads { loads, connection in
            let before = try keptFigures(loads)
            let compaction = Compaction(loads.project) { done in if done == step { throw PulledPlug() } }
            #expect(throws: PulledPlug.self) { try compaction.run([loads.fact], everything: true, on: connection) }
            #expect(try loads.leaves() == left)
            #expect(try keptFigures(loads) == before)
            #expect(try loads.ledgerAgrees())
            #expect(try loads.trial.sql("select count(*) from star.sale") == "\(18 + 19 + 20 + 21 + 2)")

            _ = try loads.compact(on: connection)
            #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
            #expect(try keptFigures(loads) == before)
            #expect(try loads.ledgerAgrees())
            // A load goes on from there.
            try loads.load([1: 1], on: connection)
            #expect(
                try loads.trial.sql(
                    "select count(*) from star.sale where amount = (select max(version_key) from ledger.load where made_by = 'load')"
                ) == "1")
        }
    }

    @Test("its connection cut at random, loses and doubles nothing")
    func cutAtRandom() throws {
        try withLoads { loads, _ in
            let before = try keptFigures(loads)
            for cut in 0..<12 {
                let isDone = Atomic(false)
                let connection = try Connection(connecting: loads.trial.conninfo)
                let process = connection.backendProcess
                let conninfo = loads.trial.conninfo
                // Measured, a compaction of these loads takes 60 to 100 ms.
                let killer = Thread {
                    Thread.sleep(forTimeInterval: Double(cut) * 0.008)
                    if !isDone.load(ordering: .acquiring), let other = try? Connection(connecting: conninfo) {
                        _ = try? other.query("select pg_terminate_backend(\(process))")
                    }
                    isDone.store(true, ordering: .releasing)
                }
                killer.start()
                do {
                    _ = try loads.compact(on: connection)
                } catch { #expect(error is PostgresError) }
                while !isDone.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.001) }
                #expect(try keptFigures(loads) == before)
                #expect(try loads.ledgerAgrees())
            }
            let connection = try Connection(connecting: loads.trial.conninfo)
            _ = try loads.compact(on: connection)
            #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
            #expect(try keptFigures(loads) == before)
        }
    }
}
