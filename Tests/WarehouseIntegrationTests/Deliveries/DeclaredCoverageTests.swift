import Testing
import Warehouse

@testable import Pipelines

/// Deliveries that say which slices they speak for, and those that do not.
@Suite struct DeclaredCoverageTests {
    private let covers = (
        part: "load: sale", replacement: "covers: { name: \"sales-{part}-{yyyy}-{MM}*.csv\" }\nload: sale"
    )

    @Test("replaces the month and sender of its name, also by nothing")
    func replacesByName() throws {
        try Trial.with(try salesProject(covers)) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-06,,7,,1", "3,2024-01-06,,7,,1"), to: "in/sales-7-2024-01.csv")
            try trial.write(sales("1,2024-01-05,,8,,1"), to: "in/sales-8-2024-01.csv")
            try trial.write(sales("4,2024-02-05,,7,,1"), to: "in/sales-7-2024-02.csv")
            try trial.run("sales")
            #expect(try trial.sql("select count(*) from ledger.load") == "1")
            // It declares the month, so nothing is held back: the sender has no sales.
            try trial.write(sales(), to: "in/sales-7-2024-01.csv")
            #expect(
                Set(states(try trial.run("sales"))) == [
                    "sales-7-2024-01.csv published", "sales-7-2024-02.csv unchanged", "sales-8-2024-01.csv unchanged",
                ])
            #expect(try trial.sales() == "7|4|02-05|1.00\n8|1|01-05|1.00")
            #expect(
                try trial.sql(
                    "select period, part, rows from ledger.published join ledger.slice using (slice_key) join ledger.delivery_slice using (slice_key, version_key) order by 1, 2"
                ) == "2024-01|7|0\n2024-01|8|1\n2024-02|7|1")
            try trial.expectLedgerAgrees()
        }
    }

    @Test("an empty month has arrived, though another empty month had the same bytes")
    func tellsEmptyMonthsApart() throws {
        try Trial.with(try salesProject(covers)) { trial in
            try trial.write(sales(), to: "in/sales-7-2024-01.csv")
            try trial.run("sales")
            try trial.write(sales(), to: "in/sales-7-2024-02.csv")
            try trial.run("sales")
            #expect(
                try trial.sql("select period from ledger.published join ledger.slice using (slice_key) order by 1")
                    == "2024-01\n2024-02")
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .unchanged])
        }
    }

    @Test("rejects a row of another month or sender, and takes nothing out of that slice")
    func rejectsRowsOutside() throws {
        try Trial.with(try salesProject(covers)) { trial in
            try trial.write(sales("1,2024-02-05,,7,,1"), to: "in/sales-7-2024-02.csv")
            try trial.run("sales")
            try trial.write(
                sales(
                    "2,2024-01-31,,7,,1", "3,2024-02-01,,7,,10", "4,2023-12-31,,7,,20", "5,2024-01-01,,8,,40",
                    "6,2024-01-01,,7,,2"),
                to: "in/sales-7-2024-01.csv")
            try trial.edit("pipelines/sales.yaml", "at_most: 50%", "at_most: 60%")
            let outcome = try #require(try trial.run("sales").first { $0.source == "in/sales-7-2024-01.csv" })
            #expect(counts(outcome) == "published: 5 read, 2 loaded, 3 rejected, 0 duplicate")
            #expect(try trial.sales() == "7|1|02-05|1.00\n7|2|01-31|1.00\n7|6|01-01|2.00")
            #expect(
                try trial.sql("select line, class, severity, rule from ledger.reject order by 1")
                    == [3, 4, 5].map {
                        "\($0)|rule|reject|inside what the delivery covers: from 2024-01-01 up to 2024-02-01, part 7"
                    }.joined(separator: "\n"))
            #expect(
                try trial.sql("select loaded, rejected from ledger.control_total where read = 73") == "3.00|70.00")
        }
    }

    @Test(
        "refuses a file whose name does not say what it covers",
        arguments: [
            "sales-7-2024-13.csv", "sales-7-2567-01.csv", "sales-2024.csv",
        ])
    func refusesNames(name: String) throws {
        try Trial.with(try salesProject(covers)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/\(name)")
            try trial.write(sales("1,2024-01-05,,8,,1"), to: "in/sales-8-2024-01.csv")
            let outcomes = try trial.run("sales")
            #expect(Set(outcomes.map(\.state)) == [.refused, .published])
            let reason = try #require(outcomes.first { $0.state == .refused }?.reason)
            #expect(reason.contains("the name `\(name)` does not say what the file covers"))
            #expect(try trial.sales() == "8|1|01-05|1.00")
        }
    }

    private let control = (
        part: "load: sale",
        replacement:
            "control: { file: \"{stem}.control.csv\", rows: N, from: A, to: Z, part: SHOP, date: d.M.yyyy }\nload: sale"
    )

    @Test("a control file beside it says it, from day to day and for a sender")
    func readsControlFile() throws {
        try Trial.with(try salesProject(control)) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-02-05,,7,,1", "3,2024-03-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write("N,A,Z,SHOP\n3,1.1.2024,31.3.2024,7\n", to: "in/sales-a.control.csv")
            #expect(try trial.run("sales").map(\.state) == [.published])
            try trial.write(sales("5,2024-02-29,,7,,5", "6,2024-02-29,,8,,5"), to: "in/sales-a.csv")
            try trial.write("SHOP,A,Z,N\n7,1.2.2024,31.3.2024,2\n", to: "in/sales-a.control.csv")
            #expect(try trial.run("sales").map(counts) == ["published: 2 read, 1 loaded, 1 rejected, 0 duplicate"])
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|5|02-29|5.00")
            try trial.expectLedgerAgrees()
        }
    }

    @Test(
        "refuses a control file that speaks for half of a slice, or whose days are none",
        arguments: [
            "1.1.2024,15.1.2024", "2.1.2024,31.1.2024", "1.2.2024,31.1.2024", "x,31.1.2024",
        ])
    func refusesHalfSlices(days: String) throws {
        try Trial.with(try salesProject(control)) { trial in
            try trial.write(sales("1,2024-01-20,,7,,1"), to: "in/sales-a.csv")
            try trial.write("N,A,Z,SHOP\n1,1.1.2024,31.1.2024,7\n", to: "in/sales-a.control.csv")
            #expect(try trial.run("sales").map(\.state) == [.published])
            try trial.write(sales("2,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write("N,A,Z,SHOP\n1,\(days),7\n", to: "in/sales-a.control.csv")
            #expect(try trial.run("sales").map(\.state) == [.refused])
            #expect(try trial.sales() == "7|1|01-20|1.00")
        }
    }

    @Test("without a declaration a stray date erases nothing until it is accepted")
    func holdsBackStrayDates() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1", "3,2024-01-05,,7,,1", "4,2024-02-05,,7,,1"),
                to: "in/sales.csv")
            try trial.run("sales")
            let before = try trial.checksums()
            // February again, and one row whose day was mistyped.
            try trial.write(sales("4,2024-02-05,,7,,2", "5,2024-01-06,,7,,2"), to: "in/sales.csv")
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason?.hasPrefix("1 slices would lose over half of their rows (3 now, 1 in the delivery)")
                    == true)
            #expect(try trial.checksums() == before)
            #expect(try trial.load("sales", accept: true).state == .published)
            #expect(try trial.sales() == "7|4|02-05|2.00\n7|5|01-06|2.00")
        }
    }

    @Test("lets no delivery that was held back take the place of a newer one when it is accepted")
    func holdsBackOutdated() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1", "3,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.run("sales")
            // It would take two of three rows out of January, and is the only one that speaks of February.
            try trial.write(sales("1,2024-01-05,,7,,2", "8,2024-02-05,,7,,2"), to: "in/sales-b.csv")
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .refused])
            try trial.write(
                sales("1,2024-01-05,,7,,3", "2,2024-01-05,,7,,3", "4,2024-01-05,,7,,3"), to: "in/sales-c.csv")
            // The newer one comes after what is tried again.
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .refused, .published])
            let outcome = try #require(try trial.run("sales", accept: true).first { $0.source == "in/sales-b.csv" })
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason
                    == "it was first read as delivery 2, and since then delivery 5, in/sales-c.csv, has been published for its slices, whose place an older one does not take; if it is to, deliver it again under another name"
            )
            #expect(try trial.sales() == "7|1|01-05|3.00\n7|2|01-05|3.00\n7|4|01-05|3.00")
            // Under another name it is a new delivery.
            try trial.move("in/sales-b.csv", to: "in/sales-d.csv")
            #expect(try trial.run("sales", accept: true).map(\.state) == [.unchanged, .unchanged, .published])
            #expect(try trial.sales() == "7|1|01-05|2.00\n7|8|02-05|2.00")
        }
    }

    @Test("takes a delivery that was held back when nothing newer has come")
    func acceptsWhatIsLatest() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(
                sales("1,2024-01-05,,7,,1", "2,2024-01-05,,7,,1", "3,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.run("sales")
            try trial.write(sales("1,2024-01-05,,7,,2"), to: "in/sales-b.csv")
            // Of another month, it is in nobody's way.
            try trial.write(sales("9,2024-03-05,,7,,2"), to: "in/sales-c.csv")
            #expect(try trial.run("sales").map(\.state) == [.unchanged, .refused, .published])
            let outcomes = try trial.run("sales", accept: true)
            #expect(outcomes.filter { $0.state == .published }.map(\.source) == ["in/sales-b.csv"])
            #expect(try trial.sales() == "7|1|01-05|2.00\n7|9|03-05|2.00")
        }
    }

    @Test("months that lie interleaved in one file are replaced together, all or none")
    func replacesInterleavedMonths() throws {
        try Trial.with(try salesProject()) { trial in
            func rows(_ amount: Int, _ extra: String = "") -> String {
                sales()
                    + (1...40).map { "\($0),2024-\(["01", "02", "03", "04"][$0 % 4])-0\($0 % 9 + 1),,7,,\(amount)\n" }
                    .joined() + extra
            }
            try trial.write(rows(1), to: "in/sales.csv")
            try trial.run("sales")
            let before = try trial.checksums()
            try trial.edit("pipelines/sales.yaml", "at_most: 50%, minimum_rows: 1", "at_most: 0")
            try trial.write(rows(2, "x,2024-02-30,,7,,1\n"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .refused)
            #expect(try trial.checksums() == before)
            try trial.write(rows(2), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "40|80.00")
            #expect(
                try trial.sql(
                    "select count(*), count(distinct known_from) from ledger.published_history where known_to = 'infinity'"
                )
                    == "4|1")
        }
    }
}
