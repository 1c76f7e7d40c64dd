import Hashing
import ODBC
import Records
import TestSupport
import Testing

@testable import Definitions
@testable import Extraction

@Suite struct PageStatementTests {
    private let key = PageKey([PageKey.Column(name: "office"), PageKey.Column(name: "no")])

    @Test(
        "are written as each database wants them",
        arguments: [
            (
                SQLDialect.odbc(quote: "`", limit: .limit),
                "select `no`, `day` from (select * from visit\n) source where `no` > ? order by `no` limit 10"
            ),
            (
                SQLDialect.odbc(quote: "[", limit: .top),
                "select top (10) [no], [day] from (select * from visit\n) source where [no] > ? order by [no]"
            ),
            (
                SQLDialect.odbc(quote: "\"", limit: .fetchFirst),
                "select \"no\", \"day\" from (select * from visit\n) source where \"no\" > ? order by \"no\" fetch first 10 rows only"
            ),
        ])
    func areWritten(dialect: SQLDialect, expected: String) {
        let query = ExtractionQuery("select * from visit;", dialect)
        let key = PageKey([PageKey.Column(name: "no")])
        #expect(
            query.page(of: ["day", "no"], ExtractionQuery.Rows(), by: key, limit: 10, isFirst: false) == expected)
    }

    @Test("begin behind a row by all columns of its key")
    func beginBehind() {
        let query = ExtractionQuery("select * from visit", .odbc(quote: "", limit: .limit))
        var rows = ExtractionQuery.Rows()
        rows.dayColumn = "day"
        rows.days = [("2024-01-01", "2024-02-01")]
        #expect(
            query.page(of: ["fee"], rows, by: key, limit: 5, isFirst: true)
                == "select office, no, fee from (select * from visit\n) source where ((day >= {d '2024-01-01'} and day < {d '2024-02-01'})) order by office, no limit 5"
        )
        #expect(
            query.page(of: ["fee"], ExtractionQuery.Rows(), by: key, limit: 5, isFirst: false)
                == "select office, no, fee from (select * from visit\n) source where office >= ? and (office > ? or (office = ? and no > ?)) order by office, no limit 5"
        )
        #expect(key.parametersBehind == [0, 0, 0, 1])
        #expect(
            PageKey([PageKey.Column(name: "a"), PageKey.Column(name: "b"), PageKey.Column(name: "c")]).parametersBehind
                == [0, 0, 0, 1, 1, 2])
        #expect(
            query.count(ofKey: key) == "select count(*) from (select * from visit\n) source where office = ? and no = ?"
        )
    }
}

@Suite(.enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
struct PageTests {
    private func open(
        _ database: MariaDBServer.Database, _ query: String, pages: String
    ) throws -> ODBCDatabase {
        let collector = DiagnosticCollector()
        let node = try #require(
            YAMLNode.parse(
                "{ connection: clinic, query: \"\(query)\", pages: \(pages) }", file: "pipelines/trial.yaml",
                collector: collector))
        let definition = try #require(DatabaseSourceDefinition(node, "odbc"))
        #expect(collector.sorted == [])
        return try ODBCDatabase(
            definition, connectionString: database.connectionString, timeZone: "Asia/Bangkok")
    }

    private func demand(_ column: String) -> ColumnDemand {
        ColumnDemand(
            column: Located(column, at: SourceLocation(file: "p.yaml", line: 1, column: 1)), target: column,
            use: .value(.text), form: nil, isMapped: false)
    }

    private func read(_ source: any RecordSource) throws -> (rows: [[String]], lines: [Int32], hash: String) {
        var batch = RecordBatch(width: source.columns.count)
        var (rows, lines): ([[String]], [Int32]) = ([], [])
        var rejects: [Reject] = []
        var more = true
        while more {
            more = try source.read(into: &batch, rejects: &rejects)
            for row in 0..<batch.rowCount {
                rows.append((0..<batch.width).map { batch.text(row, $0) })
                lines.append(batch.lines[row])
            }
        }
        #expect(rejects.isEmpty)
        return (rows, lines, try source.finish().sha256.description)
    }

    @Test(
        "give every row once, by whatever key",
        arguments: [
            ("bigint", ["-9223372036854775808", "-1", "0", "7", "9223372036854775807"]),
            ("bigint unsigned", ["0", "9223372036854775807", "9223372036854775808", "18446744073709551615"]),
            (
                "decimal(30,4)",
                [
                    "-12345678901234567890.0002", "-12345678901234567890.0001", "0.0000", "0.0001",
                    "12345678901234567890.1233", "12345678901234567890.1234",
                ]
            ),
            ("date", ["'1000-01-01'", "'2024-02-28'", "'2024-02-29'", "'9999-12-31'"]),
            (
                "datetime(6)",
                ["'2024-02-29 23:59:59.999998'", "'2024-02-29 23:59:59.999999'", "'2024-03-01 00:00:00.000000'"]
            ),
            (
                "varchar(20) collate utf8mb4_unicode_ci",
                ["'a'", "'B'", "'c\\\\\\\\'", "'it''s'", "'ก'", "'กำ'", "'สำนักงาน'", "'😀'", "'?'", "''"]
            ),
            ("varchar(20) character set tis620", ["'ก'", "'กา'", "'ข'", "'เก'", "'a'", "'9'"]),
            ("varchar(20) character set latin1 collate latin1_bin", ["'A'", "'a'", "'é'", "'ÿ'"]),
            ("char(5)", ["'a'", "'ab'", "'b'"]),
        ])
    func giveAll(type: String, keys: [String]) throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table visit (no \(type) not null primary key, place integer not null auto_increment unique);
                insert into visit (no) values \(keys.map { "(\($0))" }.joined(separator: ", "))
                """)
            let expected = try database.sql("select place from visit order by no").split(separator: "\n").map(
                String.init)
            #expect(expected.count == keys.count)
            for rows in 1...keys.count + 1 {
                let source = try open(database, "select * from visit", pages: "{ by: [no], rows: \(rows) }")
                #expect(source.misfits([demand("place")]).isEmpty)
                let found = try read(source.extract([demand("place")], .init(), ExtractionStatement()))
                #expect(found.rows.map { $0[0] } == expected, "\(rows) rows a page")
                #expect(found.lines == (1...Int32(keys.count)).map { $0 })
            }
        }
    }

    @Test("go by several columns, and are the same extraction whatever their size")
    func goByKeys() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table visit (office varchar(4) not null, day date not null, no integer not null, fee decimal(8,2),
                    note text, primary key (office, day, no));
                insert into visit select concat('o', seq % 3), '2024-02-28' + interval (seq div 3 % 4) day, seq, seq / 4,
                    repeat('ก', seq % 5) from seq_1_to_200;
                create table visit_twin like visit;
                """)
            let expected = try database.sql("select no, fee, office, note from visit order by office, day, no")
                .split(separator: "\n").map {
                    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                }
            let demands = ["no", "fee", "office", "note"].map(demand)
            var hashes: Set<String> = []
            for pages in ["rows: 1", "rows: 2", "rows: 7", "rows: 199", "rows: 200", "rows: 201", ""] {
                let source = try open(
                    database, "select * from visit -- all of them",
                    pages: "{ by: [office, day, no]\(pages.isEmpty ? "" : ", \(pages)") }")
                let extraction = try source.extract(demands, .init(), ExtractionStatement())
                let places = ["no", "fee", "office", "note"].compactMap { extraction.columns.firstIndex(of: $0) }
                #expect(places.count == 4 && extraction.columns.count == 4)
                let found = try read(extraction)
                #expect(found.rows.map { row in places.map { row[$0] } } == expected, "\(pages)")
                hashes.insert(found.hash)
            }
            #expect(hashes.count == 1)
        }
    }

    @Test("see one state of the database, as do the counts before them")
    func seeOneState() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table visit (no integer not null primary key, fee integer);
                insert into visit select seq, 1 from seq_1_to_120000
                """)
            let source = try open(database, "select * from visit", pages: "{ by: [no], rows: 1000 }")
            #expect(source.isOneSnapshot)
            #expect(try source.rows("select count(*), sum(fee) from visit") == [["120000", "120000"]])
            try database.sql("insert into visit values (0, 5), (120001, 5)")
            let extraction = try source.extract([demand("fee")], .init(), ExtractionStatement())
            var batch = RecordBatch(width: 1)
            var rejects: [Reject] = []
            #expect(try extraction.read(into: &batch, rejects: &rejects))
            try database.sql("delete from visit where no > 60000; update visit set no = no + 200000 where no < 10")
            let rest = try read(extraction)
            #expect(batch.rowCount + rest.rows.count == 120_000)
            #expect(Set(rest.rows.map { $0[0] }) == ["1"])
        }
    }

    @Test("tell of a key that rows share, which would lose some")
    func tellOfSharedKeys() throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table visit (name varchar(10) collate utf8mb4_general_ci not null, fee integer not null);
                insert into visit values ('a', 1), ('b', 2), ('B', 3), ('c', 4)
                """)
            let lost = try open(database, "select * from visit", pages: "{ by: [name], rows: 2 }")
            let error = #expect(throws: ExtractionError.self) {
                try self.read(lost.extract([self.demand("fee")], .init(), ExtractionStatement()))
            }
            #expect(error?.kind == .badInput)
            #expect(error?.message.contains("2 rows have the key of row 2") == true, "\(String(describing: error))")
            #expect(error?.remedy.contains("pipelines/trial.yaml:1:60") == true, "\(error?.remedy ?? "")")
        }
    }

    @Test(
        "are refused by columns that do not suit",
        arguments: [
            ("[n]", "the query has no column `n`", "did you mean `no`? Names are told apart by case"),
            (
                "[no, fee]", "`fee` is empty in 2 rows of the source, which would be lost",
                "name columns that are declared `not null`, such as those of the primary key"
            ),
            (
                "[share]", "`share` is a binary floating-point number, by which rows cannot be asked for in pages",
                "name columns of whole numbers, decimals, short texts, dates or timestamps"
            ),
            (
                "[body]", "`body` is a text, by which rows cannot be asked for in pages",
                "name columns of whole numbers, decimals, short texts, dates or timestamps"
            ),
        ])
    func areRefused(by: String, message: String, remedy: String) throws {
        try MariaDBServer.withDatabase { database throws in
            try database.sql(
                """
                create table visit (no integer not null, fee integer, share double not null, body longtext not null);
                insert into visit values (1, null, 0, ''), (2, 3, 0, ''), (3, null, 0, '')
                """)
            let source = try open(database, "select * from visit", pages: "{ by: \(by) }")
            let misfits = source.misfits([demand("no")])
            #expect(misfits.map(\.message) == [message])
            #expect(misfits.map(\.remedy) == [remedy])
        }
    }
}
