package import Definitions
internal import Periods
package import Postgres

/// Brings delivered members into a dimension: new members, new versions, corrections, descriptions of placeholders.
///
/// What changes is never updated: the row as it was known is closed and the new one begins, so that figures can be
/// computed with the members as they were known.
package struct MemberLoad {
    /// A delivered member: its attributes in the order of the declared columns, and the day from which they hold.
    package struct Row {
        package var values: [String?]
        package var validFrom: Int32?

        package init(values: [String?], validFrom: Int32?) {
            self.values = values
            self.validFrom = validFrom
        }
    }

    private let dimension: DimensionDefinition
    private let table: String
    private let columns: [String]
    private let keyPlaces: [Int]

    package init(_ dimension: DimensionDefinition) {
        self.dimension = dimension
        table = "store.\(quoted(dimension.name.value))"
        columns = dimension.columns.map(\.tableColumn)
        keyPlaces = dimension.key.compactMap { key in dimension.columns.firstIndex { $0.name == key } }
    }

    /// Applies rows in the caller's transaction, in the order of their days.
    ///
    /// - Returns: how many rows of the dimension changed.
    @discardableResult
    package func apply(_ rows: [Row], on connection: borrowing Connection) throws -> Int {
        let before = try current(on: connection)
        var after: [[String?]: MemberHistory] = [:]
        let versioned = dimension.columns.map { $0.history == .version }
        let members = MemberTable(dimension)
        for row in rows.sorted(by: { ($0.validFrom ?? Int32.min) < ($1.validFrom ?? Int32.min) }) {
            let key = keyPlaces.map { row.values[$0] }
            var history = after[key] ?? MemberHistory(before[key] ?? [], versioned: versioned)
            try history.take(row.values, validFrom: row.validFrom) {
                try members.reserveKeys(1, on: connection).first ?? 0
            }
            after[key] = history
        }
        return try write(after, before, on: connection)
    }

    /// Makes the members in a curated table exactly what the table says, in the caller's transaction.
    ///
    /// - Returns: how many rows of the dimension changed.
    @discardableResult
    package func replace(with rows: [Row], on connection: borrowing Connection) throws -> Int {
        let before = try current(on: connection)
        var after: [[String?]: MemberHistory] = [:]
        let versioned = dimension.columns.map { $0.history == .version }
        let members = MemberTable(dimension)
        let grouped = Dictionary(grouping: rows) { row in keyPlaces.map { row.values[$0] } }
        // In the order of the table, so that surrogate keys are too.
        for row in rows {
            let key = keyPlaces.map { row.values[$0] }
            guard after[key] == nil, let own = grouped[key] else { continue }
            var history = MemberHistory(before[key] ?? [], versioned: versioned)
            try history.replace(with: own.map { ($0.values, $0.validFrom ?? Int32.min) }) {
                try members.reserveKeys(1, on: connection).first ?? 0
            }
            after[key] = history
        }
        return try write(after, before, on: connection)
    }

    /// Closes what is known otherwise now, and writes what is new.
    private func write(
        _ after: [[String?]: MemberHistory], _ before: [[String?]: [MemberVersion]], on connection: borrowing Connection
    ) throws -> Int {
        var closed: [Int32] = []
        var opened: [MemberVersion] = []
        for (key, history) in after {
            let known = before[key] ?? []
            for version in history.versions where !known.contains(version) {
                opened.append(version)
                if known.contains(where: { $0.key == version.key }) { closed.append(version.key) }
            }
        }
        try close(closed, on: connection)
        try insert(opened.sorted { $0.key < $1.key }, on: connection)
        return opened.count
    }

    private func current(on connection: borrowing Connection) throws -> [[String?]: [MemberVersion]] {
        let key = quoted(dimension.keyColumn)
        let rows = try connection.query(
            """
            select \(key), valid_from, valid_to, inferred, \(columns.map(quoted).joined(separator: ", "))
            from \(table)
            where known_to = 'infinity' and \(key) > 0
            """)
        var found: [[String?]: [MemberVersion]] = [:]
        for row in 0..<rows.rowCount {
            guard let key = rows.int64(row, 0) else { continue }
            let values = columns.indices.map { rows.text(row, $0 + 4) }
            found[keyPlaces.map { values[$0] }, default: []].append(
                MemberVersion(
                    key: Int32(truncatingIfNeeded: key), values: values, validFrom: MemberTable.days(rows.text(row, 1)),
                    validTo: MemberTable.days(rows.text(row, 2)), inferred: rows.bool(row, 3) ?? false))
        }
        return found
    }

    private func close(_ keys: [Int32], on connection: borrowing Connection) throws {
        guard !keys.isEmpty else { return }
        try connection.execute(
            """
            update \(table) set known_to = now()
            where \(quoted(dimension.keyColumn)) = any($1::integer[]) and known_to = 'infinity'
            """, [.text("{\(keys.map(String.init).joined(separator: ","))}")])
    }

    private func insert(_ versions: [MemberVersion], on connection: borrowing Connection) throws {
        guard !versions.isEmpty else { return }
        let known = try connection.query("select now()").text(0, 0) ?? "now"
        let list = ([dimension.keyColumn] + columns).map(quoted).joined(separator: ", ")
        _ = try connection.copyIn(
            "copy \(table) (\(list), valid_from, valid_to, known_from, known_to, inferred) from stdin"
        ) { writer in
            var text = ""
            for version in versions {
                let fields =
                    [String(version.key)] + version.values.map { $0.map(copyText) ?? "\\N" }
                    + [
                        MemberTable.text(version.validFrom), MemberTable.text(version.validTo), known, "infinity",
                        version.inferred ? "t" : "f",
                    ]
                text += fields.joined(separator: "\t") + "\n"
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
