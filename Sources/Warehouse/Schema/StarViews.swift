internal import Definitions
internal import Postgres

/// The views of the schema `star`: all that readers see, each row once, with comments.
enum StarViews {
    /// A dimension's current members.
    static func statements(for dimension: DimensionDefinition) -> [String] {
        if case .deliveries = dimension.members { return deliveryStatements(dimension) }
        let shape = TableShape.of(dimension)
        let hidden = ["known_from", "known_to"]
        let columns = shape.columns.filter { !hidden.contains($0.name) }
        return view(
            shape.name, comment: shape.comment, columns: columns,
            body: """
                select \(columns.map { quoted($0.name) }.joined(separator: ", "))
                from \(shape.qualified)
                where known_to = 'infinity'
                """)
    }

    /// A fact's published rows.
    static func statements(for fact: FactDefinition) -> [String] {
        let shape = TableShape.of(fact)
        let columns = shape.columns.filter { $0.name != "slice_key" && $0.name != "version_key" }
        return view(
            shape.name, comment: shape.comment, columns: columns,
            body: """
                select \(columns.map { "f.\(quoted($0.name))" }.joined(separator: ", "))
                from \(shape.qualified) f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                """)
    }

    /// The audit dimension is the ledger itself, in the shape of a dimension.
    private static func deliveryStatements(_ dimension: DimensionDefinition) -> [String] {
        let name = dimension.name.value
        let key = quoted(dimension.keyColumn)
        let comment = "\(dimension.description.english) · \(dimension.description.thai)"
        let shown = [
            deliveryColumn(dimension.keyColumn, "Key that fact rows carry"),
            deliveryColumn("delivery", "Number of the delivery"),
            deliveryColumn("pipeline", "Pipeline that read it"),
            deliveryColumn("source", "File relative to the project, or name of the connection"),
            deliveryColumn("sha256", "Hash of its content"),
            deliveryColumn("state", "Published or refused"),
            deliveryColumn("loaded_at", "When that was decided, UTC"),
        ]
        let validity = TableShape.of(dimension).columns.filter {
            ["valid_from", "valid_to", "known_from", "known_to", "inferred"].contains($0.name)
        }
        return view(
            name, in: "store", comment: comment, columns: shown + validity,
            body: """
                select delivery_key as \(key), delivery_key as delivery, pipeline, source, sha256, state,
                       finished_at at time zone 'UTC' as loaded_at, date '-infinity' as valid_from,
                       date 'infinity' as valid_to, timestamptz '-infinity' as known_from,
                       timestamptz 'infinity' as known_to, false as inferred
                from ledger.delivery
                """)
            + view(
                name, comment: comment, columns: shown,
                body: """
                    select \(key), delivery, pipeline, source, sha256, state, loaded_at
                    from store.\(quoted(name))
                    where state = 'published'
                    """)
    }

    private static func deliveryColumn(_ name: String, _ comment: String) -> TableShape.Column {
        TableShape.Column(name: name, type: "", notNull: false, comment: comment)
    }

    private static func view(
        _ name: String, in schema: String = "star", comment: String, columns: [TableShape.Column], body: String
    ) -> [String] {
        let qualified = "\(schema).\(quoted(name))"
        return [
            "create or replace view \(qualified) as\n\(body)", "comment on view \(qualified) is \(literal(comment))",
        ]
            + columns.map { "comment on column \(qualified).\(quoted($0.name)) is \(literal($0.comment))" }
    }
}
