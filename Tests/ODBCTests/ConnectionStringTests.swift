import Testing

@testable import ODBC

@Suite struct ConnectionStringTests {
    /// Examples of SQLDriverConnect, "Connection Strings", and of the drivers' manuals.
    @Test(
        "takes entries apart",
        arguments: [
            ("DSN=claims;UID=uptake;PWD=x", ["DSN=claims", "UID=uptake", "PWD=x"]),
            (" DSN = claims ; ", ["DSN=claims"]),
            (
                "Driver={ODBC Driver 18 for SQL Server};Server=tcp:h,1433;",
                ["Driver=ODBC Driver 18 for SQL Server", "Server=tcp:h,1433"]
            ),
            ("PWD={a;b=c}}d};UID=u", ["PWD=a;b=c}d", "UID=u"]),
            ("DBQ=//host:1521/service?x=y;UID=", ["DBQ=//host:1521/service?x=y", "UID="]),
            ("", []),
        ] as [(String, [String])])
    func takesApart(text: String, expected: [String]) throws {
        #expect(try ConnectionString(text).entries.map { "\($0.key)=\($0.value)" } == expected)
    }

    @Test(
        "says what is wrong and shows no value",
        arguments: [
            ("DSN=claims;secret", "entry 2 has no `=`"),
            ("DSN=claims;PWD=a;b;UID=u", "entry 3 has no `=`"),
            ("=x", "entry 1 has no key before `=`"),
            ("DSN=x;PWD={secret", "the brace that opens the value of `PWD` is never closed"),
            ("PWD={a}b;DSN=x", "after the closing brace of `PWD` something follows before `;`"),
        ])
    func refuses(text: String, problem: String) {
        let error = #expect(throws: ConnectionString.Problem.self) { try ConnectionString(text) }
        #expect(error?.description == problem)
    }

    @Test("finds values in whatever letters the key is written")
    func findsValues() throws {
        let string = try ConnectionString("dsn=a;Uid=b")
        #expect(string["DSN"] == "a")
        #expect(string["UID"] == "b")
        #expect(string["PWD"] == nil)
    }

    @Test("adds only what is not there, behind what is")
    func adds() throws {
        let entries = [ConnectionString.Entry(key: "OPTION", value: "3"), .init(key: "CHARSET", value: "utf8mb4")]
        #expect(try ConnectionString("DSN={a};option=4;").adding(entries).text == "DSN={a};option=4;CHARSET=utf8mb4")
        #expect(try ConnectionString("DSN=a").adding(entries).text == "DSN=a;OPTION=3;CHARSET=utf8mb4")
    }

    @Test("shows people no secret")
    func hidesSecrets() throws {
        let string = try ConnectionString("DSN=a;PWD=geheim;Password={ge};TLSKEYPWD=x;UID=u")
        #expect(string.description == "DSN=a;PWD=•••;Password=•••;TLSKEYPWD=•••;UID=u")
        #expect(Secrets(string).hidden(in: "login of u with geheim (ge) failed") == "login of u with ••• (•••) failed")
    }
}
