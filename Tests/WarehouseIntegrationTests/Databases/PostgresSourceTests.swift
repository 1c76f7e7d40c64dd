import Extraction
import TestSupport
import Testing
import Warehouse

@testable import Pipelines

@Suite struct PostgresSourceTests {
    private func withTill(_ query: String, _ body: (Trial, String) throws -> Void) throws {
        try Till.with(query) { till in try body(till.trial, till.conninfo) }
    }

    private let query = Till.query

    @Test("loads the rows of a query, whatever stands in its texts")
    func loadsQueries() throws {
        try withTill(query) { trial, _ throws in
            #expect(counts(try trial.load("sales")) == "published: 4 read, 3 loaded, 1 rejected, 0 duplicate")
            #expect(
                try trial.sql("select number, amount, returned_key, note is null from star.sale order by 1")
                    == "1|10.50|-2|f\n2|0.01|20240107|t\n3|5.00|-2|t")
            #expect(
                try trial.sql(
                    "select note = E'tab\\there, line\\nbreak, back\\\\slash, \\r, ''quote'', \"ก\"' from star.sale where number = '1'"
                ) == "t")
            #expect(try trial.sql("select line, rule from ledger.reject") == "4|order: [sold, returned]")
            #expect(try trial.sql("select source from ledger.delivery") == "till")
        }
    }

    @Test("does nothing while the source says the same, and loads again when it does not")
    func recognisesExtractions() throws {
        try withTill(query) { trial, till throws in
            try trial.run("sales")
            #expect(try trial.load("sales").state == .unchanged)
            _ = try queryDatabase(till, "update receipt set amount = 11 where no = 1")
            #expect(try trial.load("sales").state == .published)
            #expect(try trial.sql("select amount from star.sale where number = '1'") == "11.00")
        }
    }

    @Test("accepts a query that ends in a remark or a semicolon", arguments: [" -- all of it", ";", "\n;\n"])
    func acceptsRemarks(end: String) throws {
        try withTill(query + end) { trial, _ throws in #expect(try trial.load("sales").record?.readRows == 4) }
    }

    @Test("only reads: a query that would write is refused")
    func onlyReads() throws {
        try withTill("with gone as (delete from receipt returning *) select * from gone") { trial, till throws in
            #expect(try trial.load("sales").state == .refused)
            #expect(try queryDatabase(till, "select count(*) from receipt") == "4")
        }
    }

    @Test("names the place of a query that is wrong, and of a column that it lacks")
    func namesPlaces() throws {
        try withTill("select no from nowhere") { trial, _ in
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason?.contains("[42P01]") == true)
            #expect(outcome.reason?.hasSuffix("correct the query at pipelines/sales.yaml:3:48") == true)
        }
        try withTill("select no, day, back, shop, id, note from receipt") { trial, _ in
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(outcome.reason?.contains("the query has no column `amount`") == true)
        }
    }

    @Test("says that a source cannot be reached")
    func missesSources() throws {
        try withTill(query) { trial, _ throws in
            trial.sources["till"] = "host=/nonexistent dbname=x"
            let error = try #require(throws: ExtractionError.self) { try trial.run("sales") }
            #expect(error.kind == .missingInput)
            #expect(error.remedy == "check the connection `till` in uptake.yaml")
        }
    }
}
