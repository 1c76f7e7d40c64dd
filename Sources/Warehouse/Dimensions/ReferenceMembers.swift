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

    /// Applies every table in the caller's transaction; tables without changes change nothing.
    package func load(on connection: borrowing Connection) throws {
        for dimension in project.dimensionsInOrder {
            guard case .file(let path) = dimension.members,
                let name = path.value.split(separator: "/").last?.dropLast(4),
                let table = project.references[String(name)]
            else { continue }
            let rows = try rows(of: table, for: dimension, on: connection)
            try MemberLoad(dimension).replace(with: rows, on: connection)
        }
    }

    private func rows(
        of table: ReferenceTable, for dimension: DimensionDefinition, on connection: borrowing Connection
    ) throws -> [MemberLoad.Row] {
        var references: [Int: MemberKeys] = [:]
        for (index, column) in dimension.columns.enumerated() {
            if let target = column.references.flatMap({ project.dimensions[$0.value] }) {
                references[index] = try MemberKeys(target, on: connection)
            }
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

    init(_ dimension: DimensionDefinition, on connection: borrowing Connection) throws {
        self.dimension = dimension.name.value
        let key = dimension.key.first?.value ?? ""
        let rows = try connection.query(
            """
            select \(quoted(key)), \(quoted(dimension.keyColumn)) from store.\(quoted(dimension.name.value))
            where known_to = 'infinity' and \(quoted(dimension.keyColumn)) > 0
            """)
        for row in 0..<rows.rowCount {
            if let code = rows.text(row, 0), let key = rows.int64(row, 1) {
                keys[code] = Int32(truncatingIfNeeded: key)
            }
        }
    }

    func key(of code: String) -> Int32? { keys[code] }
}
