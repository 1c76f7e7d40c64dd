import Foundation

/// Whether SQLite's program and ODBC driver are there; `scripts/install-packages --tests` installs them.
package let hasSQLite = hasDriver("SQLite3") && FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")

/// Why tests of SQLite are skipped where they are.
package let whereToGetSQLite = "Run `scripts/install-packages --tests`, which installs SQLite's program and driver."

/// Fills a SQLite database in a temporary folder by its own program, lends its connection string, then removes it.
package func withSQLiteDatabase<Result>(_ sql: String, _ body: (String) throws -> Result) throws -> Result {
    try withTemporaryDirectory { directory in
        let file = directory + "/trial.db"
        try fillSQLite(file, sql)
        return try body("Driver=SQLite3;Database=\(file)")
    }
}

/// Runs SQL in a SQLite file by SQLite's own program.
package func fillSQLite(_ file: String, _ sql: String) throws {
    let outcome = try runProgram("sqlite3", ["-bail", file, sql])
    guard outcome.status == 0 else { throw QueryFailure(sql: sql, message: outcome.standardError) }
}
