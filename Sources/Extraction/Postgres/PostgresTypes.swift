internal import Postgres

/// What PostgreSQL says of a query's columns, in words that all kinds of sources share.
struct PostgresTypes {
    let columns: [SourceColumn]

    /// - Parameter shape: the query's result, with or without rows.
    init(of shape: borrowing ResultTable, on connection: borrowing Connection) throws(PostgresError) {
        var columns: [SourceColumn] = []
        for index in 0..<shape.columnCount {
            let (type, modifier) = (shape.columnType(index), shape.columnTypeModifier(index))
            let described = try connection.query(
                """
                select format_type(t.oid, $2::integer), t.typtype, t.typname, n.nspname
                from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.oid = $1::oid
                """, [.integer(Int64(type)), .integer(Int64(modifier))])
            let isEnumeration = described.text(0, 1) == "e"
            // Its type belongs to an extension, so that its number differs from database to database.
            let isText = described.text(0, 2) == "citext"
            columns.append(
                SourceColumn(
                    name: shape.columnName(index),
                    kind: isEnumeration || isText ? .text : Self.kind(type, modifier),
                    typeName: described.text(0, 0) ?? "of an unknown type"))
        }
        self.columns = columns
    }

    /// The object identifiers of built-in types are part of the protocol and never change (`pg_type.dat`).
    private static func kind(_ type: UInt32, _ modifier: Int32) -> SourceColumn.Kind {
        switch type {
        case 16: .boolean
        case 20, 21, 23, 26: .integer
        case 19, 25, 114, 1043: .text
        case 1042: .paddedText
        case 700, 701: .floating
        case 1082: .date
        case 1114: .timestamp
        case 1184: .zonedTimestamp
        case 1700: .decimal(scale: scale(modifier))
        case 2950: .uuid
        default: .other
        }
    }

    /// The scale stands in the lower eleven bits of a decimal's modifier, signed, four bytes beyond (`numeric.c`).
    private static func scale(_ modifier: Int32) -> Int? {
        guard modifier >= 4 else { return nil }
        let bits = Int((modifier - 4) & 0x7FF)
        return bits >= 1024 ? 0 : bits
    }
}
