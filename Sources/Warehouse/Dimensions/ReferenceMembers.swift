package import Definitions
internal import Periods
package import Postgres

/// Why curated members cannot be loaded.
package struct ReferenceMemberError: Error, CustomStringConvertible {
    package let location: SourceLocation
    package let message: String

    package var description: String { "\(location): error: \(message)" }
}

/// Loads the dimensions whose members stand in the project's own tables.
package struct ReferenceMembers {
    private let project: Project

    package init(_ project: Project) { self.project = project }

    /// Applies every table, all of them at once, and leads rows of facts to the versions of their days.
    ///
    /// Tables without changes change nothing. To be called by the run that holds the lock.
    ///
    /// - Parameter today: the day on which members end that a table no longer has.
    /// - Returns: what is to be told: the facts of which rows were concerned, and what is wrong with hierarchies.
    @discardableResult
    package func load(today: Int32, on connection: borrowing Connection) throws -> [String] {
        let tables = project.dimensionsInOrder.compactMap { dimension in
            table(of: dimension).map { (dimension: dimension, table: $0) }
        }
        let fingerprint = try MemberFingerprint(of: tables.map(\.dimension), on: connection)
        var keys: [String: MemberKeys] = [:]
        var changes: [MemberChanges] = []
        for (dimension, table) in tables {
            let rows = try rows(of: table, for: dimension, &keys, on: connection)
            let change = try MemberLoad(dimension).changes(replacing: rows, today: today, on: connection)
            if let problem = change.problem {
                throw ReferenceMemberError(
                    location: SourceLocation(file: table.file, line: 1, column: 1), message: problem)
            }
            changes.append(change)
            // What stands after it may reference members that are new.
            keys[dimension.name.value] = try MemberKeys(dimension, changed: change, on: connection)
        }
        let changed = changes.filter { $0.count > 0 }
        guard !changed.isEmpty else { return [] }
        let rekeying = try Rekeying(project, changed).prepare(fingerprint, on: connection)
        try connection.transaction { connection in
            try fingerprint.check(writing: Set(changed.map(\.dimension.name.value)), on: connection)
            for change in changed { try change.write(on: connection) }
            try rekeying.publish(on: connection)
        }
        let audit = HierarchyAudit(project)
        let findings = try changed.flatMap { try audit.findings(in: $0.dimension, on: connection) }
        return rekeying.reports.map(\.text) + findings.map { "\($0.location): warning: \($0.text)" }
    }

    private func table(of dimension: DimensionDefinition) -> ReferenceTable? {
        guard case .file(let path) = dimension.members, let name = path.value.split(separator: "/").last?.dropLast(4)
        else { return nil }
        return project.references[String(name)]
    }

    private func rows(
        of table: ReferenceTable, for dimension: DimensionDefinition, _ known: inout [String: MemberKeys],
        on connection: borrowing Connection
    ) throws -> [MemberLoad.Row] {
        var references: [Int: MemberKeys] = [:]
        for (index, column) in dimension.columns.enumerated() {
            guard let target = column.references.flatMap({ project.dimensions[$0.value] }) else { continue }
            if known[target.name.value] == nil { known[target.name.value] = try MemberKeys(target, on: connection) }
            references[index] = known[target.name.value]
        }
        let places = dimension.columns.map { table.column($0.name.value) }
        let validFrom = table.column("valid_from")
        return try table.rows.enumerated().map { number, cells in
            let location = SourceLocation(file: table.file, line: table.lines[number], column: 1)
            var values: [String?] = places.map { place in place.map { cells[$0] }.flatMap { $0.isEmpty ? nil : $0 } }
            for (index, keys) in references {
                guard let code = values[index] else { continue }
                guard let key = keys.key(of: code) else {
                    throw ReferenceMemberError(
                        location: location, message: "`\(code)` is no member of `\(keys.dimension)`; add it there first"
                    )
                }
                values[index] = String(key)
            }
            for (index, column) in dimension.columns.enumerated() {
                if let value = values[index], let problem = Self.problem(value, column.type) {
                    throw ReferenceMemberError(location: location, message: "`\(column.name.value)`: \(problem)")
                }
            }
            guard let text = validFrom.map({ cells[$0] }), !text.isEmpty else {
                return MemberLoad.Row(values: values, validFrom: validFrom == nil ? nil : Int32.min)
            }
            guard let date = CivilDate(text) else {
                throw ReferenceMemberError(location: location, message: "`\(text)` is no day; write it as 2024-12-31")
            }
            return MemberLoad.Row(values: values, validFrom: date.daysSinceEpoch)
        }
    }

    /// Finds values that the database would refuse, or would write differently than they stand in the table.
    private static func problem(_ value: String, _ type: ColumnType) -> String? {
        switch type {
        case .integer: Int32(value).map(String.init) == value ? nil : "`\(value)` is no whole number"
        case .bigint: Int64(value).map(String.init) == value ? nil : "`\(value)` is no whole number"
        case .date: CivilDate(value) == nil ? "`\(value)` is no day; write it as 2024-12-31" : nil
        case .boolean: ["t", "f"].contains(value) ? nil : "`\(value)` is not t or f"
        case .decimal(_, let scale):
            Int64(value.replacing(".", with: "")).map { decimalText($0, scale: scale) } == value
                ? nil : "`\(value)` must be written with \(scale) decimals"
        default: nil
        }
    }
}

/// The surrogate keys of a dimension with a key of one column and no versions.
private struct MemberKeys {
    let dimension: String
    private var keys: [String: Int32] = [:]

    /// - Parameter changed: what is about to change in it.
    init(
        _ dimension: DimensionDefinition, changed: MemberChanges? = nil, on connection: borrowing Connection
    ) throws {
        self.dimension = dimension.name.value
        let key = dimension.key.first?.value ?? ""
        let rows = try connection.query(
            """
            select \(quoted(key)), \(quoted(dimension.keyColumn)) from store.\(quoted(dimension.name.value))
            where known_to = 'infinity' and \(quoted(dimension.keyColumn)) > 0 and valid_from < valid_to
            order by valid_to
            """)
        for row in 0..<rows.rowCount {
            if let code = rows.text(row, 0), let key = rows.int64(row, 1) {
                keys[code] = Int32(truncatingIfNeeded: key)
            }
        }
        let place = dimension.columns.firstIndex { $0.name.value == key }
        for version in changed?.opened.sorted(by: { $0.validTo < $1.validTo }) ?? [] where !version.isEmpty {
            if let code = place.flatMap({ version.values[$0] }) { keys[code] = version.key }
        }
    }

    func key(of code: String) -> Int32? { keys[code] }
}
