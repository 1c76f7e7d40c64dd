import Foundation
import Postgres
import Testing

@testable import Warehouse

@Suite struct CompactionReaderTests {
    private static let sum = "select count(*) || ' ' || sum(amount * line) from star.sale"
    /// As the engine reads: the lock before the snapshot.
    private static let held = [
        "begin isolation level repeatable read read only", "lock table only store.sale in access share mode", sum,
        "commit",
    ]

    @Test("readers neither wait nor see anything but the whole while leaves are rewritten, again and again")
    func neverSeesHalf() throws {
        try SmallLoads.with(retention: "{ versions: 2, days: 0 }") { loads, connection in
            for number in 0..<8 { try loads.load([Int32(1 + number): 50], on: connection) }
            let whole = try loads.trial.sql(Self.sum)
            let readers = [
                LoopingReader(loads.trial.conninfo, [Self.sum]), LoopingReader(loads.trial.conninfo, Self.held),
            ]
            for _ in 0..<20 {
                // The compacted leaf and a new one are never the same, so that there is always something to do.
                try loads.load([100: 0], on: connection)
                try loads.load([101: 0], on: connection)
                _ = try loads.compact(on: connection)
            }
            #expect(try loads.trial.sql(Self.sum) == whole)
            for reader in readers {
                let seen = reader.stop()
                #expect(seen.answers == [whole])
                #expect(seen.count > 20)
            }
        }
    }

    @Test("a reader that stays open keeps nobody waiting; its leaves wait for it, and the next compaction takes them")
    func openReader() throws {
        try SmallLoads.with(retention: "{ versions: 0, days: 0 }") { loads, connection in
            for number in 0..<6 { try loads.load([Int32(1 + number): 30], on: connection) }
            let whole = try loads.trial.sql(Self.sum)
            let old = try Connection(connecting: loads.trial.conninfo)
            try old.execute(Self.held[0])
            try old.execute(Self.held[1])
            #expect(try old.query(Self.sum).text(0, 0) == whole)

            let reader = LoopingReader(loads.trial.conninfo, Self.held)
            let first = try loads.compact(on: connection)
            #expect(first.left.count == 6)
            #expect(first.reason == "process \(old.backendProcess) of the server still reads")
            #expect(try loads.leaves() == "1 leaves, 6 unlisted, 0 orphans")
            // The loads go on, and the leaf that is marked already does not stop them.
            try loads.load([1: 30], on: connection)
            try loads.load([2: 30], on: connection)
            let second = try loads.compact(on: connection)
            #expect(second.left.count == 9)
            #expect(second.reason == "process \(old.backendProcess) of the server still reads")
            // The report goes on reading what it began with, every leaf of it.
            #expect(try old.query(Self.sum).text(0, 0) == whole)
            let seen = reader.stop()
            #expect(seen.slowest < 50)
            #expect(seen.count > 20)
            try old.execute("commit")

            let last = try loads.compact(on: connection)
            #expect(last.left == [])
            #expect(try loads.leaves() == "1 leaves, 0 unlisted, 0 orphans")
            #expect(try loads.trial.sql("select count(*) from star.sale") == "180")
        }
    }
}
