/// Where a feed comes from.
///
/// A new kind of source is a new case here and a folder under `Extraction/`.
package enum SourceDefinition: Sendable {
    case csv(CSVSourceDefinition)
    case fixedWidth(FixedWidthSourceDefinition)
    case postgres(DatabaseSourceDefinition)
    /// A database that is reached by an ODBC driver.
    case odbc(DatabaseSourceDefinition)

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
        } else if let postgres, let definition = DatabaseSourceDefinition(postgres, "postgres") {
            self = .postgres(definition)
        } else if let odbc, let definition = DatabaseSourceDefinition(odbc, "odbc") {
            self = .odbc(definition)
        } else {
            return nil
        }
    }

    /// The query and how it is extracted; nil for files.
    package var database: DatabaseSourceDefinition? {
        switch self {
        case .postgres(let database), .odbc(let database): database
        case .csv, .fixedWidth: nil
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
    /// Read as Windows-874, which has a meaning for some bytes more.
    case tis620 = "tis-620"
}
