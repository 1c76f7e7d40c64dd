internal import Definitions
import Foundation
internal import ODBC

/// A session with a source's database, and the clock of its moments.
struct ODBCSession {
    let definition: DatabaseSourceDefinition
    let connection: ODBCConnection
    /// From the source's clock to the one that timestamps are delivered by; nil when they are the same.
    let shift: MomentShift?

    /// Connects.
    ///
    /// - Parameter timeZone: the zone that timestamps are delivered in.
    init(
        _ definition: DatabaseSourceDefinition, _ text: String, deliveredIn timeZone: String
    ) throws(ExtractionError) {
        self.definition = definition
        let connectionString: ConnectionString
        do throws(ConnectionString.Problem) {
            connectionString = try ConnectionString(text)
        } catch {
            throw ExtractionError(
                .missingInput, source: definition.connection.value,
                "its connection string cannot be read: \(error)",
                remedy: "write it as `DSN=name;UID=user;PWD={password}`")
        }
        guard let delivered = TimeZone(identifier: timeZone),
            let own = TimeZone(identifier: definition.timeZone?.value ?? timeZone)
        else {
            throw ExtractionError(
                .badInput, source: definition.connection.value,
                "there is no time zone `\(definition.timeZone?.value ?? timeZone)`", remedy: "run `uptake check`")
        }
        var options = ODBCConnection.Options()
        options.timeoutSeconds = definition.timeoutSeconds
        options.zone = own.sessionName
        shift = MomentShift(from: own, to: delivered)
        do throws(ODBCError) {
            connection = try ODBCConnection.connect(connectionString, options)
        } catch {
            throw ExtractionError(error, of: definition)
        }
    }

    /// Has the database look at a query.
    func prepare(_ query: String) throws(ExtractionError) -> ODBCCursor {
        do throws(ODBCError) {
            return try ODBCCursor.prepare(Self.bare(query), on: connection)
        } catch {
            throw ExtractionError(error, of: definition)
        }
    }

    /// Has the database look at a query that is asked for page by page.
    func prepare(_ query: PagedQuery) throws(ExtractionError) -> ODBCCursor {
        do throws(ODBCError) {
            return try ODBCCursor.prepare(query, on: connection)
        } catch {
            throw ExtractionError(error, of: definition)
        }
    }

    /// The query without what ends a statement, which some databases refuse.
    private static func bare(_ query: String) -> String {
        var query = Substring(query)
        while let last = query.last, last.isWhitespace || last == ";" { query.removeLast() }
        return String(query)
    }
}

extension ExtractionError {
    /// What an ODBC error means for the delivery, and what to do.
    init(_ error: ODBCError, of definition: DatabaseSourceDefinition) {
        let name = definition.connection.value
        // MariaDB and MySQL: the zone is not in the server's own tables.
        if error.stage == .connect, error.nativeCode == 1298 {
            self.init(
                .missingInput, source: name, error.description,
                remedy:
                    "load the server's time zones (mariadb-tzinfo-to-sql), or state a `time_zone` that keeps one offset, such as UTC, at \(definition.query.location)"
            )
        } else if error.stage == .connect {
            self.init(
                .missingInput, error.isUnreachable ? .unreachable : .lasting, source: name, error.description,
                remedy: "check the connection `\(name)` in \(Project.fileName)")
        } else if error.stage == .page, let pages = definition.pages {
            self.init(
                .badInput, source: name, error.description,
                remedy: "name columns that no two rows share, and that are never empty, at \(pages.location)")
        } else if error.isConnectionLost {
            self.init(
                .missingInput, .passing, source: name, error.description,
                remedy: "the database closed the connection: see that it runs, then run again")
        } else if error.isTimeout {
            self.init(
                .missingInput, source: name, error.description,
                remedy:
                    "the query took longer than \(definition.timeoutSeconds) seconds: allow it more with `timeout_seconds`, or ask for less, at \(definition.query.location)"
            )
        } else {
            self.init(
                .badInput, source: name, error.description, remedy: "correct the query at \(definition.query.location)")
        }
    }
}
