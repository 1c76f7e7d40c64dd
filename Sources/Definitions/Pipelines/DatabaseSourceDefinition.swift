import Foundation

/// A query in another database, and how it is extracted again when rows of it have changed.
package struct DatabaseSourceDefinition: Sendable {
    /// The column that grows whenever a row changes.
    package struct Watermark: Sendable {
        package let column: Located<String>
        /// How many seconds before the last watermark a change may still have been on its way; 0 for columns that are no
        /// moments.
        package let lagSeconds: Int
    }

    /// A name under `connections:` in `uptake.yaml`.
    package let connection: Located<String>
    package let query: Located<String>
    /// After how many seconds the source's server gives up on one statement.
    package let timeoutSeconds: Int
    /// The zone that the source's moments are in; nil when it is the project's, and for PostgreSQL, which says it itself.
    package let timeZone: Located<String>?
    package let watermark: Watermark?
    /// Whether count and sums of every slice are compared with the source on each run.
    package let reconciles: Bool
    /// How the rows are asked for in pages; nil when one statement gives them all, as PostgreSQL's always does.
    package let pages: Pages?
    package let location: SourceLocation

    /// Whether later runs extract only the slices that have changed.
    package var isIncremental: Bool { watermark != nil || reconciles }

    package init?(_ node: YAMLNode, _ kind: String) {
        guard var mapping = node.mapping(kind) else { return nil }
        let connection = mapping.string("connection")
        let query = mapping.string("query")
        timeoutSeconds = mapping.optionalInteger("timeout_seconds", atLeast: 1)?.value ?? 3600
        let column = mapping.optionalString("watermark")
        let lag = mapping.optionalInteger("lag_seconds", atLeast: 0)
        timeZone = kind == "postgres" ? nil : mapping.optionalString("time_zone")
        reconciles = mapping.optionalBoolean("reconcile") ?? false
        let paged = kind == "postgres" ? nil : mapping.node("pages")
        pages = paged.flatMap { Pages($0) }
        mapping.rejectUnreadKeys()
        if let lag, column == nil {
            node.collector.error(
                at: lag.location, "`lag_seconds` says how late a watermark may be, and there is none",
                remedy: "name the column that grows with every change with `watermark:`")
        }
        if let timeZone, TimeZone(identifier: timeZone.value) == nil {
            node.collector.error(
                at: timeZone.location, "there is no time zone `\(timeZone.value)`",
                remedy: "write it as `Asia/Bangkok` or `UTC`")
        }
        guard let connection, let query else { return nil }
        guard !connection.value.contains("="), !connection.value.contains("://") else {
            // What stands there may hold a password, so it is not repeated.
            node.collector.error(
                at: connection.location, "`connection` is a connection string, which has no place in a definition",
                remedy: "name a connection of \(Project.fileName), whose string is read from the environment or a file")
            return nil
        }
        self.connection = connection
        self.query = query
        watermark = column.map { Watermark(column: $0, lagSeconds: lag?.value ?? 0) }
        location = node.location
    }
}
