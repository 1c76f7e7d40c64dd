import Postgres
import TestSupport
import Testing

@Suite struct CopyTests {
    struct Sorry: Error {}

    private func withTable(_ body: (borrowing Connection, String) throws -> Void) throws {
        try withTrialConnection { connection, conninfo in
            try connection.execute("create table t (a integer, b text)")
            try body(connection, conninfo)
        }
    }

    private func send(_ text: String, to writer: borrowing CopyWriter) throws { try writer.send(Array(text.utf8).span) }

    @Test("copies rows in, in messages cut anywhere, and says how many the server took")
    func copiesIn() throws {
        try withTable { connection, conninfo throws in
            let taken = try connection.copyIn("copy t from stdin") { writer in
                for piece in ["1\tก", "\n2\t\\", "N\n", "", "3\t\n"] { try send(piece, to: writer) }
            }
            #expect(taken == 3)
            #expect(try queryDatabase(conninfo, "select a, b is null, b from t order by a") == "1|f|ก\n2|t|\n3|f|")
        }
    }

    @Test(
        "reports a row of the wrong width with its line, keeps nothing of the COPY and goes on",
        arguments: ["1\n", "1\ta\tb\n"])
    func reportsWidths(row: String) throws {
        try withTable { connection, conninfo throws in
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn("copy t from stdin") { try send("7\tx\n" + row, to: $0) }
            }
            #expect(error.sqlState == "22P04")
            #expect(error.stage == .copy)
            #expect(error.detail?.contains("line 2") == true)
            #expect(try connection.query("select count(*) from t").int(0, 0) == 0)
        }
    }

    @Test("cancels the COPY when the sender throws, whose own error wins")
    func cancels() throws {
        try withTable { connection, conninfo throws in
            #expect(throws: Sorry.self) {
                try connection.copyIn("copy t from stdin") { writer in
                    try send("1\ta\n", to: writer)
                    throw Sorry()
                }
            }
            #expect(try connection.query("select count(*) from t").int(0, 0) == 0)
        }
    }

    @Test("reports a COPY that cannot begin")
    func reportsBadStatements() throws {
        try withTable { connection, _ throws in
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn("copy nowhere from stdin") { _ in }
            }
            #expect(error.sqlState == "42P01")
        }
    }

    @Test("copies out row by row, and says at the end when the server failed on the way")
    func copiesOut() throws {
        try withTable { connection, _ throws in
            var bytes: [UInt8] = []
            try connection.beginCopyOut("copy (select g, 'x' from generate_series(1, 3) g) to stdout")
            var messages = 0
            func take(_ message: borrowing Span<UInt8>) {
                for index in message.indices { bytes.append(message[index]) }
                messages += 1
            }
            while try connection.readCopy(take) {}
            #expect(messages == 3)
            #expect(String(decoding: bytes, as: UTF8.self) == "1\tx\n2\tx\n3\tx\n")

            try connection.beginCopyOut("copy (select 10 / (500 - g) from generate_series(1, 1000) g) to stdout")
            let error = try #require(throws: PostgresError.self) {
                while try connection.readCopy({ _ in }) {}
            }
            #expect(error.sqlState == "22012")
            #expect(try connection.query("select 1").int(0, 0) == 1)
        }
    }
}
