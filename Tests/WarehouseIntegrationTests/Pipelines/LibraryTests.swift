import Foundation
import Testing
import Warehouse

@testable import Pipelines

/// Of the ten rows of the second project's delivery five are good; three are bad, and two repeat the number of another.
@Suite struct LibraryTests {
    @Test("accounts for every row and every unit of the delivery")
    func accountsForRows() throws {
        try Trial.with(try libraryProject()) { trial in
            let outcome = try trial.load("loans")
            #expect(counts(outcome) == "published: 10 read, 5 loaded, 3 rejected, 2 duplicate")
            #expect(
                try trial.sql("select read, loaded, rejected, duplicate from ledger.control_total") == "122|79|21|22")
            #expect(
                try trial.sql(
                    "select read_rows, loaded_rows, rejected_rows, duplicate_rows, state, first_day, last_day from ledger.delivery"
                )
                    == "10|5|3|2|published|2023-01-01|2024-03-02")
            #expect(
                try trial.sql(
                    "select number, lent_key, code, renewed, days, delivery_key, line from star.loan join star.branch using (branch_key) order by 1"
                )
                    == """
                    1|20230101|n|t|10|1|2
                    2|20231231|s|f|20|1|3
                    3|20240229|n|f|14|1|4
                    4|20240301|n|t|28|1|5
                    5|20240302|s|f|7|1|6
                    """)
            #expect(
                try trial.sql(
                    "select period, rows from ledger.slice join ledger.delivery_slice using (slice_key) join ledger.published using (slice_key) order by 1"
                )
                    == "2023-01|1\n2023-12|1\n2024-02|1\n2024-03|2")
        }
    }

    @Test("keeps each bad row with its place, its rule and what to do")
    func keepsRejects() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            #expect(
                try trial.sql(
                    "select line, byte_offset, coalesce(column_index::text, '-'), coalesce(column_name, '-'), class, concat_ws(': ', rule, detail), coalesce(value, '-') from ledger.reject order by line"
                ) == """
                    7|126|2|day|cast|lent: a day that exists|30.2.2024
                    8|145|3|branch|lookup|branch: a member of branch|x
                    9|163|4|renewed|cast|renewed: true or false|perhaps
                    10|186|-|-|duplicate|equal to another row: line 6 of deliveries/loans.csv|-
                    11|204|-|-|duplicate|conflicting to another row: line 4 of deliveries/loans.csv|-
                    """)
            #expect(
                try trial.sql("select count(*) from ledger.reject where action_en = '' or action_th !~ '[ก-๛]'") == "0")
        }
    }

    @Test("does nothing with the same delivery again, also under another name")
    func recognisesDeliveries() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            let before = try trial.checksums()
            #expect(try trial.load("loans").state == .unchanged)
            try trial.move("deliveries/loans.csv", to: "deliveries/sent-again.csv")
            #expect(try trial.load("loans").state == .unchanged)
            #expect(try trial.checksums() == before)
            #expect(try trial.sql("select count(*) from ledger.delivery") == "1")
        }
    }

    @Test("replaces exactly the slices that a changed delivery speaks for")
    func replacesSlices() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            // March again with another amount and one row more, and a month that is new; nothing of the other months.
            try trial.write(
                "no;day;branch;renewed;days\n4;1.3.2024;n;yes;29\n5;2.3.2024;s;no;7\n9;31.3.2024;n;no;1\n10;1.4.2024;n;no;2\n",
                to: "deliveries/loans.csv")
            #expect(counts(try trial.load("loans")) == "published: 4 read, 4 loaded, 0 rejected, 0 duplicate")
            #expect(
                try trial.sql("select number, days, delivery_key from star.loan order by number::integer")
                    == "1|10|1\n2|20|1\n3|14|1\n4|29|2\n5|7|2\n9|1|2\n10|2|2")
            #expect(
                try trial.sql(
                    "select period, count(*), count(*) filter (where known_to = 'infinity') from ledger.published_history join ledger.slice using (slice_key) group by 1 order by 1"
                )
                    == "2023-01|1|1\n2023-12|1|1\n2024-02|1|1\n2024-03|2|1\n2024-04|1|1")
        }
    }

    @Test("loads A, then B, then A again as three loads, and ends where it began")
    func loadsForthAndBack() throws {
        try Trial.with(try libraryProject()) { trial in
            let contents = "select number, lent_key, branch_key, renewed, days, line from star.loan order by number"
            let a = try String(contentsOfFile: trial.directory + "/deliveries/loans.csv", encoding: .utf8)
            try trial.run("loans")
            let first = try trial.sql(contents)
            try trial.write(a.replacing("4;1.3.2024;n;yes;28", with: "4;1.3.2024;n;yes;27"), to: "deliveries/loans.csv")
            #expect(try trial.load("loans").state == .published)
            let second = try trial.sql(contents)
            #expect(second != first)
            try trial.write(a, to: "deliveries/loans.csv")
            #expect(try trial.load("loans").state == .published)
            #expect(try trial.sql(contents) == first)
            #expect(try trial.sql("select count(*) from ledger.load") == "3")
            // As it was known in between.
            #expect(
                try trial.sql(
                    """
                    select f.days from store.loan f
                    join ledger.published_history p on p.slice_key = f.slice_key and p.version_key = f.version_key
                    where f.number = '4' and p.known_from <= (select loaded_at from ledger.load where version_key = 2)
                      and (select loaded_at from ledger.load where version_key = 2) < p.known_to
                    """) == "27")
        }
    }

    @Test(
        "reads a delivery again when what it is read by has changed, and not when a name has", arguments: [true, false])
    func readsAgain(ruleChanges: Bool) throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            if ruleChanges {
                try trial.edit("pipelines/loans.yaml", "minimum: 0", "minimum: 0, maximum: 20")
                #expect(
                    counts(try trial.load("loans", accept: true))
                        == "published: 10 read, 4 loaded, 4 rejected, 2 duplicate")
            } else {
                try trial.edit("warehouse/reference/branch.csv", "South 100%", "South")
                try trial.migrate()
                #expect(try trial.load("loans").state == .unchanged)
                #expect(
                    try trial.sql(
                        "select distinct name_en from star.loan join star.branch using (branch_key) where code = 's'")
                        == "South")
            }
        }
    }

    @Test("changes no table of data when a delivery has too many rejects, says why, and tries again")
    func refusesDeliveries() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            let before = try trial.checksums()
            try trial.edit(
                "pipelines/loans.yaml", "totals: [days]",
                "totals: [days]\nrejects: { at_most: 29.99%, minimum_rows: 10 }")
            try trial.edit("deliveries/loans.csv", "1;1.1.2023;n;yes;10", "1;1.1.2023;n;yes;11")
            for attempt in 2...3 {
                let outcome = try trial.load("loans")
                #expect(outcome.state == .refused)
                #expect(outcome.reason == "3 of 10 rows rejected (30.00 %), at most 29.99 % allowed")
                #expect(try trial.checksums() == before)
                #expect(try trial.sql("select count(*), max(state) from ledger.delivery") == "\(attempt)|refused")
                #expect(try trial.sql("select count(*) from ledger.reject where delivery_key = \(attempt)") == "3")
            }
            try trial.edit("pipelines/loans.yaml", "29.99%", "30%")
            #expect(try trial.load("loans").state == .published)
        }
    }

    @Test("holds back a delivery that would take over half of a slice's rows, until it is accepted")
    func holdsBackLosses() throws {
        try Trial.with(try libraryProject()) { trial in
            let header = "no;day;branch;renewed;days\n"
            func rows(_ numbers: ClosedRange<Int>) -> String { numbers.map { "\($0);1.3.2024;n;yes;1\n" }.joined() }
            try trial.write(header + rows(1...10), to: "deliveries/loans.csv")
            try trial.run("loans")
            // Half may go.
            try trial.write(header + rows(1...5), to: "deliveries/loans.csv")
            #expect(try trial.load("loans").state == .published)
            let before = try trial.checksums()
            try trial.write(header + rows(1...2), to: "deliveries/loans.csv")
            let outcome = try trial.load("loans")
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason
                    == "1 slices would lose over half of their rows (5 now, 2 in the delivery); if that is right, run again with --accept"
            )
            #expect(try trial.checksums() == before)
            #expect(try trial.load("loans", accept: true).state == .published)
            #expect(try trial.sql("select count(*) from star.loan") == "2")
        }
    }

    @Test("reads and counts everything in a dry run, and changes nothing")
    func runsDry() throws {
        try Trial.with(try libraryProject()) { trial in
            let before = try trial.checksums()
            let outcome = try #require(try trial.run("loans", dryRun: true).first)
            #expect(outcome.state == .checked)
            #expect(outcome.record?.rejectedRows == 3)
            #expect(try trial.checksums() == before)
            #expect(try trial.sql("select count(*) from ledger.delivery") == "0")
        }
    }

    @Test("publishes a delivery that has only its header, and one whose rows are all bad unless a limit forbids it")
    func loadsNothing() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.write("no;day;branch;renewed;days\n", to: "deliveries/loans.csv")
            #expect(counts(try trial.load("loans")) == "published: 0 read, 0 loaded, 0 rejected, 0 duplicate")
            #expect(try trial.load("loans").state == .unchanged)
            try trial.write("no;day;branch;renewed;days\n1;x;n;yes;1\n2\n", to: "deliveries/loans.csv")
            #expect(counts(try trial.load("loans")) == "published: 2 read, 0 loaded, 2 rejected, 0 duplicate")
        }
    }

    @Test("wants a changed rule for slices to be accepted, and then counts no row twice")
    func retiresSlices() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            try trial.edit("pipelines/loans.yaml", "by: month", "by: year")
            let before = try trial.checksums()
            #expect(throws: PipelineError.self) { try trial.run("loans") }
            #expect(try trial.checksums() == before)
            #expect(try trial.load("loans", accept: true).state == .published)
            #expect(try trial.sql("select count(*), sum(days) from star.loan") == "5|79")
            #expect(try trial.load("loans").state == .unchanged)
        }
    }
}
