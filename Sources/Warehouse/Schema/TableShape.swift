internal import Definitions
internal import Postgres

/// A table as the declarations want it.
struct TableShape {
    struct Column: Equatable {
        let name: String
        let type: String
        let notNull: Bool
        let comment: String
        /// What rows that are there already get when the column is added later.
        var addedDefault: String?
    }

    let name: String
    let comment: String
    let columns: [Column]
    let primaryKey: [String]
    let indexes: [[String]]
    let partitionedBy: String?

    /// The SQL type of a declared type.
    static func sqlType(_ type: ColumnType) -> String {
        switch type {
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal(let precision, let scale): "numeric(\(precision),\(scale))"
        case .text: "text"
        case .date: "date"
        case .timestamp: "timestamp without time zone"
        case .boolean: "boolean"
        case .pseudonym: "uuid"
        }
    }

    /// The table behind a dimension, with validity in event time and in the time of knowledge.
    static func of(_ dimension: DimensionDefinition) -> TableShape {
        var columns = [Column(name: dimension.keyColumn, type: "integer", notNull: true, comment: "Surrogate key")]
        columns += dimension.columns.map { column in
            let reference = column.references.map { "Key of dimension \($0.value)" }
            return Column(
                name: column.tableColumn, type: sqlType(column.type), notNull: false,
                comment: comment(column.description) ?? reference
                    ?? column.name.value.split(separator: "_").joined(separator: " "))
        }
        columns += [
            Column(name: "valid_from", type: "date", notNull: true, comment: "First day on which the version holds"),
            Column(name: "valid_to", type: "date", notNull: true, comment: "First day on which it no longer holds"),
            Column(
                name: "known_from", type: "timestamp with time zone", notNull: true,
                comment: "When the warehouse learned this"),
            Column(
                name: "known_to", type: "timestamp with time zone", notNull: true,
                comment: "When it learned otherwise; infinity for what is known now"),
            Column(
                name: "inferred", type: "boolean", notNull: true,
                comment: "A placeholder made because a fact named the member"),
        ]
        return TableShape(
            name: dimension.name.value, comment: comment(dimension.description) ?? "", columns: columns,
            primaryKey: [dimension.keyColumn, "known_from"],
            indexes: dimension.isCalendar ? [] : [dimension.key.compactMap { dimension.column($0.value)?.tableColumn }],
            partitionedBy: nil)
    }

    /// The partitioned table behind a fact: lineage, dimension keys, degenerate columns, measures.
    static func of(_ fact: FactDefinition) -> TableShape {
        var columns = [
            Column(
                name: "slice_key", type: "integer", notNull: true, comment: "Slice of the ledger the row belongs to"),
            Column(name: "version_key", type: "integer", notNull: true, comment: "Load that wrote the row"),
            Column(name: "delivery_key", type: "integer", notNull: true, comment: "Delivery the row came in"),
            Column(name: "line", type: "integer", notNull: true, comment: "Line of that delivery"),
        ]
        columns += fact.roles.map { role in
            Column(
                name: role.keyColumn, type: "integer", notNull: true,
                comment: comment(role.description) ?? "Key of dimension \(role.dimension.value)", addedDefault: "-2")
        }
        columns += fact.columns.map {
            Column(
                name: $0.name.value, type: sqlType($0.type), notNull: false,
                comment: comment($0.description) ?? $0.name.value.split(separator: "_").joined(separator: " "))
        }
        columns += fact.measures.map {
            Column(
                name: $0.name.value, type: sqlType($0.type), notNull: false,
                comment: (comment($0.description) ?? $0.name.value.split(separator: "_").joined(separator: " "))
                    + " [\($0.unit.value)]")
        }
        return TableShape(
            name: fact.name.value, comment: comment(fact.description) ?? "", columns: columns, primaryKey: [],
            indexes: [], partitionedBy: "version_key")
    }

    private static func comment(_ text: LocalizedText?) -> String? { text.map { "\($0.english) · \($0.thai)" } }

    /// The statements that create the table in the schema `store`.
    var creation: [String] {
        var lines = columns.map { "    \(quoted($0.name)) \($0.type)\($0.notNull ? " not null" : "")" }
        if !primaryKey.isEmpty { lines.append("    primary key (\(primaryKey.map(quoted).joined(separator: ", ")))") }
        let partitioning = partitionedBy.map { " partition by list (\(quoted($0)))" } ?? ""
        var statements = ["create table \(qualified) (\n\(lines.joined(separator: ",\n"))\n)\(partitioning)"]
        statements += indexes.map { "create index on \(qualified) (\($0.map(quoted).joined(separator: ", ")))" }
        return statements
    }

    /// Whether comments in a database, by table and `table.column`, are not those declared.
    func differs(from comments: [String: String]) -> Bool {
        comments[name] != comment || columns.contains { comments["\(name).\($0.name)"] != $0.comment }
    }

    /// The statements that write the comments.
    var comments: [String] {
        ["comment on table \(qualified) is \(literal(comment))"]
            + columns.map { "comment on column \(qualified).\(quoted($0.name)) is \(literal($0.comment))" }
    }

    var qualified: String { "store.\(quoted(name))" }
}
