import Foundation

/// A query on a database that is reached by an ODBC driver.
package struct ODBCSourceDefinition: Sendable {
    /// A name under `connections:` in `uptake.yaml`.
    package let connection: Located<String>
    package let query: Located<String>
    /// The zone that the source's timestamps are in; nil when it is the project's.
    package let timeZone: Located<String>?
    /// How long the query may take, and how long the database may be silent.
    package let timeoutSeconds: Int

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("odbc") else { return nil }
        let connection = mapping.string("connection")
        let query = mapping.string("query")
        timeZone = mapping.optionalString("time_zone")
        timeoutSeconds = mapping.optionalInteger("timeout_seconds", atLeast: 1)?.value ?? 3600
        mapping.rejectUnreadKeys()
        if let timeZone, TimeZone(identifier: timeZone.value) == nil {
            node.collector.error(
                at: timeZone.location, "there is no time zone `\(timeZone.value)`",
                remedy: "write it as `Asia/Bangkok` or `UTC`")
        }
        guard let connection, let query else { return nil }
        guard !connection.value.contains("=") else {
            // What stands there may hold a password, so it is not repeated.
            node.collector.error(
                at: connection.location, "`connection` is a connection string, which has no place in a definition",
                remedy: "name a connection of \(Project.fileName), whose string is read from the environment or a file")
            return nil
        }
        self.connection = connection
        self.query = query
    }
}
