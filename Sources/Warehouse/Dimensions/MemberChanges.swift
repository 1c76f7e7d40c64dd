package import Definitions
package import Postgres

/// What a delivery changes in a dimension, worked out and not yet written.
///
/// What changes is never updated: the row as it was known is closed and the new one begins, so that figures can be
/// computed with the members as they were known.
package struct MemberChanges: Sendable {
    package let dimension: DimensionDefinition
    /// The keys whose rows are known otherwise from now on.
    let closed: [Int32]
    let opened: [MemberVersion]
    /// What rows that carry these keys are to carry.
    let moves: [MemberMove]
    /// The days on which members were stated again.
    let restated: [(key: Int32, day: Int32)]
    /// The day of the list of all members that this is; nil for a delivery that only adds and changes.
    let listDay: Int32?
    /// How many members were there on that day, and how many of them the list does not name.
    package let membersBefore: Int
    package let vanished: Int
    /// Why the members must not be what they would become; nil when nothing is wrong with them.
    package let problem: String?

    /// How many rows of the dimension change.
    package var count: Int { opened.count }

    private var table: String { "store.\(quoted(dimension.name.value))" }

    /// Writes the changes, in the caller's transaction.
    package func write(on connection: borrowing Connection) throws {
        try close(on: connection)
        try insert(on: connection)
        try insertRestated(on: connection)
        guard let listDay else { return }
        try connection.execute(
            "insert into ledger.member_list (dimension, day) values ($1, $2) on conflict do nothing",
            [.text(dimension.name.value), .text(MemberTable.text(listDay))])
    }

    private func close(on connection: borrowing Connection) throws {
        guard !closed.isEmpty else { return }
        try connection.execute(
            """
            update \(table) set known_to = now()
            where \(quoted(dimension.keyColumn)) = any($1::integer[]) and known_to = 'infinity'
            """, [.text(arrayText(closed))])
    }

    private func insert(on connection: borrowing Connection) throws {
        guard !opened.isEmpty else { return }
        let known = try connection.query("select now()").text(0, 0) ?? "now"
        let list = ([dimension.keyColumn] + dimension.columns.map(\.tableColumn)).map(quoted).joined(separator: ", ")
        let versions = opened.sorted { $0.key < $1.key }
        try copy(
            "copy \(table) (\(list), valid_from, valid_to, known_from, known_to, inferred) from stdin", on: connection,
            versions.lazy.map { Self.line($0, known: known) })
    }

    private static func line(_ version: MemberVersion, known: String) -> String {
        var line = String(version.key)
        for value in version.values { line += "\t" + (value.map(copyText) ?? "\\N") }
        line += "\t" + MemberTable.text(version.validFrom) + "\t" + MemberTable.text(version.validTo)
        line += "\t" + known + "\tinfinity\t" + (version.inferred ? "t" : "f")
        return line
    }

    private func insertRestated(on connection: borrowing Connection) throws {
        guard !restated.isEmpty else { return }
        try connection.execute("create temporary table restated (member_key integer, day date) on commit drop")
        try copy(
            "copy restated from stdin", on: connection,
            restated.lazy.map { "\($0.key)\t\(MemberTable.text($0.day))" })
        try connection.execute(
            """
            insert into ledger.member_statement (dimension, member_key, day)
            select $1, member_key, day from restated order by member_key, day
            on conflict do nothing
            """, [.text(dimension.name.value)])
    }

    private func copy(_ statement: String, on connection: borrowing Connection, _ lines: some Sequence<String>) throws {
        _ = try connection.copyIn(statement) { writer in
            var text = ""
            for line in lines {
                text += line + "\n"
                if text.utf8.count > 200_000 {
                    try writer.send(Array(text.utf8).span)
                    text = ""
                }
            }
            try writer.send(Array(text.utf8).span)
        }
    }
}

/// Writes a text as COPY's text format wants it.
func copyText(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": escaped += "\\\\"
        case "\t": escaped += "\\t"
        case "\n": escaped += "\\n"
        case "\r": escaped += "\\r"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
