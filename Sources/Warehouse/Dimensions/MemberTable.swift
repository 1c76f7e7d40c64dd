package import Definitions
internal import Periods
package import Postgres
package import Records

/// A dimension's table in the database, as look-ups and loads see it.
package struct MemberTable {
    package let dimension: DimensionDefinition

    package init(_ dimension: DimensionDefinition) { self.dimension = dimension }

    private var table: String { "store.\(quoted(dimension.name.value))" }

    /// Reads the current members into an index by the dimension's key, or by another column.
    ///
    /// - Parameter reserveKey: gives the surrogate key of a member that is to be inferred.
    package func index(
        by column: String?, on connection: borrowing Connection, reserveKey: @escaping () throws -> Int32
    ) throws -> MemberIndex {
        let names = column.map { [$0] } ?? dimension.key.map(\.value)
        let columns = names.compactMap { dimension.column($0)?.tableColumn }
        let rows = try connection.query(
            """
            select \(quoted(dimension.keyColumn)), valid_from, valid_to, \(columns.map(quoted).joined(separator: ", "))
            from \(table)
            where known_to = 'infinity' and \(quoted(dimension.keyColumn)) > 0
            order by \(quoted(dimension.keyColumn))
            """)
        let index = MemberIndex(dimension: dimension.name.value, reserveKey: reserveKey)
        for row in 0..<rows.rowCount {
            guard let key = rows.int64(row, 0) else { continue }
            let parts = columns.indices.map { rows.text(row, $0 + 3) }
            // A column that is not part of the key may be empty; nothing can be looked up by nothing.
            guard parts.contains(where: { $0 != nil }) else { continue }
            index.add(
                parts.map { $0 ?? "" }, from: Self.days(rows.text(row, 1)), to: Self.days(rows.text(row, 2)),
                key: Int32(truncatingIfNeeded: key))
        }
        return index
    }

    /// Takes surrogate keys out of the dimension's sequence; keys that are not used are lost, never given twice.
    package func reserveKeys(_ count: Int, on connection: borrowing Connection) throws -> [Int32] {
        guard count > 0 else { return [] }
        let keys = try connection.query(
            "select nextval($1::regclass) from generate_series(1, $2)",
            [.text("store.\(quoted(dimension.keyColumn))"), .integer(count)])
        return (0..<keys.rowCount).compactMap { keys.int64($0, 0).map { Int32(truncatingIfNeeded: $0) } }
    }

    /// Writes the members that a load has inferred, in the caller's transaction.
    package func insert(inferred members: [MemberIndex.Inferred], on connection: borrowing Connection) throws {
        for member in members {
            try insert(placeholder: member.key, member.parts, from: member.from, to: member.to, on: connection)
        }
    }

    /// Writes a member that is only named, in the caller's transaction.
    ///
    /// - Parameters:
    ///   - parts: its natural key, column by column.
    ///   - from: the first day on which it stands for what nobody has described, in days since 2000-01-01.
    ///   - to: the first day on which it no longer does.
    func insert(
        placeholder key: Int32, _ parts: [String?], from: Int32, to: Int32, on connection: borrowing Connection
    ) throws {
        let columns = dimension.key.compactMap { dimension.column($0.value)?.tableColumn }
        let values = [SQLValue.integer(Int64(key))] + parts.map { SQLValue($0) }
        let bounds = [SQLValue.text(Self.text(from)), .text(Self.text(to))]
        let places = (1...values.count + 2).map { "$\($0)" }
        let casts = ["::integer"] + columns.map { "::\(type(of: $0))" } + ["::date", "::date"]
        try connection.execute(
            """
            insert into \(table) (\(quoted(dimension.keyColumn)), \(columns.map(quoted).joined(separator: ", ")),
                valid_from, valid_to, known_from, known_to, inferred)
            values (\(zip(places, casts).map { $0 + $1 }.joined(separator: ", ")), now(), 'infinity', true)
            """, values + bounds)
    }

    private func type(of tableColumn: String) -> String {
        dimension.columns.first { $0.tableColumn == tableColumn }.map { TableShape.sqlType($0.type) } ?? "text"
    }

    /// Days since 2000-01-01 of a date as PostgreSQL writes it; the infinities are the extremes of the type.
    static func days(_ text: String?) -> Int32 {
        switch text {
        case "infinity": Int32.max
        case "-infinity", nil: Int32.min
        case .some(let text): CivilDate(text)?.daysSinceEpoch ?? Int32.min
        }
    }

    static func text(_ days: Int32) -> String {
        switch days {
        case Int32.max: "infinity"
        case Int32.min: "-infinity"
        default: CivilDate(daysSinceEpoch: days).description
        }
    }
}
