import Definitions
import Extraction
import Foundation
import Hashing
import Postgres
import TestSupport
import Testing
import Warehouse

@testable import Pipelines

@Suite struct SalesTests {
    @Test("keeps each sender's slices apart, in the order of the files")
    func keepsPartsApart() throws {
        try Trial.with(shopProject) { trial in
            try trial.remove("in/sales.csv")
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-06,,7,,2"), to: "in/sales-7.csv")
            try trial.write(sales("1,2024-01-05,,8,,10"), to: "in/sales-8.csv")
            // Read last, it stands for the same slice as the first one.
            try trial.write(sales("1,2024-01-05,,7,,1.50", "3,2024-01-31,2024-02-01,7,,3"), to: "in/sales-9.csv")
            #expect(try trial.run("sales").map(\.state) == [.published, .published, .published])
            #expect(
                try trial.sql(
                    "select code, number, amount, returned_key from star.sale join star.shop using (shop_key) order by 1, 2"
                )
                    == "7|1|1.50|-2\n7|3|3.00|20240201\n8|1|10.00|-2")
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .unchanged, .unchanged])
        }
    }

    @Test("drops the leaf that a killed run has left, and no other")
    func dropsOrphans() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            try trial.run("sales")
            let project = try trial.project()
            let connection = try Connection(connecting: trial.conninfo)
            // As a run leaves it that is killed before it publishes.
            let leaf = Leaf(
                try #require(project.facts["sale"]), version: try Ledger().next("version_key", on: connection))
            try leaf.create(on: connection)
            #expect(try Leaf.dropOrphans(on: connection) == 1)
            #expect(
                try trial.sql(
                    "select string_agg(relname, ',') from pg_class where relnamespace = 'leaf'::regnamespace and relkind = 'r'"
                ) == "sale_v1")
            #expect(try Leaf.dropOrphans(on: connection) == 0)
        }
    }

    @Test("leaves nothing behind when the server refuses a row")
    func leavesNothingBehind() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            try trial.run("sales")
            let before = try trial.checksums()
            // No feed can write such a row; a table that was changed behind the engine's back can refuse one.
            _ = try trial.sql("alter table store.sale add constraint little check (amount < 5)")
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-06,,9,,6"), to: "in/sales.csv")
            #expect(throws: LoadFailure.self) { try trial.run("sales") }
            _ = try trial.sql("alter table store.sale drop constraint little")
            #expect(try trial.checksums() == before)
            #expect(try trial.load("sales").state == .published)
        }
    }

    @Test("takes no pseudonym key but the one the warehouse began with")
    func refusesOtherKeys() throws {
        try Trial.with(shopProject) { trial in
            let connection = try Connection(connecting: trial.conninfo)
            let first = PseudonymKey(secret: Array("first".utf8))
            #expect(try Ledger().accepts(keyFingerprint: first.fingerprint, on: connection))
            #expect(try Ledger().accepts(keyFingerprint: first.fingerprint, on: connection))
            #expect(
                try !Ledger().accepts(
                    keyFingerprint: PseudonymKey(secret: Array("second".utf8)).fingerprint, on: connection))
            #expect(try trial.sql("select fingerprint from ledger.pseudonym_key") == first.fingerprint)
        }
    }

    /// `HMAC-SHA-256("Jefe", "1101700234568")`, its first 128 bits, as Python's `hmac` computes it.
    @Test("holds no citizen number anywhere, and the same pseudonym for the same person")
    func hidesPersons() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(
                sales(
                    "1,2024-01-05,,7,1101700234568,1", "2,2024-01-05,,7,1-1017-00234-56-8,1",
                    "3,2024-01-05,,7,1101700234560,1",
                    "4,1101700234568,,7,,1", "5,2024-01-05,,7,,1101700234568x", "1101700234568,2024-01-05,,7,,1",
                    "a\"1101700234568,2024-01-05,,7,,1"),
                to: "in/sales.csv")
            #expect(
                counts(try trial.load("sales", accept: true)) == "refused: 7 read, 3 loaded, 4 rejected, 0 duplicate")
            try trial.edit("pipelines/sales.yaml", "at_most: 50%", "at_most: 90%")
            #expect(try trial.load("sales").state == .published)
            #expect(
                try trial.sql("select number, buyer from star.sale where number in ('1', '2') order by 1")
                    == "1|\(expectedPseudonym)\n2|\(expectedPseudonym)")
            let dump = try runProgram("pg_dump", ["--data-only", "--exclude-table=leaf.*", "--dbname", trial.conninfo])
                .standardOutput
            #expect(dump.contains("COPY ledger.reject"))
            #expect(!dump.contains("1101700234568"))
            #expect(!dump.contains("1-1017-00234-56-8"))
        }
    }

    private let expectedPseudonym = "2582988b-460a-d97f-667f-4b7f8cdf2976"

    @Test("never crashes on sums that no number can hold, and publishes nothing")
    func survivesLargeSums() throws {
        var files = shopProject
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing("totals: [amount]", with: "totals: [amount, points]").replacing(
                "  amount: {", with: "  points: { from: points }\n  amount: {")
        files["in/sales.csv"] = "no,day,back,shop,id,amount,points\n"
        try Trial.with(files) { trial in
            let row = "2024-01-05,,7,,1,9223372036854775807\n"
            try trial.write("no,day,back,shop,id,amount,points\n1,\(row)2,\(row)3,\(row)", to: "in/sales.csv")
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason == "the sum of `points` is too large to be controlled")
            #expect(try trial.sql("select count(*) from star.sale") == "0")
            #expect(try trial.sql("select count(*) from pg_class where relnamespace = 'leaf'::regnamespace") == "0")
        }
    }

    @Test("refuses a file that is not this feed's, with the place that asks for the column")
    func refusesForeignFiles() throws {
        try Trial.with(shopProject) { trial in
            try trial.write("no,day,back,shop,id,amuont\n", to: "in/sales.csv")
            let before = try trial.checksums()
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason?.hasPrefix("in/sales.csv:1: the header lacks `amount`; if `amuont` is `amount` renamed")
                    == true)
            #expect(try trial.checksums() == before)
            #expect(try trial.sql("select state from ledger.delivery") == "refused")
        }
    }

    @Test("goes on with the next file after one that cannot be read")
    func goesOnBehindForeignFiles() throws {
        try Trial.with(shopProject) { trial in
            let good = try String(contentsOfFile: trial.directory + "/in/sales.csv", encoding: .utf8)
            try trial.write("something,else\n1,2\n", to: "in/sales-foreign.csv")
            try trial.write(good, to: "in/sales.csv")
            #expect(try trial.run("sales").map(\.state) == [.refused, .published])
        }
    }

    @Test("lets one session hold a lock, and says which")
    func locks() throws {
        try withTrialConnection { connection, conninfo in
            let other = try Connection(connecting: conninfo, applicationName: "other")
            let lock = RunLock("run", work: "run sales")
            #expect(try lock.tryTake(on: connection))
            #expect(try !lock.tryTake(on: other))
            #expect(try RunLock("schedule").tryTake(on: other))
            let holder = try #require(try lock.holder(on: other))
            #expect(holder.hasPrefix("uptake run sales, pid \(ProcessInfo.processInfo.processIdentifier) on "))
            #expect(holder.contains(", server process \(connection.backendProcess), since "))
            try lock.release(on: connection)
            #expect(try lock.holder(on: other) == nil)
            #expect(try lock.tryTake(on: other))
        }
    }
}
