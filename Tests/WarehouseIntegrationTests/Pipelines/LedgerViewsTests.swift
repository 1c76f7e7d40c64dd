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
            let groups = try RejectList(pipeline: "loans", language: "en").groups(on: connection)
            #expect(groups.map(\.class) == ["cast", "lookup", "cast", "duplicate", "duplicate"])
            #expect(groups.map(\.rows) == [1, 1, 1, 1, 1])
            #expect(groups.map(\.firstLine) == [7, 8, 9, 10, 11])
            #expect(
                groups[0].action == "The day does not exist or is written in another form. Correct it at the sender.")
            let thai = try RejectList(pipeline: "loans", language: "th").groups(on: connection)
            #expect(thai[0].action == "ไม่มีวันที่นี้หรือเขียนคนละรูปแบบ โปรดให้ผู้ส่งแก้ไข")
            let rows = try RejectList(pipeline: "loans", language: "en").rows(on: connection)
            #expect(rows.count == 6)
            #expect(
                rows[1] == [
                    "deliveries/loans.csv:7", "126", "day", "cast", "reject", "lent: a day that exists", "30.2.2024",
                ])

            try trial.write("no;day;branch;renewed;days\n1;1.1.2023;n;yes;10\n", to: "deliveries/loans.csv")
            try trial.run("loans")
            #expect(try RejectList(pipeline: "loans", language: "en").groups(on: connection).isEmpty)
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
            let placeholders = try PipelineStatus.inferredMembers(project, on: connection)
            #expect(placeholders.map(\.dimension) == ["shop"])
            #expect(placeholders.map(\.members) == [2])
        }
    }
}
