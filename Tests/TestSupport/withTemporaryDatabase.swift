import Foundation
import PrivateServer
import Synchronization

/// Creates an empty database in the shared test server, lends its connection string to `body`, then drops it.
package func withTemporaryDatabase<Result>(_ body: (String) throws -> Result) throws -> Result {
    let endpoint = try sharedTestServer()
    let number = databaseCount.add(1, ordering: .relaxed).newValue
    let name = "test_\(getpid())_\(number)"
    let administration = endpoint.connectionString(database: "postgres")
    _ = try queryDatabase(administration, "create database \(name)")
    let result = Swift.Result { try body(endpoint.connectionString(database: name)) }
    _ = try queryDatabase(administration, "drop database \(name) with (force)")
    return try result.get()
}

/// Runs SQL with `psql` and returns what it prints: rows by line, columns parted by `|`.
///
/// Independent of Uptake's own way to the database, which it may be used to check.
package func queryDatabase(_ connectionString: String, _ sql: String) throws -> String {
    let outcome = try runProgram(
        "psql",
        [
            "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--dbname",
            connectionString,
            "--command", sql,
        ])
    guard outcome.status == 0 else { throw QueryFailure(sql: sql, message: outcome.standardError) }
    return outcome.standardOutput.trimmingCharacters(in: .newlines)
}

package struct QueryFailure: Error, CustomStringConvertible {
    package let sql: String
    package let message: String
    package var description: String { "\(message)in: \(sql)" }
}

private let databaseCount = Atomic<Int>(0)
