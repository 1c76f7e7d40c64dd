/// Where a feed comes from.
///
/// A new kind of source is a new case here and a folder under `Extraction/`.
package enum SourceDefinition: Sendable {
    case csv(CSVSourceDefinition)
    case fixedWidth(FixedWidthSourceDefinition)
    case postgres(PostgresSourceDefinition)
    case odbc(ODBCSourceDefinition)

    /// Reads `source: { KIND: … }`.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("source") else { return nil }
        let csv = mapping.node("csv")
        let fixedWidth = mapping.node("fixed_width")
        let postgres = mapping.node("postgres")
        let odbc = mapping.node("odbc")
        mapping.rejectUnreadKeys()
        guard [csv, fixedWidth, postgres, odbc].compactMap({ $0 }).count == 1 else {
            node.collector.error(
                at: node.location, "a source is of exactly one kind",
                remedy: "write one of `csv:`, `fixed_width:`, `postgres:`, `odbc:`")
            return nil
        }
        if let csv, let definition = CSVSourceDefinition(csv) {
            self = .csv(definition)
        } else if let fixedWidth, let definition = FixedWidthSourceDefinition(fixedWidth) {
            self = .fixedWidth(definition)
        } else if let postgres, let definition = PostgresSourceDefinition(postgres) {
            self = .postgres(definition)
        } else if let odbc, let definition = ODBCSourceDefinition(odbc) {
            self = .odbc(definition)
        } else {
            return nil
        }
    }

    /// The pattern of the files, nil for databases.
    package var path: Located<String>? {
        switch self {
        case .csv(let csv): csv.path
        case .fixedWidth(let fixedWidth): fixedWidth.path
        case .postgres, .odbc: nil
        }
    }

    /// When a file counts as delivered, nil for databases.
    package var arrival: FileArrival? {
        switch self {
        case .csv(let csv): csv.arrival
        case .fixedWidth(let fixedWidth): fixedWidth.arrival
        case .postgres, .odbc: nil
        }
    }

    /// The connection that a database is reached by, nil for files.
    package var connection: Located<String>? {
        switch self {
        case .csv, .fixedWidth: nil
        case .postgres(let postgres): postgres.connection
        case .odbc(let odbc): odbc.connection
        }
    }

    /// The record that ends each file, nil when the source declares none.
    package var trailer: Trailer? {
        if case .csv(let csv) = self { return csv.trailer }
        return nil
    }
}

/// How the bytes of a file stand for characters.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// Windows-874, of which TIS-620 is a part.
    case windows874 = "windows-874"
}

package struct PostgresSourceDefinition: Sendable {
    /// A name under `connections:` in `uptake.yaml`.
    package let connection: Located<String>
    package let query: Located<String>

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("postgres") else { return nil }
        let connection = mapping.string("connection")
        let query = mapping.string("query")
        mapping.rejectUnreadKeys()
        guard let connection, let query else { return nil }
        self.connection = connection
        self.query = query
    }
}
