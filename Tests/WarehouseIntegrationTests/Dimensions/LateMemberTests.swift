import Definitions
import Pipelines
import Postgres
import Testing
import Warehouse

/// Rows that were refused because their member was not there yet, and the member that arrives after them.
@Suite struct LateMemberTests {
    /// The shops, whose sales refuse what they cannot look up.
    private func project(_ lookup: String = "shop.code") throws -> [String: String] {
        var files = try salesProject()
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing("lookup: shop.code, not_found: infer", with: "lookup: \(lookup)")
            .replacing("at_most: 50%", with: "at_most: 100%")
        files["in/sales.csv"] = nil
        return files
    }

    private static let rows = "select string_agg(number, ' ' order by number) from star.sale"

    private func late(_ trial: Trial) throws -> [LateMembers] {
        let project = try trial.project()
        return try LateMembers.find(
            of: try #require(project.pipelines["sales"]), in: project, on: try Connection(connecting: trial.conninfo))
    }

    @Test(
        "are loaded by the next run, once, whatever stood in the way of showing their key",
        arguments: ["8", "1234567890", "๘"])
    func readsAgain(code: String) throws {
        try Trial.with(try project()) { trial in
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-06,,\(code),,2", "3,2024-02-05,,nowhere,,4"), to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 3 read, 1 loaded, 2 rejected, 0 duplicate")
            #expect(try late(trial) == [])
            // Another member, and another day of one that is known, are no reason.
            try trial.write(shops("9,Nine,small,,,v,2023-01-01", "7,Seven,big,,,v,2023-06-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.load("sales").state == .unchanged)
            let plain = code == "๘" ? "8" : code
            try trial.write(shops("\(plain),Eight,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try late(trial).map(\.rows) == [1])
            #expect(
                try late(trial).first?.text
                    == "sales: 1 refused rows of in/sales.csv (delivery 2) name members that have become known since; `uptake run sales` reads it again"
            )
            let outcome = try trial.load("sales")
            #expect(counts(outcome) == "published: 3 read, 2 loaded, 1 rejected, 0 duplicate")
            #expect(outcome.notes == ["read again: 1 of its refused rows name members that have become known since"])
            #expect(try trial.sql(Self.rows) == "1 2")
            #expect(try late(trial) == [])
            #expect(try trial.load("sales").state == .unchanged)
            try trial.expectLedgerAgrees()
        }
    }

    @Test("are read again once where the member is there, but not on their day")
    func readsAgainOnce() throws {
        try Trial.with(try project()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(shops("7,Seven,small,,,v,2024-02-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(counts(try trial.load("sales")) == "published: 1 read, 0 loaded, 1 rejected, 0 duplicate")
            #expect(try trial.load("sales").state == .unchanged)
            try trial.write(shops("7,Seven,small,,,v,2024-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(counts(try trial.load("sales")) == "published: 1 read, 1 loaded, 0 rejected, 0 duplicate")
        }
    }

    @Test("are looked up by every column of a key, and by a name")
    func readsOtherKeys() throws {
        try Trial.with(try project("shop.name_en")) { trial in
            try trial.write(sales("1,2024-01-05,,Seven,,1"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(counts(try trial.load("sales")) == "published: 1 read, 1 loaded, 0 rejected, 0 duplicate")
        }
    }

    @Test("stay refused where a later delivery stands in their slices, and the way to correct them is told")
    func sparesLaterDeliveries() throws {
        try Trial.with(try project()) { trial in
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-02-06,,7,,2", "3,2024-02-07,,8,,4"), to: "in/sales-a.csv")
            try trial.run("sales")
            try trial.write(sales("11,2024-01-05,,7,,9"), to: "in/sales-b.csv")
            try trial.run("sales")
            try trial.write(shops("8,Eight,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(states(try trial.run("sales")) == ["sales-a.csv unchanged", "sales-b.csv unchanged"])
            #expect(try trial.sql(Self.rows) == "11 2")
            #expect(
                try late(trial).map(\.text) == [
                    "sales: 1 refused rows of in/sales-a.csv (delivery 2) name members that have become known since, and delivery 3 stands in its slices; write them with `uptake rejects sales --delivery 2 --out FILE.amend.csv` and deliver that file"
                ])
            // Once a later delivery has replaced all of it there is nothing left to be told.
            try trial.write(sales("12,2024-02-05,,7,,9"), to: "in/sales-c.csv")
            try trial.run("sales")
            #expect(try late(trial) == [])
        }
    }

    @Test("never take the place of a later delivery in a slice in which none of theirs had been loaded")
    func sparesSlicesOfOthers() throws {
        try Trial.with(try project()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.run("sales")
            try trial.write(shops("7,Seven,small,,,v,2024-01-06"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(sales("2,2024-01-07,,7,,2"), to: "in/sales-b.csv")
            try trial.run("sales")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            for _ in 0..<2 {
                let outcomes = try trial.run("sales")
                #expect(states(outcomes).sorted() == ["sales-a.csv refused", "sales-b.csv unchanged"])
                #expect(outcomes.last?.reason?.contains("in/sales-b.csv, has been published for its slices") == true)
                #expect(try trial.sql(Self.rows) == "2")
            }
        }
    }

    @Test(
        "come out of a database again, with the slices that they are in and no others",
        arguments: ["", ", watermark: updated_at", ", reconcile: true"])
    func extractsAgain(options: String) throws {
        let query = "select no, day, back, shop, id, amount, note, updated_at from receipt order by no"
        try Till.with(query, options) { till in
            let trial = till.trial
            try trial.edit("pipelines/sales.yaml", "lookup: shop.code, not_found: infer", "lookup: shop.code")
            try trial.edit("pipelines/sales.yaml", "at_most: 50%", "at_most: 100%")
            try till.sql("delete from receipt where no = 4")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            // Of the three receipts the second names shop 8.
            #expect(counts(try trial.load("sales")) == "published: 3 read, 2 loaded, 1 rejected, 0 duplicate")
            #expect(try trial.load("sales").state == .unchanged)
            // A later extraction, of February.
            try till.sql("update receipt set amount = 6, updated_at = '2024-03-02' where no = 3")
            #expect(try trial.load("sales").state == .published)
            try trial.write(shops("8,Eight,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            let outcome = try trial.load("sales")
            let isPart = options.contains("reconcile")
            #expect(
                counts(outcome)
                    == "published: \(isPart ? 2 : 3) read, \(isPart ? 2 : 3) loaded, 0 rejected, 0 duplicate")
            let again = "read again: 1 of its refused rows name members that have become known since"
            #expect(outcome.notes == (isPart ? ["extracted again: 2024-01", again] : [again]))
            #expect(try trial.sql(Self.rows) == "1 2 3")
            #expect(try trial.load("sales").state == .unchanged)
            try trial.expectLedgerAgrees()
        }
    }
}
