import Foundation
import TestSupport
import Testing

@testable import Extraction

@Suite struct ConnectionStringCheckTests {
    private let check = ConnectionStringCheck(
        drivers: [
            "MariaDB Unicode", "MySQL ODBC 8.0 Unicode Driver", "SQLite3", "FreeTDS", "ODBC Driver 18 for SQL Server",
            "Oracle 21 ODBC driver", "IBM DB2 ODBC DRIVER",
        ],
        dataSources: ["claims", "payments"])

    private func words(_ text: String) -> [String] {
        check.findings(in: text).map { "\($0.isWarning ? "warning" : "error"): \($0.message); \($0.remedy)" }
    }

    @Test("has nothing against the examples of the documentation")
    func acceptsExamples() throws {
        let readme = try String(contentsOfFile: repositoryDirectory + "/pipelines/README.md", encoding: .utf8)
        let examples = readme.split(separator: "\n").filter { $0.hasPrefix("Driver=") || $0.hasPrefix("DSN=") }
        #expect(examples.count >= 6)
        for example in examples { #expect(words(String(example)) == [], "\(example)") }
    }

    @Test(
        "says what is wrong",
        arguments: [
            ("DSN=claim;UID=u", "error: there is no data source `claim` in odbc.ini; did you mean `claims`?"),
            (
                "Driver={MariaDB Unicod};SERVER=h",
                "error: there is no driver `MariaDB Unicod` in odbcinst.ini; did you mean `MariaDB Unicode`?"
            ),
            (
                "SERVER=h;UID=u",
                "error: it names neither a data source nor a driver; begin it with `DSN=name` of odbc.ini or `Driver={name}` of odbcinst.ini"
            ),
            (
                "Driver=MariaDB Unicode;SERVR=h",
                "warning: driver `MariaDB Unicode` is not known to have a key `SERVR`, and drivers pass over such; did you mean `SERVER`?"
            ),
            ("DSN=claims;UID=a;uid=b", "warning: `uid` stands there twice, and only the first counts; keep one"),
            (
                "DSN=claims;PWD={secret",
                "error: the brace that opens the value of `PWD` is never closed; write it as `KEY=value;KEY={value with ; or braces}`, a closing brace doubled"
            ),
        ])
    func saysWhatIsWrong(text: String, expected: String) { #expect(words(text) == [expected]) }

    @Test(
        "shows no secret", arguments: ["DSN=x;PWD=geheim", "PWD=geheim", "PWD=geheim;geheim", "Driver=q;PWDD=geheim"])
    func hidesSecrets(text: String) { #expect(!words(text).joined().contains("geheim")) }
}
