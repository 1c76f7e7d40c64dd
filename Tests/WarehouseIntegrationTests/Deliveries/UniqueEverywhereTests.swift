import Definitions
import Postgres
import Testing
import Warehouse

@testable import Pipelines

/// The grain across slices.
@Suite struct UniqueEverywhereTests {
    private let unique = (part: "load: sale", replacement: "unique: everywhere\nload: sale")

    @Test("refuses a row that stands in another slice as well, and names both places")
    func refuses() throws {
        try Trial.with(try salesProject(unique)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.run("sales")
            let before = try trial.checksums()
            try trial.write(sales("3,2024-02-05,,7,,1", "2,2024-02-05,,7,,1"), to: "in/sales-b.csv")
            let outcome = try #require(try trial.run("sales").last)
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason
                    == "1 rows stand in another slice as well, the first on line 3 and in in/sales-a.csv:3; `unique: everywhere` asks for one row per grain"
            )
            #expect(try trial.checksums() == before)
            try trial.write(sales("3,2024-02-05,,7,,1", "4,2024-02-05,,7,,1"), to: "in/sales-b.csv")
            #expect(try trial.run("sales").map(\.state).contains(.published))
            #expect(try trial.sql("select count(*), count(distinct number) from star.sale") == "4|4")
        }
    }

    @Test("a row may move when both of its slices are replaced together")
    func movesRows() throws {
        try Trial.with(try salesProject(unique)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1", "3,2024-02-05,,7,,1"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-02-05,,7,,1", "3,2024-02-05,,7,,1"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            // And by an amendment.
            try trial.write(sales("2,2024-03-05,,7,,1"), to: "in/sales-1.amend.csv")
            #expect(try trial.run("sales").map(\.state).contains(.published))
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|2|03-05|1.00\n7|3|02-05|1.00")
        }
    }

    @Test("of two files in one load the later one is refused, with the name of the earlier one")
    func refusesTheLater() throws {
        try Trial.with(try salesProject(unique)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write(sales("1,2024-02-05,,7,,1"), to: "in/sales-b.csv")
            try trial.write(sales("1,2024-03-05,,7,,1", "9,2024-03-05,,7,,1"), to: "in/sales-c.csv")
            try trial.write(sales("8,2024-04-05,,7,,1", "8,2024-05-05,,7,,1"), to: "in/sales-d.csv")
            try trial.write(sales("8,2024-06-05,,7,,1"), to: "in/sales-e.csv")
            let outcomes = try trial.run("sales")
            #expect(
                states(outcomes) == [
                    "sales-a.csv published", "sales-b.csv refused", "sales-c.csv refused", "sales-d.csv refused",
                    "sales-e.csv published",
                ])
            #expect(outcomes[1].reason?.contains("the first on line 2 and in in/sales-a.csv:2;") == true)
            #expect(outcomes[3].reason?.contains("the first on line 2 and in in/sales-d.csv:3;") == true)
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|8|06-05|1.00")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("what stays published because its replacement was refused counts as well")
    func countsWhatStays() throws {
        try Trial.with(try salesProject(unique)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write(sales("2,2024-02-05,,7,,1"), to: "in/sales-b.csv")
            try trial.run("sales")
            // a would give number 1 away and takes number 2, which b still has; so b may not have 1.
            try trial.write(
                sales("2,2024-01-05,,7,,1", "3,2024-01-05,,7,,1", "3,2024-03-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write(sales("1,2024-02-05,,7,,1"), to: "in/sales-b.csv")
            let before = try trial.sales()
            #expect(Set(states(try trial.run("sales"))) == ["sales-a.csv refused", "sales-b.csv refused"])
            #expect(try trial.sales() == before)
        }
    }

    @Test("without it the rows are loaded, and an audit counts them")
    func counts() throws {
        try Trial.with(try salesProject()) { trial in
            let connection = try Connection(connecting: trial.conninfo)
            let audit = GrainAudit(try #require(try trial.project().facts["sale"]))
            try trial.write(
                sales(
                    "1,2024-01-05,,7,,1", "1,2024-02-05,,7,,1", "1,2024-02-05,,8,,1", "2,2024-01-05,,7,,1",
                    "2,2024-01-05,,8,,1", "3,2024-01-05,,7,,1"),
                to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            #expect(try audit.published(on: connection) == GrainAudit.Finding(grains: 2, rows: 5))
            try trial.write(
                sales("1,2024-01-05,,7,,1", "4,2024-02-05,,7,,1", "5,2024-02-05,,8,,1", "6,2024-01-05,,7,,1"),
                to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            // Those of the versions before are not published any more: 2 of shop 8 alone is left.
            #expect(try audit.published(on: connection) == GrainAudit.Finding(grains: 0, rows: 0))
        }
    }
}
