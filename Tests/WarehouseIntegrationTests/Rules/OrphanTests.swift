import Definitions
import Postgres
import Testing
import Warehouse

@Suite struct OrphanTests {
    @Test("counts and lists rows of members that nobody has described, until somebody does")
    func findsOrphans() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(
                purchases(
                    "1,2024-01-09,,x,10.00", "2,2024-01-03,,y,2.50", "3,2024-01-04,,a,7.00", "4,2024-02-01,,x,1.00",
                    "5,2024-03-01,,b,3.00"), to: "in/purchases.csv")
            try trial.runAll()
            #expect(
                try trial.results("unknown_stalls") == [
                    "2024-01 broken 2 of 0 12.50 2024-01-03", "2024-02 broken 1 of 0 1.00 2024-02-01",
                    "2024-03 held 0 of 0",
                ])
            #expect(
                try trial.findings("unknown_stalls") == [
                    "2024-01-03 | y | 2.50 | – | in/purchases.csv | 3",
                    "2024-01-09 | x | 10.00 | – | in/purchases.csv | 2",
                    "2024-02-01 | x | 1.00 | – | in/purchases.csv | 5",
                ])
            #expect(try trial.orphans("purchase") == ["purchase.stall missing 0 inferred 3"])
            // A warning keeps nothing waiting.
            #expect(try trial.gaps(["purchase"], "2024-01") == [])

            // The stall is described; no row of a purchase is read or written again.
            try trial.write("code,owner\na,Ann\nb,Bob\nx,Xi\n", to: "in/stalls.csv")
            let before = try trial.sql("select count(*) from ledger.load")
            try trial.runAll()
            #expect(try trial.sql("select count(*) from ledger.load") == before)
            #expect(
                try trial.results("unknown_stalls") == [
                    "2024-01 broken 1 of 0 2.50 2024-01-03", "2024-02 held 0 of 0", "2024-03 held 0 of 0",
                ])
            #expect(try trial.orphans("purchase") == ["purchase.stall missing 0 inferred 1"])
        }
    }

    @Test("counts all orphans of a period and lists the first thousand")
    func limitsTheList() throws {
        try Trial.with(bazaarProject) { trial throws in
            let rows = (1...1002).map { "\($0),2024-01-\($0 <= 2 ? "01" : "02"),,x,1.00\n" }.joined()
            try trial.write(purchases() + rows, to: "in/purchases.csv")
            try trial.runAll()
            #expect(try trial.results("unknown_stalls") == ["2024-01 broken 1002 of 0 1002.00 2024-01-01"])
            let findings = try trial.findings("unknown_stalls")
            #expect(findings.count == 1000)
            #expect(findings.first == "2024-01-01 | x | 1.00 | – | in/purchases.csv | 2")
            #expect(findings.last == "2024-01-02 | x | 1.00 | – | in/purchases.csv | 1001")
        }
    }

    @Test("counts rows whose code was not found, and none that has no member to point to")
    func countsMissing() throws {
        try Trial.with(bazaarProject) { trial in
            try trial.write(
                takings("2024-01-05,zz,4.00", "2024-01-06,a,4.00", "2024-02-06,yy,1.00"), to: "in/takings.csv")
            try trial.write(purchases("1,2024-01-09,,a,10.00"), to: "in/purchases.csv")
            try trial.runAll()
            #expect(try trial.orphans("takings") == ["takings.stall missing 2 inferred 0"])
            #expect(try trial.orphans("purchase") == [])
            // Asked again, the ledger answers.
            let asked = try trial.sql("select max(checked_at) from ledger.orphan_audit where fact = 'takings'")
            #expect(try trial.orphans("takings") == ["takings.stall missing 2 inferred 0"])
            #expect(try trial.sql("select max(checked_at) from ledger.orphan_audit where fact = 'takings'") == asked)
            try trial.write(takings("2024-02-06,a,1.00"), to: "in/takings-2.csv")
            try trial.runAll()
            #expect(try trial.orphans("takings") == ["takings.stall missing 1 inferred 0"])
        }
    }

    @Test(
        "finds the periods of every length",
        arguments: [("day", "2024-05-31"), ("quarter", "2024-Q2"), ("year", "2024")])
    func periods(every: String, period: String) throws {
        try Trial.with(bazaarProject) { trial in
            try trial.edit("warehouse/rules/unknown_stalls.yaml", "severity:", "every: \(every)\nseverity:")
            try trial.write(purchases("1,2024-05-31,,x,10.00"), to: "in/purchases.csv")
            try trial.runAll()
            let broken = try trial.results("unknown_stalls").filter { $0.contains("broken") }
            #expect(broken == ["\(period) broken 1 of 0 10.00 2024-05-31"])
        }
    }
}

extension Trial {
    fileprivate func orphans(_ fact: String) throws -> [String] {
        let project = try project()
        return try OrphanAudit(try #require(project.facts[fact]), in: project)
            .published(on: try Connection(connecting: conninfo))
            .map { "\($0.fact).\($0.role) missing \($0.missing) inferred \($0.inferred)" }
    }
}
