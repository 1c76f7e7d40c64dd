import Rules
import Testing

/// Expected values are computed by hand from the rows of each test.
@Suite struct ComparisonTests {
    @Test("lists the figures that differ by more than the tolerance, each with both values")
    func listsDifferences() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(
                purchases(
                    "1,2024-01-03,2024-01-05,a,10.00", "2,2024-01-03,2024-01-05,a,2.50",
                    "3,2024-01-04,2024-01-05,b,7.00",
                    // Paid a month later, and not at all.
                    "4,2024-01-30,2024-02-02,a,4.00", "5,2024-01-31,,b,100.00",
                    // An amount that nobody stated is nothing that could differ from nothing.
                    "6,2024-02-01,2024-02-03,b,", "7,2024-02-09,2024-02-10,b,1.00"), to: "in/purchases.csv")
            try trial.write(
                takings(
                    "2024-01-05,a,12.51", "2024-01-05,b,6.98", "2024-02-02,a,4.00", "2024-02-11,b,1.00",
                    "2024-02-12,zzz,0.50"), to: "in/takings.csv")
            let status = try #require(try trial.runAll().first { $0.rule == "paid_is_taken" })
            #expect(status.held == 0 && status.broken == 2 && status.findings == 4 && status.judged == 2)
            #expect(status.stops)
            // 12.50 against 12.51 is within one hundredth, 7.00 against 6.98 is not.
            #expect(
                try trial.results("paid_is_taken") == [
                    "2024-01 broken 1 of 2 19.5 19.49 2024-01-05", "2024-02 broken 3 of 5 5 5.5 2024-02-10",
                ])
            #expect(
                try trial.findings("paid_is_taken") == [
                    "2024-01-05 | 2024-01-05 · b | 7 | 6.98 | – | –", "2024-02-10 | 2024-02-10 · b | 1 | 0 | – | –",
                    "2024-02-11 | 2024-02-11 · b | 0 | 1 | – | –", "2024-02-12 | 2024-02-12 · – | 0 | 0.5 | – | –",
                ])
        }
    }

    @Test("takes a share of the larger figure for a tolerance")
    func relativeTolerance() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.edit("warehouse/rules/paid_is_taken.yaml", "tolerance: 0.01", "tolerance: 10%")
            try trial.write(
                purchases("1,2024-01-01,2024-01-05,a,90.00", "2,2024-01-01,2024-01-06,a,89.99"), to: "in/purchases.csv")
            try trial.write(takings("2024-01-05,a,100.00", "2024-01-06,a,100.00"), to: "in/takings.csv")
            try trial.runAll()
            #expect(
                try trial.findings("paid_is_taken") == ["2024-01-06 | 2024-01-06 · a | 89.99 | 100 | – | –"])
        }
    }

    @Test("waits for the deliveries of both sides, and judges only what has changed")
    func judgesWhatChanged() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(purchases("1,2024-01-01,2024-01-05,a,5.00"), to: "in/purchases-1.csv")
            try trial.write(purchases("2,2024-02-01,2024-02-05,a,6.00"), to: "in/purchases-2.csv")
            try trial.write(takings("2024-01-05,a,5.00"), to: "in/takings-1.csv")
            try trial.runAll()
            #expect(
                try trial.results("paid_is_taken") == [
                    "2024-01 held 0 of 1 5 5", "2024-02 waiting 0 of 0 waits for takings 2024-02",
                ])
            #expect(try trial.runAll().map(\.judged) == [0, 0])
            try trial.write(takings("2024-02-05,a,6.00"), to: "in/takings-2.csv")
            #expect(try trial.runAll().map(\.judged) == [1, 0])
            #expect(
                try trial.results("paid_is_taken") == ["2024-01 held 0 of 1 5 5", "2024-02 held 0 of 1 6 6"])
            // What January says may have been paid in any later month.
            try trial.write(
                purchases("1,2024-01-01,2024-01-05,a,5.00", "3,2024-01-31,2024-02-05,a,1.00"), to: "in/purchases-1.csv")
            #expect(try trial.runAll().map(\.judged) == [2, 1])
            #expect(
                try trial.results("paid_is_taken") == [
                    "2024-01 held 0 of 1 5 5", "2024-02 broken 1 of 1 7 6 2024-02-05",
                ])
            // A rule that says something else is held against everything anew.
            try trial.edit("warehouse/rules/paid_is_taken.yaml", "tolerance: 0.01", "tolerance: 1")
            #expect(try trial.judge().map(\.judged) == [2, 0])
            #expect(
                try trial.results("paid_is_taken") == ["2024-01 held 0 of 1 5 5", "2024-02 held 0 of 1 7 6"])
        }
    }

    @Test("keeps what it said of each state of the data, and from when to when")
    func keepsHistory() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(purchases("1,2024-01-01,2024-01-05,a,5.00"), to: "in/purchases.csv")
            try trial.write(takings("2024-01-05,a,4.00"), to: "in/takings.csv")
            try trial.runAll()
            try trial.write(takings("2024-01-05,a,5.00"), to: "in/takings.csv")
            try trial.runAll()
            #expect(
                try trial.sql(
                    "select state, class, severity, findings, known_to = 'infinity', (select count(*) from ledger.rule_finding f where f.rule_result_key = r.rule_result_key) from ledger.rule_result r where rule = 'paid_is_taken' order by known_from"
                ) == "broken|comparison|reject|1|f|0\nheld|comparison|reject|0|t|0")
            #expect(
                try trial.sql(
                    "select count(distinct data_version), bool_and(known_from < known_to) from ledger.rule_result where rule = 'paid_is_taken'"
                ) == "2|t")
            // Ended with the rule itself.
            try trial.remove("warehouse/rules/paid_is_taken.yaml")
            try trial.judge()
            #expect(
                try trial.sql(
                    "select count(*) from ledger.rule_result where rule = 'paid_is_taken' and known_to = 'infinity'")
                    == "0")
        }
    }

    @Test("begins where it is told to")
    func beginsFrom() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.edit("warehouse/rules/paid_is_taken.yaml", "severity:", "from: 2567-02\nseverity:")
            try trial.write(purchases("1,2024-01-01,2024-01-05,a,5.00", "2,2024-02-01,,a,5.00"), to: "in/purchases.csv")
            try trial.write(takings("2024-01-05,a,4.00", "2024-02-05,a,4.00"), to: "in/takings.csv")
            try trial.runAll()
            #expect(try trial.results("paid_is_taken") == ["2024-02 broken 1 of 1 0 4 2024-02-05"])
        }
    }
}
