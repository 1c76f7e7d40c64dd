import Foundation
import Pipelines
import PrivateServer
import TestSupport
import Testing

/// Letters out of databases that keep Thai in one byte a character, as old systems do (THAI.md).
@Suite struct ThaiDatabaseTests {
    // So long that the bytes of UTF-8 fit too, where a database counts those.
    private static let columns =
        "number varchar(30), sent varchar(30), place varchar(60), person varchar(60), note varchar(30), amount varchar(30)"
    /// The rows as a statement that any database understands.
    private static let insert =
        "insert into letter values "
        + ThaiSourceTests.rows.map { "(" + $0.map { "'\($0)'" }.joined(separator: ", ") + ")" }.joined(separator: ", ")

    private func withLetters(_ kind: String, _ connection: String, _ body: (Trial) throws -> Void) throws {
        var files = ThaiSourceTests.project
        files["pipelines/letters.yaml"] = files["pipelines/letters.yaml"]?.replacing(
            "SOURCE", with: "{ \(kind): { connection: archive, query: \"select * from letter order by amount desc\" } }"
        )
        try Trial.with(files) { trial in
            trial.sources["archive"] = connection
            try body(trial)
        }
    }

    /// Lends a database of another encoding than the server's.
    private func withDatabase(encoding: String, _ body: (String) throws -> Void) throws {
        let endpoint = try sharedTestServer()
        let name = "thai_\(getpid())_\(encoding.lowercased())"
        let administration = endpoint.connectionString(database: "postgres")
        _ = try queryDatabase(
            administration,
            "create database \(name) encoding '\(encoding)' lc_collate 'C' lc_ctype 'C' template template0")
        let result = Result { try body(endpoint.connectionString(database: name) + " client_encoding='UTF8'") }
        _ = try queryDatabase(administration, "drop database \(name) with (force)")
        try result.get()
    }

    /// Expects that the third letter is refused for its note; as it was before it stays, alone in its month.
    private func expectReject(_ trial: Trial, _ reject: String) throws {
        #expect(counts(try trial.load("letters")) == "published: 3 read, 2 loaded, 1 rejected, 0 duplicate")
        #expect(try trial.sql("select class, column_name, coalesce(detail, rule) from ledger.reject") == reject)
        #expect(
            try trial.sql("select number, note from star.letter order by number")
                == "67-1|น้ำ\n67-2|น้ำ\n67-3|ข้อ ๓")
    }

    @Test(
        "reads what PostgreSQL keeps in Windows-874 or in no encoding, and publishes nothing of what it cannot convert",
        arguments: ["WIN874", "SQL_ASCII"])
    func readsPostgres(encoding: String) throws {
        try withDatabase(encoding: encoding) { archive in
            _ = try queryDatabase(archive, "create table letter (\(Self.columns)); \(Self.insert)")
            try withLetters("postgres", archive) { trial in
                try ThaiSourceTests.expectRows(trial)
                _ = try queryDatabase(
                    archive,
                    "update letter set note = convert_from('\\xA1DE', '\(encoding)') where number = '67-3'")
                let before = try trial.checksums()
                let outcome = try trial.load("letters")
                #expect(outcome.state == .refused)
                #expect(
                    outcome.reason?.contains(encoding == "WIN874" ? "byte sequence 0xde" : "0xa1") == true,
                    "\(outcome.reason ?? "")")
                #expect(try trial.checksums() == before)
            }
        }
    }

    @Test(
        "reads what MariaDB keeps in TIS-620, and refuses a row of which it has lost a letter",
        .enabled(if: MariaDBServer.isInstalled, Comment(rawValue: MariaDBServer.whereToGet)))
    func readsMariaDB() throws {
        try MariaDBServer.withDatabase { archive in
            try archive.sql("create table letter (\(Self.columns)) character set tis620; \(Self.insert)")
            try withLetters("odbc", archive.connectionString) { trial in
                try ThaiSourceTests.expectRows(trial)
                // MariaDB itself makes U+FFFD of the byte.
                try archive.sql("update letter set note = x'A1DE' where number = '67-3'")
                try expectReject(trial, "encoding|note|note: no letter lost")
            }
        }
    }

    @Test(
        "reads what SQLite keeps, and refuses a row whose bytes are no UTF-8",
        .enabled(if: hasSQLite, Comment(rawValue: whereToGetSQLite)))
    func readsSQLite() throws {
        try withTemporaryDirectory { directory in
            let file = directory + "/archive.db"
            try fillSQLite(file, "create table letter (\(Self.columns)); \(Self.insert)")
            try withLetters("odbc", "Driver=SQLite3;Database=\(file)") { trial in
                try ThaiSourceTests.expectRows(trial)
                try fillSQLite(file, "update letter set note = cast(x'A1DE' as text) where number = '67-3'")
                try expectReject(trial, "encoding|note|0xA1 means nothing there")
            }
        }
    }
}
