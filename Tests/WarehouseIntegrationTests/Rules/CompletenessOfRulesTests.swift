import MetricQueries
import Periods
import Postgres
import Rules
import Testing
import Warehouse

/// A rule of severity `reject` and a delivery that is not there keep a period from being complete.
@Suite struct CompletenessOfRulesTests {
    @Test("makes periods incomplete that a rule is broken in, until a delivery mends it")
    func brokenRule() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(
                purchases("1,2024-01-01,2024-01-05,a,5.00", "2,2024-02-01,2024-02-02,a,1.00"), to: "in/purchases.csv")
            try trial.write(takings("2024-01-05,a,4.00", "2024-02-02,a,1.00"), to: "in/takings.csv")
            try trial.runAll()
            #expect(
                try trial.gaps(["takings"], "2024-01") == ["rule paid_is_taken is broken in 2024-01, 1 finding"])
            #expect(try trial.gaps(["takings"], "2024-02") == [])
            #expect(try trial.figure("taken_amount", "2024-01") == ["4 [p]"])
            #expect(try trial.figure("taken_amount", "2024-02") == ["1"])
            let before = try trial.sql("select clock_timestamp()")

            try trial.write(takings("2024-01-05,a,5.00"), to: "in/takings-2.csv")
            try trial.run("takings")
            // Published and not yet held against the rule, nobody may take it for right.
            #expect(try trial.gaps(["takings"], "2024-01") == ["rule paid_is_taken is not checked yet for 2024-01"])
            try trial.judge()
            #expect(try trial.gaps(["takings"], "2024-01") == [])
            #expect(try trial.figure("taken_amount", "2024-01") == ["5"])
            // As it was known before, it was broken.
            #expect(
                try trial.gaps(["takings"], "2024-01", asOf: .asOf(before))
                    == ["rule paid_is_taken is broken in 2024-01, 1 finding"])
        }
    }

    @Test("makes figures of rows without a member provisional, where a rule says so")
    func orphans() throws {
        try Trial.with(bazaarProject) { trial throws in
            try trial.edit("warehouse/rules/unknown_stalls.yaml", "severity: warn", "severity: reject")
            try trial.edit("warehouse/rules/paid_is_taken.yaml", "severity: reject", "severity: warn")
            try trial.write(
                purchases("1,2024-01-01,2024-01-05,x,5.00", "2,2024-02-01,2024-02-05,a,6.00"), to: "in/purchases.csv")
            try trial.runAll()
            #expect(try trial.gaps(["purchase"], "2024-01") == ["rule unknown_stalls is broken in 2024-01, 1 finding"])
            #expect(try trial.figure("paid_amount", "2024-01") == ["5 [p]"])
            #expect(try trial.figure("paid_amount", "2024-02") == ["6"])
            try trial.write("code,owner\na,Ann\nb,Bob\nx,Xi\n", to: "in/stalls.csv")
            try trial.runAll()
            #expect(try trial.figure("paid_amount", "2024-01") == ["5"])
        }
    }

    @Test("makes nothing incomplete by a warning")
    func warning() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.edit("warehouse/rules/paid_is_taken.yaml", "severity: reject", "severity: warn")
            try trial.write(purchases("1,2024-01-01,2024-01-05,a,5.00"), to: "in/purchases.csv")
            try trial.write(takings("2024-01-05,a,4.00"), to: "in/takings.csv")
            let status = try trial.runAll()
            #expect(status.map(\.broken) == [1, 0])
            #expect(status.map(\.stops) == [false, false])
            #expect(try trial.gaps(["takings", "purchase"], "2024-01") == [])
        }
    }

    @Test("makes a figure provisional while a feed is late, and no longer once it is delivered")
    func lateFeed() throws {
        var files = bazaarProject
        files["warehouse/rules/paid_is_taken.yaml"] = nil
        try Trial.with(files) { trial in
            try trial.write(takings("2024-01-05,a,4.00"), to: "in/takings-1.csv")
            try trial.run("takings")
            #expect(try trial.figure("taken_amount", "2024-Q1") == ["4 [p]"])
            #expect(try trial.overdue("2024-02-01") == ["purchases 2024-01"])
            try trial.write(takings("2024-02-05,a,1.00", "2024-03-05,a,1.00"), to: "in/takings-2.csv")
            try trial.run("takings")
            #expect(try trial.figure("taken_amount", "2024-Q1") == ["6"])
        }
    }

    @Test("tells what is missing, what is late, and since when")
    func overdue() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(takings("2024-01-05,a,4.00", "2024-03-05,a,1.00"), to: "in/takings.csv")
            try trial.run("takings")
            // Due five days after its end: February may come until the fifth of March.
            #expect(
                try trial.overdue("2024-03-05") == [
                    "purchases 2024-01 2024-02 late 2024-01 since 2024-02-06", "takings 2024-02",
                ])
            #expect(
                try trial.overdue("2024-03-06") == [
                    "purchases 2024-01 2024-02 late 2024-01 2024-02 since 2024-02-06",
                    "takings 2024-02 late 2024-02 since 2024-03-06",
                ])
        }
    }

    @Test("misses again what was rolled back, and names the delivery")
    func rolledBack() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(takings("2024-01-05,a,4.00"), to: "in/takings.csv")
            try trial.write(purchases("1,2024-01-01,,a,5.00"), to: "in/purchases.csv")
            try trial.runAll()
            let connection = try Connection(connecting: trial.conninfo)
            let delivery = try #require(
                Int32(try trial.sql("select delivery_key from ledger.delivery where pipeline = 'takings'")))
            _ = try Rollback(delivery, of: try trial.project()).run(on: connection)
            #expect(try trial.overdue("2024-02-01").last == "takings 2024-01")
            #expect(
                try UnpublishedDelivery.all(on: connection).map { "\($0.pipeline) \($0.source) \($0.state)" }
                    == ["takings in/takings.csv rolled back"])
        }
    }
}

extension Trial {
    /// What each feed owes on a day.
    fileprivate func overdue(_ day: String) throws -> [String] {
        try Completeness(try project(), on: try Connection(connecting: conninfo))
            .overdue(on: try #require(CivilDate(day))).map { feed in
                var line = ([feed.pipeline] + feed.missing.map(\.key)).joined(separator: " ")
                if let since = feed.lateSince {
                    line += " late \(feed.late.map(\.key).joined(separator: " ")) since \(since)"
                }
                return line
            }
    }
}
