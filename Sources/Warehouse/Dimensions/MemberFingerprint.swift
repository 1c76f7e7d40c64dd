package import Definitions
package import Postgres

/// A dimension changed between the look-ups of a load and its publication.
package struct MembersChanged: Error, CustomStringConvertible {
    package let dimension: String

    package var description: String {
        "another session changed the dimension `\(dimension)` while rows were looked up in it"
    }
}

/// What dimensions look like: enough to notice that another session has changed one.
package struct MemberFingerprint: Sendable {
    private let marks: [String: String]

    /// - Parameter dimensions: those that rows are looked up in; calendars never change.
    package init(of dimensions: [DimensionDefinition], on connection: borrowing Connection) throws(PostgresError) {
        var marks: [String: String] = [:]
        for dimension in dimensions where !dimension.isCalendar {
            marks[dimension.name.value] = try Self.mark(dimension.name.value, on: connection)
        }
        self.marks = marks
    }

    /// Counts and times of knowledge; every change of a member opens or closes a row at a time of its own.
    private static func mark(_ name: String, on connection: borrowing Connection) throws(PostgresError) -> String {
        let row = try connection.query(
            """
            select count(*) || ' ' || coalesce(max(known_from)::text, '') || ' '
                   || coalesce(max(known_to) filter (where known_to < 'infinity')::text, '')
            from store.\(quoted(name))
            """)
        return row.text(0, 0) ?? ""
    }

    /// Keeps the dimensions as they are until the caller's transaction ends, and compares.
    ///
    /// - Parameter written: those that the caller is about to change; two of a kind must not wait for each other then.
    package func check(writing written: Set<String> = [], on connection: borrowing Connection) throws {
        for (name, mark) in marks.sorted(by: { $0.key < $1.key }) {
            let mode = written.contains(name) ? "share row exclusive" : "share"
            try connection.execute("lock table store.\(quoted(name)) in \(mode) mode")
            guard try Self.mark(name, on: connection) == mark else { throw MembersChanged(dimension: name) }
        }
    }
}
