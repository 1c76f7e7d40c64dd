import Definitions
import Postgres
import Testing
import Warehouse

@Suite struct LedgerViewsTests {
    @Test("lists the rejects of what was last delivered, by rule and row by row, in either language")
    func listsRejects() throws {
        try Trial.with(try libraryProject()) { trial in
            try trial.run("loans")
            let connection = try Connection(connecting: trial.conninfo)
            let list = RejectList(pipeline: "loans")
            let groups = try list.groups(on: connection)
            #expect(groups.map(\.class) == ["cast", "lookup", "cast", "duplicate", "duplicate"])
            #expect(groups.map(\.rows) == [1, 1, 1, 1, 1])
            #expect(groups.map(\.firstLine) == [7, 8, 9, 10, 11])
            #expect(groups.map(\.column) == ["day", "branch", "renewed", nil, nil])
            #expect(
                groups[0].actionEnglish
                    == "The day does not exist or is written in another form. Correct it at the sender.")
            #expect(groups[0].actionThai == "ไม่มีวันที่นี้หรือเขียนคนละรูปแบบ โปรดให้ผู้ส่งแก้ไข")
            var rows: [RejectList.Row] = []
            try list.rows(on: connection) { rows += $0 }
            #expect(rows.map(\.line) == [7, 8, 9, 10, 11])
            #expect(rows[0].source == "deliveries/loans.csv")
            #expect(rows[0].byte == 126)
            #expect(rows[0].column == "day")
            #expect(rows[0].rule == "lent: a day that exists")
            #expect(rows[0].value == "30.2.2024")

            try trial.write("no;day;branch;renewed;days\n1;1.1.2023;n;yes;10\n", to: "deliveries/loans.csv")
            try trial.run("loans")
            #expect(try list.groups(on: connection).isEmpty)
            // The former delivery is still there under its number.
            let former = try #require(groups.first?.delivery)
            #expect(try RejectList(pipeline: "loans", delivery: former).groups(on: connection).count == 5)
            #expect(try RejectList(pipeline: "other", delivery: former).deliveries(on: connection).isEmpty)
        }
    }

    @Test("tells of each pipeline what is published, what was refused and which members are placeholders")
    func tellsStatus() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-03-31,,8,,1", "3,2024-02-30,,8,,1"), to: "in/sales.csv")
            try trial.write(sales("1,x,,7,,1"), to: "in/sales-2.csv")
            try trial.run("sales")
            let connection = try Connection(connecting: trial.conninfo)
            let project = try trial.project()
            let status = try PipelineStatus.all(project.pipelinesInOrder, on: connection)
            #expect(status.map(\.pipeline) == ["shops", "sales"])
            #expect(status.map(\.deliveries) == [0, 1])
            #expect(status.map(\.rows) == [0, 2])
            #expect(status.map(\.rejected) == [0, 1])
            #expect(status.map(\.refused) == [0, 1])
            #expect(status.map(\.firstDay) == [nil, "2024-01-05"])
            #expect(status.map(\.lastDay) == [nil, "2024-03-31"])
            let placeholders = try InferredMembers.waiting(in: project, on: connection)
            #expect(placeholders.map(\.dimension) == ["shop"])
            #expect(placeholders.map(\.members) == [2])
            #expect(placeholders.map(\.oldest) == ["7"])
            #expect(
                try trial.sql("select min(known_from)::timestamptz(0) from store.shop where inferred")
                    == placeholders.first?.since)
        }
    }
}
