import Testing
import Warehouse

@testable import Pipelines

/// Deliveries that are merged into their slices by the grain.
@Suite struct AmendmentTests {
    private let first = sales(
        "1,2024-01-05,,7,,1", "2,2024-01-06,,7,,2", "3,2024-01-07,,7,,3", "4,2024-02-05,,7,,4", "5,2024-02-06,,7,,5")

    /// Who gave each row, and on which line.
    private func lineage(_ trial: Trial) throws -> String {
        try trial.sql("select number, delivery_key, line from star.sale order by number")
    }

    @Test(
        "exchanges rows by their grain, adds new ones and keeps all others with their lineage",
        arguments: [true, false])
    func merges(byName: Bool) throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(first, to: "in/sales.csv")
            try trial.run("sales")
            var file = "in/sales-late.amend.csv"
            if !byName {
                try trial.edit("pipelines/sales.yaml", "load: sale", "mode: amend\nload: sale")
                file = "in/sales.csv"
            }
            try trial.write(sales("2,2024-01-06,,7,,20", "6,2024-01-08,,7,,60", "7,2024-03-01,,7,,70"), to: file)
            let outcome = try #require(try trial.run("sales").first { $0.source == file })
            #expect(counts(outcome) == "published: 3 read, 3 loaded, 0 rejected, 0 duplicate")
            #expect(outcome.record?.mode == .amend)
            #expect(
                try trial.sales()
                    == "7|1|01-05|1.00\n7|2|01-06|20.00\n7|3|01-07|3.00\n7|4|02-05|4.00\n7|5|02-06|5.00\n7|6|01-08|60.00\n7|7|03-01|70.00"
            )
            #expect(try lineage(trial) == "1|1|2\n2|2|2\n3|1|4\n4|1|5\n5|1|6\n6|2|3\n7|2|4")
            #expect(
                try trial.sql(
                    "select period, delivery_key, rows, carried from ledger.published join ledger.delivery_slice using (slice_key, version_key) join ledger.slice using (slice_key) order by 1, 2"
                ) == "2024-01|1|2|t\n2024-01|2|2|f\n2024-02|1|2|f\n2024-03|2|1|f")
            #expect(
                try trial.sql("select mode, read_rows, loaded_rows from ledger.delivery where delivery_key = 2")
                    == "amend|3|3")
            #expect(
                try trial.sql("select read, loaded from ledger.control_total where delivery_key = 2") == "150.00|150.00"
            )
            try trial.expectLedgerAgrees()
            let before = try trial.checksums()
            #expect(try trial.run("sales").allSatisfy { $0.state == .unchanged })
            #expect(try trial.checksums() == before)
        }
    }

    @Test("a corrected day takes the row out of the slice it stood in")
    func movesRows() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(first, to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(sales("3,2024-02-07,,7,,30", "5,2024-04-01,,7,,50"), to: "in/sales-1.amend.csv")
            try trial.run("sales")
            #expect(
                try trial.sales() == "7|1|01-05|1.00\n7|2|01-06|2.00\n7|3|02-07|30.00\n7|4|02-05|4.00\n7|5|04-01|50.00")
            try trial.expectLedgerAgrees()
            // And the last one, which leaves its slice empty.
            try trial.write(sales("1,2024-04-02,,7,,1", "2,2024-04-03,,7,,2"), to: "in/sales-2.amend.csv")
            try trial.run("sales")
            #expect(
                try trial.sales() == "7|1|04-02|1.00\n7|2|04-03|2.00\n7|3|02-07|30.00\n7|4|02-05|4.00\n7|5|04-01|50.00")
            #expect(
                try trial.sql(
                    "select period, sum(rows) from ledger.published join ledger.delivery_slice using (slice_key, version_key) join ledger.slice using (slice_key) group by 1 order by 1"
                ) == "2024-01|0\n2024-02|2\n2024-04|3")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("of two rows of one grain in an amendment the first is merged")
    func findsDuplicates() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(first, to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(
                sales("2,2024-01-06,,7,,20", "2,2024-01-06,,7,,21", "2,2024-01-06,,7,,20"), to: "in/sales-1.amend.csv")
            let outcome = try #require(try trial.run("sales").last { $0.state == .published })
            #expect(counts(outcome) == "published: 3 read, 1 loaded, 0 rejected, 2 duplicate")
            #expect(
                try trial.sql("select line, rule, detail from ledger.reject order by 1")
                    == "3|conflicting to another row|line 2 of in/sales-1.amend.csv\n4|equal to another row|line 2 of in/sales-1.amend.csv"
            )
            #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "5|33.00")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("comes after the full files that arrived with it, and stands alone where there are none")
    func comesLast() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("2,2024-01-06,,7,,20", "8,2024-05-06,,7,,8"), to: "in/sales-0.amend.csv")
            try trial.write(first, to: "in/sales.csv")
            #expect(states(try trial.run("sales")) == ["sales.csv published", "sales-0.amend.csv published"])
            #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "6|41.00")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("a sender's amendment leaves the same number of another sender alone")
    func keepsSendersApart() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,2"), to: "in/sales-7.csv")
            try trial.write(sales("1,2024-01-05,,8,,10", "2,2024-02-05,,8,,20"), to: "in/sales-8.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-01-06,,7,,3", "2,2024-02-06,,7,,4"), to: "in/sales-7.amend.csv")
            try trial.run("sales")
            #expect(try trial.sales() == "7|1|01-06|3.00\n7|2|02-06|4.00\n8|1|01-05|10.00\n8|2|02-05|20.00")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("a number that is used anew each month is corrected in the month that the amendment names")
    func keepsMonthsApart() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "1,2024-02-05,,7,,2", "1,2024-03-05,,7,,3", "2,2024-03-05,,7,,4"),
                to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-02-06,,7,,20", "2,2024-03-06,,7,,40"), to: "in/sales-1.amend.csv")
            try trial.run("sales")
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|1|02-06|20.00\n7|1|03-05|3.00\n7|2|03-06|40.00")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("refuses to guess which of several rows a moved one corrects")
    func refusesToGuess() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "1,2024-02-05,,7,,2", "2,2024-02-05,,7,,4"), to: "in/sales.csv")
            try trial.run("sales")
            let before = try trial.checksums()
            try trial.write(sales("2,2024-02-05,,7,,5", "1,2024-03-06,,7,,20"), to: "in/sales-1.amend.csv")
            let outcome = try #require(try trial.run("sales").last)
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason
                    == "line 3 could correct a row of each of 2024-01, 2024-02; deliver those periods whole instead")
            #expect(try trial.checksums() == before)
        }
    }

    @Test("a refused amendment changes nothing")
    func refuses() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(first, to: "in/sales.csv")
            try trial.run("sales")
            let before = try trial.checksums()
            try trial.write(sales("1,2024-01-05,,77,,9", "x,,,7,,1", "y,,,7,,1"), to: "in/sales-1.amend.csv")
            #expect(states(try trial.run("sales")) == ["sales.csv unchanged", "sales-1.amend.csv refused"])
            #expect(try trial.checksums() == before)
        }
    }
}
