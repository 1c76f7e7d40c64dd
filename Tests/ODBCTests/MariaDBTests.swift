import Foundation
import TestSupport
import Testing

@testable import ODBC

@Suite(.enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
struct MariaDBTests {
    @Test("gives every type as it stands there")
    func givesTypes() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table kinds (
                    number integer primary key, tiny tinyint, big bigint, share decimal(20,6), word varchar(30), letter char(6),
                    day date, moment datetime, zoned timestamp null, is_paid bit(1), clock time, word_ascii varchar(10) character set latin1);
                set time_zone = '+00:00';
                insert into kinds values
                    (1, -128, 9223372036854775807, 12345678901234.567891, 'สำนักงาน 😀', 'ก', '2024-02-29', '2024-02-29 23:59:59',
                        '2024-09-30 17:00:00', b'1', '23:59:01', 'é'),
                    (2, 0, -9223372036854775808, -0.000001, '', '', '1000-01-01', '9999-12-31 00:00:00', '1970-01-02 00:00:00', b'0', '00:00:00', ''),
                    (3, null, null, null, null, null, null, null, null, null, null, null),
                    (4, 127, 0, 0, 'a\\tb\\nc\\\\"', 'x  ', '2000-02-29', '2000-01-01 00:00:01', '2024-09-30 16:59:59', b'1', '12:00:00', 'ASCII')
                """)
            let found = try fetch("select * from kinds order by number", database.connectionString)
            #expect(found.faults == [])
            #expect(found.numbers == [1, 2, 3, 4])
            #expect(
                found.rows == [
                    [
                        "1", "-128", "9223372036854775807", "12345678901234.567891", "สำนักงาน 😀", "ก", "2024-02-29",
                        "2024-02-29 23:59:59", "2024-10-01 00:00:00", "1", "23:59:01", "é",
                    ],
                    [
                        "2", "0", "-9223372036854775808", "-0.000001", "", "", "1000-01-01", "9999-12-31 00:00:00",
                        "1970-01-02 07:00:00", "0", "00:00:00", "",
                    ],
                    ["3", "", "", "", "", "", "", "", "", "", "", ""],
                    [
                        "4", "127", "0", "0.000000", "a\tb\nc\\\"", "x", "2000-02-29", "2000-01-01 00:00:01",
                        "2024-09-30 23:59:59", "1", "12:00:00", "ASCII",
                    ],
                ])
            #expect(
                found.columns.map(\.type) == [
                    .integer, .integer, .integer, .decimal(precision: 20, scale: 6),
                    .text(characters: 30, isPadded: false), .text(characters: 6, isPadded: true), .date, .timestamp,
                    .timestamp, .boolean, .time, .text(characters: 10, isPadded: false),
                ])
        }
    }

    @Test("gives whole numbers without a sign as they are")
    func givesUnsigned() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table natural_number (a bigint unsigned, b int unsigned, c year, d bigint unsigned zerofill);
                insert into natural_number values (18446744073709551615, 4294967295, 2024, 7), (0, 0, null, null)
                """)
            let found = try fetch(
                "select a, b, c, d + 0 from natural_number order by a desc", database.connectionString)
            #expect(found.faults == [])
            #expect(found.rows == [["18446744073709551615", "4294967295", "2024", "7"], ["0", "0", "", ""]])
        }
    }

    @Test("tells binary and floating-point columns from others")
    func tellsTypes() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql("create table odd (a double, b float, c varbinary(5), d blob, e text)")
            let found = try fetch("select * from odd", database.connectionString)
            #expect(
                found.columns.map(\.type) == [
                    .floating, .floating, .binary, .binary, .text(characters: nil, isPadded: false),
                ])
        }
    }

    @Test("gives a hundred thousand rows in blocks, none twice and none missing")
    func givesBlocks() throws {
        try MariaDBServer.withDatabase { database throws in
            let found = try fetch(
                "select seq, concat('แถว ', seq), if(seq % 7 = 0, null, seq / 4) from seq_1_to_100000",
                database.connectionString)
            #expect(found.rows.count == 100_000)
            #expect(found.blocks < 1000)
            for (index, row) in found.rows.enumerated() {
                let number = index + 1
                let quarter = "\(number / 4).\(["0000", "2500", "5000", "7500"][number % 4])"
                let expected = ["\(number)", "แถว \(number)", number % 7 == 0 ? "" : quarter]
                guard row == expected, found.numbers[index] == number else {
                    Issue.record("row \(number) is \(row)")
                    return
                }
            }
        }
    }

    @Test("gives texts of any length up to the limit, and faults beyond it")
    func givesLongTexts() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table letters (number integer, body longtext, tail varchar(10));
                insert into letters values (1, repeat('ก', 100000), 'one'), (2, null, 'two'), (3, '', null),
                    (4, concat(repeat('a', 32767), '😀😀'), 'four'), (5, repeat('b', 17000000), 'five'), (6, 'short', 'six')
                """)
            let found = try fetch("select * from letters order by number", database.connectionString)
            #expect(found.faults == [ODBCRowFault(row: 5, column: 1, kind: .tooLong(limit: 16 << 20))])
            #expect(found.numbers == [1, 2, 3, 4, 6])
            #expect(found.rows.map { $0[0] } == ["1", "2", "3", "4", "6"])
            #expect(found.rows.map { $0[2] } == ["one", "two", "", "four", "six"])
            #expect(found.rows[0][1] == String(repeating: "ก", count: 100_000))
            #expect(found.rows[1][1] == "")
            #expect(found.rows[3][1] == String(repeating: "a", count: 32_767) + "😀😀")
            #expect(found.rows[4][1] == "short")
        }
    }

    @Test("moves timestamps to another zone's clock, and days never")
    func movesMoments() throws {
        try MariaDBServer.withDatabase { database throws in
            let shift = MomentShift([(from: 0, seconds: 25_200)])
            let found = try fetch(
                "select cast('2024-09-30 17:00:00' as datetime), cast('2024-09-30' as date), cast('2024-02-28 17:00:00' as datetime), cast('0000-00-00' as date)",
                database.connectionString, shift: shift)
            #expect(Array(found.rows[0][..<3]) == ["2024-10-01 00:00:00", "2024-09-30", "2024-02-29 00:00:00"])
        }
    }

    @Test("gives days that are none as they stand there, never as another day")
    func givesDaysThatAreNone() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                set sql_mode = 'allow_invalid_dates';
                create table odd_day (no integer, day date, moment datetime);
                insert into odd_day values (1, '0000-00-00', '0000-00-00 00:00:00'), (2, '2024-00-00', '2024-02-00 10:00:00'),
                    (3, '2024-02-31', '2023-02-29 23:59:59'), (4, null, null), (5, '2024-02-29', '2024-02-29 12:00:00')
                """)
            for (shift, hour) in [(nil, "12"), (MomentShift([(from: 0, seconds: 25_200)]), "19")] {
                let found = try fetch("select * from odd_day order by no", database.connectionString, shift: shift)
                #expect(found.faults == [])
                #expect(
                    found.rows == [
                        // The driver itself makes NULL of it.
                        ["1", "", ""], ["2", "2024-00-00", "2024-02-00 10:00:00"],
                        ["3", "2024-02-31", "2023-02-29 23:59:59"], ["4", "", ""],
                        ["5", "2024-02-29", "2024-02-29 \(hour):00:00"],
                    ])
            }
            #expect(
                try fetch("select cast(day as char(10)) from odd_day where no = 1", database.connectionString).rows
                    == [["0000-00-00"]])
        }
    }

    @Test("needs no table of time zones but for timestamps in a zone whose offset changes")
    func needsZones() throws {
        try MariaDBServer.withDatabase { database throws in
            #expect(try fetch("select 1", database.connectionString, zone: "Europe/Vienna").rows == [["1"]])
            let error = #expect(throws: ODBCError.self) {
                try fetch("select now()", database.connectionString, zone: "Europe/Vienna")
            }
            #expect(error?.nativeCode == 1298)
        }
    }

    @Test("only reads")
    func onlyReads() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql("create table safe (a integer); insert into safe values (1)")
            #expect(throws: ODBCError.self) {
                try fetch("delete from safe returning a", database.connectionString)
            }
            #expect(try database.sql("select count(*) from safe") == "1")
        }
    }

    @Test("gives up a query that takes too long")
    func givesUp() throws {
        try MariaDBServer.withDatabase { database throws in
            let began = Date()
            let error = #expect(throws: ODBCError.self) {
                try fetch(
                    "select count(*) from seq_1_to_100000000 a, seq_1_to_1000 b where md5(a.seq) = b.seq",
                    database.connectionString, timeoutSeconds: 1)
            }
            #expect(error?.isTimeout == true, "\(String(describing: error))")
            #expect(Date().timeIntervalSince(began) < 10)
        }
    }

    @Test("stops a query that another thread cancels")
    func stops() throws {
        try MariaDBServer.withDatabase { database throws in
            let connection = try ODBCConnection.connect(try ConnectionString(database.connectionString))
            var cursor = try ODBCCursor.prepare(
                "select count(*) from seq_1_to_100000000 a, seq_1_to_1000 b where md5(a.seq) = b.seq", on: connection)
            let cancellation = cursor.cancellation
            let began = Date()
            Thread.detachNewThread {
                usleep(300_000)
                cancellation.request()
            }
            var (bytes, ends, numbers, faults): ([UInt8], [Int32], [Int32], [ODBCRowFault]) = ([], [], [], [])
            let error = #expect(throws: ODBCError.self) {
                while try cursor.fetch(into: &bytes, ends: &ends, numbers: &numbers, faults: &faults) {}
            }
            #expect(error?.isCancelled == true, "\(String(describing: error))")
            #expect(Date().timeIntervalSince(began) < 10)
        }
    }

    @Test("says why it is not let in, without the password")
    func isRefused() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql("create or replace user reader@localhost identified by 'right'")
            let error = #expect(throws: ODBCError.self) {
                try fetch("select 1", database.connectionString(user: "reader", password: "wrong-secret"))
            }
            #expect(error?.stage == .connect)
            #expect(error?.sqlState == "28000")
            #expect(error?.nativeCode == 1045)
            #expect(error?.description.contains("wrong-secret") == false)
        }
    }

    @Test("says that the connection was closed in the middle")
    func isClosed() throws {
        try MariaDBServer.withDatabase { database throws in
            // The driver may collect some rows, or all, before it hands over the first.
            Thread.detachNewThread {
                for _ in 0..<200 {
                    usleep(50_000)
                    let working =
                        "from information_schema.processlist where info like 'select seq%' and db = database() and time_ms > 200"
                    guard let id = try? database.sql("select min(id) \(working)"), id != "NULL" else { continue }
                    _ = try? database.sql("kill \(id)")
                    return
                }
            }
            let error = #expect(throws: ODBCError.self) {
                try fetch(
                    "select seq, md5(seq) from seq_1_to_100000000 where seq % 10000 = 0", database.connectionString)
            }
            #expect(error?.isConnectionLost == true, "\(String(describing: error))")
        }
    }

    @Test("names a query that is wrong")
    func namesQueries() throws {
        try MariaDBServer.withDatabase { database throws in
            let error = #expect(throws: ODBCError.self) {
                try fetch("select nothing from nowhere", database.connectionString)
            }
            #expect(error?.stage == .prepare)
            #expect(error?.sqlState == "42S02")
            #expect(error?.description.hasSuffix("in: select nothing from nowhere") == true)
        }
    }
}
