import Testing
import Warehouse

@testable import Pipelines

/// Several senders, and several feeds, of one fact and one period.
@Suite struct SenderTests {
    @Test("a correction of one sender leaves the slices of the other as they are")
    func leavesOthersAlone() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-06,,7,,1"), to: "in/sales-7.csv")
            try trial.write(sales("1,2024-01-05,,8,,1", "2,2024-02-06,,8,,1"), to: "in/sales-8.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-01-05,,7,,5"), to: "in/sales-7.csv")
            #expect(
                Set(states(try trial.run("sales"))) == ["sales-7.csv published", "sales-8.csv unchanged"])
            #expect(try trial.sales() == "7|1|01-05|5.00\n8|1|01-05|1.00\n8|2|02-06|1.00")
            #expect(
                try trial.sql(
                    "select part, period, count(*) from ledger.published_history join ledger.slice using (slice_key) group by 1, 2 order by 1, 2"
                ) == "7|2024-01|2\n8|2024-01|1\n8|2024-02|1")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("two feeds fill the same fact and month, and each replaces its own rows only")
    func sharesFact() throws {
        var files = try salesProject()
        files["pipelines/online.yaml"] = files["pipelines/sales.yaml"]?
            .replacing("pipeline: sales", with: "pipeline: online").replacing("in/sales*.csv", with: "in/online*.csv")
        try Trial.with(files) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            try trial.write(sales("1,2024-01-05,,7,,10", "2,2024-01-05,,7,,20"), to: "in/online.csv")
            try trial.run("sales")
            try trial.run("online")
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|1|01-05|10.00\n7|2|01-05|20.00")
            try trial.write(sales("1,2024-01-05,,7,,2"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(sales("3,2024-01-05,,7,,30"), to: "in/online.csv")
            try trial.run("online")
            #expect(try trial.sales() == "7|1|01-05|2.00\n7|3|01-05|30.00")
            // An amendment of one feed neither takes nor keeps rows of the other.
            try trial.write(sales("1,2024-01-07,,7,,3"), to: "in/online-1.amend.csv")
            try trial.run("online")
            #expect(try trial.sales() == "7|1|01-05|2.00\n7|1|01-07|3.00\n7|3|01-05|30.00")
            try trial.expectLedgerAgrees()
        }
    }
}
