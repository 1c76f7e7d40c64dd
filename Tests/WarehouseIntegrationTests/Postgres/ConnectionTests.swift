import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    struct Sorry: Error {}

    @Test("says which SQLSTATE, message and statement an error has, and goes on afterwards")
    func reportsErrors() throws {
        try withTrialConnection { connection, _ in
            for (sql, state) in [
                ("select * from nowhere", "42P01"), ("select 1/0", "22012"), ("selec 1", "42601"),
                ("select 'a'::integer", "22P02"),
            ] {
                let error = try #require(throws: PostgresError.self) { _ = try connection.query(sql) }
                #expect(error.sqlState == state)
                #expect(error.stage == .query)
                #expect(error.sql == sql)
                #expect(error.description.contains("[\(state)]"))
                let direct = try #require(throws: PostgresError.self) { try connection.execute(sql) }
                #expect(direct.sqlState == state)
            }
            #expect(try connection.query("select 1").int(0, 0) == 1)
        }
    }

    @Test("never tells a bound value in an error")
    func hidesValues() throws {
        try withTrialConnection { connection, _ in
            let error = try #require(throws: PostgresError.self) {
                try connection.execute("select 1 / $1::integer, $2::text", [0, "1101700234568"])
            }
            #expect(!error.description.contains("1101700234568"))
        }
    }

    @Test("says that a server cannot be reached, without a SQLSTATE")
    func reportsUnreachableServers() throws {
        let error = try #require(throws: PostgresError.self) {
            _ = try Connection(connecting: "host=/nonexistent dbname=x connect_timeout=2")
        }
        #expect(error.stage == .connect)
        #expect(error.sqlState == nil)
        #expect(error.message.contains("/nonexistent"))
    }

    @Test("binds values of every kind, and tells NULL from nothing")
    func bindsValues() throws {
        try withTrialConnection { connection, _ in
            let rows = try connection.query(
                "select $1::text, $2::text, $3::text, $4::bigint, $5::boolean, $6::text as last",
                ["O'Brien \\ \"ก\"\n", "", .null, .integer(Int64.min), .boolean(true), SQLValue(nil)])
            #expect(rows.rowCount == 1)
            #expect(rows.text(0, 0) == "O'Brien \\ \"ก\"\n")
            #expect(rows.text(0, 1) == "")
            #expect(rows.text(0, 2) == nil)
            #expect(rows.int64(0, 3) == .min)
            #expect(rows.bool(0, 4) == true)
            #expect(rows.text(0, 5) == nil)
            #expect(rows.int(0, 2) == nil)
            #expect(rows.columnName(5) == "last")
            var bytes: [UInt8] = []
            #expect(rows.append(0, 1, to: &bytes) && bytes.isEmpty)
            #expect(!rows.append(0, 2, to: &bytes))
        }
    }

    @Test("counts the rows that a statement touches")
    func countsRows() throws {
        try withTrialConnection { connection, _ in
            try connection.execute("create table t (a integer); insert into t select generate_series(1, 5)")
            #expect(try connection.execute("update t set a = a + 1 where a > 2") == 3)
            #expect(try connection.execute("delete from t where a = $1", [2]) == 1)
        }
    }

    @Test("speaks UTF-8 and ISO days, whatever the database prefers")
    func fixesSession() throws {
        try withTrialConnection { connection, conninfo in
            try connection.execute(
                """
                do $$ begin
                    execute format('alter database %I set datestyle to ''German, DMY''', current_database());
                    execute format('alter database %I set client_encoding to ''WIN874''', current_database());
                    execute format('alter database %I set standard_conforming_strings to off', current_database());
                end $$
                """)
            let other = try Connection(connecting: conninfo)
            #expect(try other.query("select date '2024-02-29'").text(0, 0) == "2024-02-29")
            #expect(try other.query("select 'ก\\n'").text(0, 0) == "ก\\n")
        }
    }

    @Test("commits what a transaction did, and rolls back when its body throws")
    func runsTransactions() throws {
        try withTrialConnection { connection, conninfo in
            try connection.execute("create table t (a integer)")
            try connection.transaction { try $0.execute("insert into t values (1)") }
            #expect(throws: Sorry.self) {
                try connection.transaction { connection in
                    try connection.execute("insert into t values (2)")
                    throw Sorry()
                }
            }
            #expect(throws: PostgresError.self) {
                try connection.transaction { connection in
                    try connection.execute("insert into t values (3)")
                    try connection.execute("insert into t values ('x')")
                }
            }
            #expect(try queryDatabase(conninfo, "select string_agg(a::text, ',') from t") == "1")
        }
    }

    @Test("does not report a commit that the server turned into a rollback")
    func noticesAbortedTransactions() throws {
        try withTrialConnection { connection, conninfo in
            try connection.execute("create table t (a integer)")
            #expect(throws: PostgresError.self) {
                try connection.transaction { connection in
                    try connection.execute("insert into t values (1)")
                    // The error is swallowed here; the server has not forgotten it.
                    do { try connection.execute("select 1/0") } catch {}
                }
            }
            #expect(try queryDatabase(conninfo, "select count(*) from t") == "0")
            try connection.transaction { try $0.execute("insert into t values (2)") }
            #expect(try queryDatabase(conninfo, "select count(*) from t") == "1")
        }
    }

    @Test(
        "quotes names and texts that contain quotes and backslashes",
        arguments: ["a", "a\"b", "O'Brien", "back\\slash'", "E'\\''", "ก"])
    func quotes(text: String) throws {
        try withTrialConnection { connection, _ in
            let rows = try connection.query("select \(literal(text)) as \(quoted(text))")
            #expect(rows.text(0, 0) == text)
            #expect(rows.columnName(0) == text)
        }
    }
}
