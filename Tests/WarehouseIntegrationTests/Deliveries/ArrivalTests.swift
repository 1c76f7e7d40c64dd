import Foundation
import Synchronization
import TestSupport
import Testing
import Warehouse

@testable import Pipelines

/// Files that are not all there yet.
@Suite struct ArrivalTests {
    @Test("leaves alone what is named as unfinished, and what is no file")
    func ignoresNames() throws {
        let change = (part: "in/sales*.csv", replacement: "in/*sales*")
        try Trial.with(try salesProject(change)) { trial in
            for name in ["sales.csv.part", "sales.csv.tmp", ".sales.csv"] {
                try trial.write(sales("1,2024-01-05,,7,,9"), to: "in/\(name)")
            }
            try trial.write("", to: "in/sales-folder/nothing")
            #expect(mkfifo(trial.directory + "/in/sales-pipe.csv", 0o600) == 0)
            #expect(try trial.run("sales").isEmpty)
            try trial.move("in/sales.csv.part", to: "in/sales.csv")
            #expect(try trial.run("sales").map(\.state) == [.published])
        }
    }

    @Test("leaves a file alone that is open for writing, takes the others, and takes it next time")
    func waitsForWriters() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write(sales("1,2024-01-05,,8,,1"), to: "in/sales-b.csv")
            let writer = try #require(FileHandle(forWritingAtPath: trial.directory + "/in/sales-a.csv"))
            let outcomes = try trial.run("sales")
            #expect(Set(states(outcomes)) == ["sales-a.csv waiting", "sales-b.csv published"])
            #expect(
                outcomes.first { $0.state == .waiting }?.reason
                    == "another program has it open for writing; a later run takes it")
            #expect(try trial.sql("select count(*) from ledger.delivery") == "1")
            try writer.close()
            #expect(Set(states(try trial.run("sales"))) == ["sales-a.csv published", "sales-b.csv unchanged"])
        }
    }

    @Test("leaves a file alone that was written within its time to settle")
    func waitsUntilSettled() throws {
        let change = (part: "path: \"in/sales*.csv\"", replacement: "path: \"in/sales*.csv\", settle_seconds: 300")
        try Trial.with(try salesProject(change)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            let begun = ContinuousClock.now
            let outcomes = try trial.run("sales", jobs: 1, ahead: 0)
            #expect(ContinuousClock.now - begun < .seconds(60))
            #expect(states(outcomes) == ["sales.csv waiting"])
            #expect(outcomes.first?.reason == "it was written less than 300 seconds ago; a later run takes it")
            #expect(try trial.run("sales", jobs: 1, ahead: 301).map(\.state) == [.published])
        }
    }

    @Test(
        "publishes nothing of a file that changes while it is read, and all of the others",
        arguments: [
            "appended", "truncated", "replaced", "removed",
        ])
    func leavesChangingFilesAlone(change: String) throws {
        try Trial.with(try salesProject()) { trial in
            // More than is read ahead, so that its end is still to be read when the first rows are loaded.
            let pad = String(repeating: "p", count: 4000)
            let rows = (0..<4000).map { "\($0),2024-01-05,,7,,1,\(pad)\n" }.joined()
            try trial.write(sales("1,2024-01-05,,6,,1"), to: "in/sales-6.csv")
            try trial.write("no,day,back,shop,id,amount,pad\n" + rows, to: "in/sales-7.csv")
            try trial.write(sales("1,2024-01-05,,8,,1"), to: "in/sales-8.csv")
            let path = trial.directory + "/in/sales-7.csv"
            let isDone = Mutex(false)
            let outcomes = try trial.run("sales", jobs: 1) { source, _ in
                guard source == "in/sales-7.csv", !isDone.withLock({ exchange(&$0, true) }) else { return }
                switch change {
                case "appended":
                    let file = FileHandle(forWritingAtPath: path)
                    file?.seekToEndOfFile()
                    file?.write(Data("x,2024-01-05,,7,,1,\n".utf8))
                case "truncated": truncate(path, 1_000_000)
                case "replaced": _ = rename(trial.directory + "/in/sales-6.csv", path)
                default: unlink(path)
                }
            }
            #expect(isDone.withLock { $0 })
            #expect(states(outcomes) == ["sales-6.csv published", "sales-7.csv waiting", "sales-8.csv published"])
            #expect(try trial.sales() == "6|1|01-05|1.00\n8|1|01-05|1.00")
            #expect(
                try trial.sql("select string_agg(code, ',' order by code) from store.shop where shop_key > 0") == "6,8")
            #expect(try trial.sql("select count(*) from ledger.delivery") == "2")
            try trial.expectLedgerAgrees()
            guard change == "appended" else { return }
            #expect(
                try trial.run("sales").filter { $0.state == .published }.map(counts)
                    == ["published: 4001 read, 4001 loaded, 0 rejected, 0 duplicate"])
        }
    }

    private func exchange(_ value: inout Bool, _ new: Bool) -> Bool {
        defer { value = new }
        return value
    }
}
