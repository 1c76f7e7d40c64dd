import Foundation
import TestSupport
import Testing

/// The library's loans come out of another database.
@Suite("A feed by ODBC")
struct ODBCCommandTests {
    private let books = """
        create table loan (no integer, day date, branch varchar(10), renewed varchar(3), days integer, weight double);
        insert into loan values (1, '2024-02-29', 'n', 'yes', 14, 0.5), (2, '2024-03-01', 's', 'no', 7, 1.5);
        """

    /// Lends the folder of a project whose feed is a query; how to reach the database stands in `MART`.
    private func withProject(
        _ query: String, days: String = "days", _ body: (String) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let project = directory + "/library"
            try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: project)
            func replace(_ old: String, by new: String, in file: String) throws {
                let text = try String(contentsOfFile: "\(project)/\(file)", encoding: .utf8)
                try #require(text.contains(old))
                try text.replacingOccurrences(of: old, with: new)
                    .write(toFile: "\(project)/\(file)", atomically: true, encoding: .utf8)
            }
            try replace("units:", by: "connections: { mart: { environment: MART } }\nunits:", in: "uptake.yaml")
            let pipeline = "pipelines/loans.yaml"
            try replace(
                "csv: { path: deliveries/*.csv, delimiter: \";\" }",
                by: "odbc: { connection: mart, query: \"\(query)\" }",
                in: pipeline)
            try replace("d.M.yyyy", by: "yyyy-MM-dd", in: pipeline)
            try replace("{ from: days,", by: "{ from: \(days),", in: pipeline)
            try body(project)
        }
    }

    @Test(
        "is checked against its real columns before any row moves, and says what it could not check",
        .enabled(if: hasSQLite, Comment(rawValue: whereToGetSQLite)))
    func isChecked() throws {
        try withSQLiteDatabase(books) { mart throws in
            func check(_ project: String, _ mart: String?, _ flags: String...) throws -> ProgramOutcome {
                try withTemporaryDatabase { warehouse throws in
                    try runUptake(
                        ["check", "--project", project, "--database", warehouse] + flags,
                        environment: mart.map { ["MART": $0] } ?? [:])
                }
            }
            try withProject("select * from loan") { project throws in
                let good = try check(project, mart)
                #expect(good.status == 0, "\(good.standardOutput)\(good.standardError)")
                let unset = try check(project, nil)
                #expect(unset.status == 0)
                #expect(
                    unset.standardError.contains(
                        "pipelines/loans.yaml:3:44: the query and the types of its columns were not checked"),
                    "\(unset.standardError)")
                let secret = try check(project, mart + ";PWDD=geheim;PWD={geheim", "--log-level", "trace")
                #expect(secret.status == 65)
                #expect(
                    secret.standardOutput.contains(
                        "uptake.yaml:7:16: error: connection `mart`: the brace that opens the value of `PWD` is never closed"
                    ),
                    "\(secret.standardOutput)")
                #expect(!(secret.standardOutput + secret.standardError).contains("geheim"))
                let driver = try check(project, "Driver=SQLite4;Database=x")
                #expect(
                    driver.standardOutput.contains("there is no driver `SQLite4` in odbcinst.ini; did you mean `SQLite")
                )
            }
            try withProject("select * from loan", days: "weight") { project throws in
                let floating = try check(project, mart)
                #expect(floating.status == 65)
                #expect(
                    floating.standardOutput.contains(
                        "pipelines/loans.yaml:12:17: error: column `weight` is a binary floating-point number, and `days` must be exact"
                    ),
                    "\(floating.standardOutput)")
            }
            try withProject("select no, dya from loan") { project throws in
                let wrong = try check(project, mart)
                #expect(wrong.status == 65)
                #expect(wrong.standardOutput.contains("pipelines/loans.yaml:3:44: error: "), "\(wrong.standardOutput)")
            }
        }
    }

    @Test(
        "ends soon after Ctrl-C while its database is at work, and leaves nothing behind",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func isInterrupted() throws {
        try MariaDBServer.withDatabase { mart throws in
            try mart.sql(books)
            try withProject("select l.* from loan l, seq_1_to_100000000 a, seq_1_to_1000 b where md5(a.seq) = b.seq") {
                project throws in
                try withTemporaryDatabase { warehouse throws in
                    let program = try RunningProgram(
                        uptakeProgram, ["run", "--project", project, "--database", warehouse],
                        environment: ["MART": mart.connectionString])
                    let end = Date().addingTimeInterval(30)
                    let working =
                        "select count(*) from information_schema.processlist where info like 'select l.*%' and db = database() and id <> connection_id()"
                    while try mart.sql(working) == "0" {
                        try #require(Date() < end, "the query has not begun")
                        if program.hasEnded {
                            let outcome = try program.wait()
                            Issue.record("\(outcome.status): \(outcome.standardError)")
                            return
                        }
                        usleep(20_000)
                    }
                    let began = Date()
                    program.send(SIGINT)
                    let outcome = try program.wait(atMost: 30)
                    #expect(Date().timeIntervalSince(began) < 5)
                    #expect(outcome.status == 130, "\(outcome.standardError)")
                    #expect(try queryDatabase(warehouse, "select count(*) from star.loan") == "0")
                    // The server notices a moment later.
                    var left = try mart.sql(working)
                    for _ in 0..<100 where left != "0" {
                        usleep(50_000)
                        left = try mart.sql(working)
                    }
                    #expect(left == "0")
                }
            }
        }
    }
}
