import Postgres
import TestSupport

/// Lends a connection to an empty database, and its connection string.
func withTrialConnection<Result>(_ body: (borrowing Connection, String) throws -> Result) throws -> Result {
    try withTemporaryDatabase { conninfo in
        let connection = try Connection(connecting: conninfo)
        return try body(connection, conninfo)
    }
}
