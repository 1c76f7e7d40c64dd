import Postgres
import Testing

@testable import Warehouse

@Suite struct CompactionTests {
    @Test("joins many leaves into one of what is published and one of history; no figure of any moment changes")
    func keepsFigures() throws {
        try SmallLoads.with(retention: "{ versions: 100, days: 0 }") { loads, connection in
            for number in 0..<30 {
                let slice = Int32(1 + number % 7)
                try loads.load([slice: 20 + number, slice + 7: 5, 20: number % 4], on: connection)
            }
            let before = try loads.figures()
            let report = try loads.compact(on: connection)
            #expect(try loads.figures() == before)
            #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
            #expect(try loads.ledgerAgrees())
            #expect(report.leavesBefore == 30)
            #expect(report.leavesAfter == 2)
            #expect(report.rowsMoved == (0..<30).reduce(0) { $0 + 20 + $1 + 5 + $1 % 4 })
            #expect(report.rowsRemoved == 0)
            #expect(report.left == [])
            // Slice 20 came thirty times, so history has 29 versions of it.
            #expect(
                try loads.trial.sql("select made_by, count(*) from ledger.load group by 1") == "compaction|30")
            // There is nothing more to gain.
            #expect(try loads.compact(on: connection).rowsMoved == 0)
            #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
        }
    }

    @Test("goes on where loads follow compactions and compactions follow loads")
    func alternates() throws {
        try SmallLoads.with(retention: "{ versions: 100, days: 0 }") { loads, connection in
            for round in 0..<4 {
                for number in 0..<6 { try loads.load([Int32(1 + (round + number) % 5): 3 + number], on: connection) }
                let before = try loads.figures()
                _ = try loads.compact(on: connection)
                #expect(try loads.figures() == before)
                #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
                #expect(try loads.ledgerAgrees())
            }
        }
    }

    @Test("does at the end of a run only what pays, and keeps the number of leaves bounded")
    func paysOnly() throws {
        try SmallLoads.with(retention: "{ versions: 100, days: 0 }") { loads, connection in
            for number in 0..<32 { try loads.load([Int32(1 + number): 10], on: connection) }
            #expect(try Compaction(loads.project).runIfItPays(on: connection) == [])
            #expect(try loads.leaves() == "32 leaves, 0 unlisted, 0 orphans")
            for number in 32..<100 {
                try loads.load([Int32(1 + number): 10], on: connection)
                _ = try Compaction(loads.project).runIfItPays(on: connection)
            }
            let leaves = try #require(Int(try loads.trial.sql("select count(distinct leaf) from ledger.load")))
            #expect(leaves <= CompactionPlan.mostLeaves)
            #expect(try loads.trial.sql("select count(*) from star.sale") == "1000")
        }
    }

    @Test("keeps an empty slice published and lets a leaf go that holds nothing any more")
    func keepsEmptySlices() throws {
        try SmallLoads.with(retention: "{ versions: 0, days: 0 }") { loads, connection in
            try loads.load([1: 10, 2: 10], on: connection)
            try loads.load([1: 0, 2: 4], on: connection)
            try loads.load([3: 4], on: connection)
            // The first leaf holds nothing that is kept; at the end of a run it just goes.
            let reports = try Compaction(loads.project).runIfItPays(on: connection)
            #expect(reports.map(\.rowsRemoved) == [20])
            #expect(reports.map(\.rowsMoved) == [0])
            #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
            _ = try loads.compact(on: connection)
            #expect(try loads.leaves() == "1 leaves, 0 unlisted, 0 orphans")
            #expect(
                try loads.trial.sql(
                    "select string_agg(slice_key || ':' || fact, ' ' order by slice_key) from ledger.published join ledger.load using (version_key)"
                ) == "1:sale 2:sale 3:sale")
        }
    }

    @Test("lets nothing go that is published, whatever the ledger says of deliveries")
    func keepsWhatIsPublished() throws {
        try SmallLoads.with(retention: "{ versions: 0, days: 0 }") { loads, connection in
            try loads.load([1: 10], on: connection)
            try loads.load([2: 10], on: connection)
            try connection.execute("delete from ledger.delivery_slice where slice_key = 2")
            #expect(throws: CompactionError.self) { try loads.compact(on: connection) }
            #expect(try Compaction(loads.project).runIfItPays(on: connection) == [])
            #expect(try loads.trial.sql("select count(*) from star.sale") == "20")
        }
    }

    @Test("refuses to move rows that the ledger counts otherwise, and changes nothing")
    func refusesOtherCounts() throws {
        try SmallLoads.with(retention: "{ versions: 9, days: 0 }") { loads, connection in
            try loads.load([1: 10], on: connection)
            try loads.load([2: 10], on: connection)
            _ = try loads.trial.sql("delete from store.sale where slice_key = 2 and line = 4")
            let before = try loads.trial.checksums()
            #expect(throws: CompactionError.self) { try loads.compact(on: connection) }
            #expect(try loads.trial.checksums() == before)
            #expect(try loads.leaves() == "2 leaves, 0 unlisted, 0 orphans")
        }
    }
}
