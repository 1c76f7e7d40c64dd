import Foundation
import ODBC
import TestSupport
import Testing

@Suite(.enabled(if: hasSQLite, Comment(rawValue: whereToGetSQLite)))
struct SQLiteTests {
    @Test("gives values as they are written, whatever their columns are declared to be")
    func givesValues() throws {
        let schema = """
            create table loose (number integer, day date, moment datetime, word varchar(10), share decimal(10,2));
            insert into loose values (1, '2024-02-29', '2024-02-29 10:11:12', 'สำนักงาน 😀', '12.30'),
                (2, '29/02/2567', '2024-02-29T10:11', '', null), ('3x', null, null, null, '-0.01'),
                (4, '2024-01-01', '2024-01-01 00:00:00', 'longer than declared', '7');
            """
        try withSQLiteDatabase(schema) { connectionString throws in
            let found = try fetch("select number, day, moment, word from loose order by rowid", connectionString)
            #expect(found.faults == [])
            #expect(
                found.rows == [
                    ["1", "2024-02-29", "2024-02-29 10:11:12", "สำนักงาน 😀"],
                    ["2", "29/02/2567", "2024-02-29T10:11", ""], ["3x", "", "", ""],
                    ["4", "2024-01-01", "2024-01-01 00:00:00", "longer than declared"],
                ])
        }
    }

    @Test("gives texts of any length")
    func givesLongTexts() throws {
        let schema = """
            create table letters (number integer, body text);
            insert into letters values (1, printf('%.*c', 200000, 'x')), (2, null), (3, replace(printf('%.*c', 3000, 'x'), 'x', 'ก'));
            """
        try withSQLiteDatabase(schema) { connectionString throws in
            let found = try fetch("select body, number from letters order by number", connectionString)
            #expect(found.faults == [])
            #expect(
                found.rows == [
                    [String(repeating: "x", count: 200_000), "1"], ["", "2"],
                    [String(repeating: "ก", count: 3000), "3"],
                ])
        }
    }

    @Test("gives rows in blocks")
    func givesBlocks() throws {
        let schema = """
            create table many (number integer, word varchar(20));
            with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000) insert into many select i, 'แถว ' || i from n;
            """
        try withSQLiteDatabase(schema) { connectionString throws in
            let found = try fetch("select * from many order by number", connectionString)
            #expect(found.rows == (1...20_000).map { ["\($0)", "แถว \($0)"] })
            #expect(found.blocks < 200)
        }
    }

    @Test("only reads, and makes no database where there is none")
    func onlyReads() throws {
        try withSQLiteDatabase("create table safe (a integer); insert into safe values (1)") {
            connectionString throws in
            #expect(throws: ODBCError.self) { try fetch("delete from safe returning a", connectionString) }
            #expect(try fetch("select count(*) from safe", connectionString).rows == [["1"]])
            #expect(throws: ODBCError.self) { try fetch("select 1", connectionString + ".missing") }
        }
    }

    @Test("gives up a query that takes too long, though the driver knows no timeout")
    func givesUp() throws {
        try withSQLiteDatabase("create table t (a integer)") { connectionString throws in
            let began = Date()
            let error = #expect(throws: ODBCError.self) {
                try fetch(
                    "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000000) select count(*) from n",
                    connectionString, timeoutSeconds: 1)
            }
            #expect(error?.isTimeout == true, "\(String(describing: error))")
            #expect(Date().timeIntervalSince(began) < 10)
        }
    }
}
