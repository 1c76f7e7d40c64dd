import Foundation
import Synchronization
import Testing
import Warehouse

@testable import Pipelines

/// The same delivery again, and what is not the same.
@Suite struct RecognitionTests {
    /// The sources that were read in a run, each as often as it gave a batch.
    private func reading(_ trial: Trial) throws -> (states: [String], read: [String]) {
        let read = Mutex<[String]>([])
        let outcomes = try trial.run("sales", jobs: 2) { source, _ in read.withLock { $0.append(source) } }
        return (states(outcomes), read.withLock { $0 })
    }

    @Test("a file that is as it was is not even opened")
    func opensNothing() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            #expect(try reading(trial).read == ["in/sales.csv"])
            let before = try trial.checksums()
            #expect(try reading(trial) == (["sales.csv unchanged"], []))
            // The bytes are others and the file looks as before but for the time of its change: now it is hashed.
            let modified = try FileManager.default.attributesOfItem(atPath: trial.directory + "/in/sales.csv")
            try trial.setModified(
                "in/sales.csv", try #require(modified[.modificationDate] as? Date).addingTimeInterval(-9))
            #expect(try reading(trial) == (["sales.csv unchanged"], []))
            try trial.move("in/sales.csv", to: "in/sales-copy.csv")
            #expect(try reading(trial) == (["sales-copy.csv unchanged"], []))
            #expect(try trial.checksums() == before)
            #expect(try trial.sql("select count(*) from ledger.delivery") == "1")
        }
    }

    @Test("a file of the same size and other content is another delivery, and A, B, A are three")
    func loadsForthAndBack() throws {
        try Trial.with(try salesProject()) { trial in
            for (load, amount) in [1, 2, 1].enumerated() {
                try trial.write(sales("1,2024-01-05,,7,,\(amount)"), to: "in/sales.csv")
                #expect(try reading(trial) == (["sales.csv published"], ["in/sales.csv"]))
                #expect(try trial.sales() == "7|1|01-05|\(amount).00")
                #expect(try trial.sql("select count(*) from ledger.load") == "\(load + 1)")
            }
        }
    }

    @Test("a thousand small files that are as they were are recognised in under a second")
    func recognisesThousands() throws {
        try Trial.with(try salesProject()) { trial in
            for shop in 1000..<2000 {
                try trial.write(sales("1,2024-01-05,,\(shop),,1"), to: "in/sales-\(shop).csv")
            }
            #expect(try trial.run("sales").allSatisfy { $0.state == .published })
            #expect(try trial.sql("select count(*) from star.sale") == "1000")
            #expect(try trial.sql("select count(*) from ledger.load") == "1")
            let begun = ContinuousClock.now
            let outcomes = try trial.run("sales")
            #expect(ContinuousClock.now - begun < .seconds(1))
            #expect(outcomes.count == 1000)
            #expect(outcomes.allSatisfy { $0.state == .unchanged })
        }
    }

    @Test("under a corrected definition the files are read again in their old order, so that the newest still stands")
    func keepsOldOrder() throws {
        try Trial.with(try salesProject()) { trial in
            // b came first; a, which corrects it, has the smaller name.
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-b.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-01-05,,7,,2"), to: "in/sales-a.csv")
            try trial.run("sales")
            try trial.edit("pipelines/sales.yaml", "minimum: 0", "minimum: 0.01")
            #expect(try reading(trial).states == ["sales-b.csv published", "sales-a.csv published"])
            #expect(try trial.sales() == "7|1|01-05|2.00")
            #expect(try reading(trial).read == [])
        }
    }

    @Test(
        "an old file that was touched or refused does not override a newer one under a corrected definition",
        arguments: [
            "touched", "refused", "unreadable",
        ])
    func neverOverridesNewer(kind: String) throws {
        try Trial.with(try salesProject()) { trial in
            let old =
                switch kind {
                case "refused": sales("x,bad,,7,,1", "y,bad,,7,,1", "1,2024-01-05,,7,,9")
                case "unreadable": sales("1,2024-01-05,,7,,9").replacing("day", with: "date")
                default: sales("1,2024-01-05,,7,,9")
                }
            try trial.write(old, to: "in/sales-a.csv")
            try trial.run("sales")
            try trial.write("no,day,date,back,shop,id,amount\n1,2024-01-05,2024-01-05,,7,,2\n", to: "in/sales-b.csv")
            try trial.run("sales")
            #expect(try trial.sales() == "7|1|01-05|2.00")
            if kind == "touched" { try trial.setModified("in/sales-a.csv", Date().addingTimeInterval(-5)) }
            if kind == "unreadable" { try trial.edit("pipelines/sales.yaml", "from: day", "from: date") }
            try trial.edit("pipelines/sales.yaml", "at_most: 50%", "at_most: 90%")
            #expect(try reading(trial).states == ["sales-a.csv published", "sales-b.csv published"])
            #expect(try trial.sales() == "7|1|01-05|2.00")
        }
    }

    @Test("content that amended is another delivery as a full file")
    func tellsModesApart() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-01-05,,7,,3"), to: "in/sales-b.amend.csv")
            try trial.run("sales")
            #expect(try trial.sales() == "7|1|01-05|3.00\n7|2|01-05|1.00")
            try trial.write(sales("1,2024-01-05,,7,,3"), to: "in/sales-c.csv")
            #expect(states(try trial.run("sales")).last == "sales-c.csv published")
            #expect(try trial.sales() == "7|1|01-05|3.00")
        }
    }
}
