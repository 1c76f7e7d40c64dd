/// Where a feed comes from.
///
/// A new kind of source is a new case here and a folder under `Extraction/`.
package enum SourceDefinition: Sendable {
    case csv(CSVSourceDefinition)
    case fixedWidth(FixedWidthSourceDefinition)
    case postgres(PostgresSourceDefinition)

    /// Reads `source: { KIND: … }`.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("source") else { return nil }
        let csv = mapping.node("csv")
        let fixedWidth = mapping.node("fixed_width")
        let postgres = mapping.node("postgres")
        mapping.rejectUnreadKeys()
        guard [csv, fixedWidth, postgres].compactMap({ $0 }).count == 1 else {
            node.collector.error(
                at: node.location, "a source is of exactly one kind",
                remedy: "write one of `csv:`, `fixed_width:`, `postgres:`")
            return nil
        }
        if let csv, let definition = CSVSourceDefinition(csv) {
            self = .csv(definition)
        } else if let fixedWidth, let definition = FixedWidthSourceDefinition(fixedWidth) {
            self = .fixedWidth(definition)
        } else if let postgres, let definition = PostgresSourceDefinition(postgres) {
            self = .postgres(definition)
        } else {
            return nil
        }
    }

    /// The pattern of the files, nil for databases.
    package var path: Located<String>? {
        switch self {
        case .csv(let csv): csv.path
        case .fixedWidth(let fixedWidth): fixedWidth.path
        case .postgres: nil
        }
    }
}

/// How the bytes of a file stand for characters.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// Windows-874, of which TIS-620 is a part.
    case windows874 = "windows-874"
}

package struct CSVSourceDefinition: Sendable {
    package let path: Located<String>
    package let encoding: TextEncoding
    package let delimiter: UInt8
    /// The largest record that is read, in bytes; a larger one is a reject of class size.
    package let maximumRecordBytes: Int

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("csv") else { return nil }
        let path = mapping.string("path")
        encoding = mapping.choice("encoding", of: TextEncoding.self) ?? .utf8
        let delimiter = mapping.optionalString("delimiter")
        maximumRecordBytes = mapping.optionalInteger("maximum_record_bytes")?.value ?? 1 << 20
        mapping.rejectUnreadKeys()
        if let delimiter, delimiter.value.utf8.count != 1 {
            node.collector.error(
                at: delimiter.location, "`delimiter` must be one character", remedy: #"for example "," ";" or "\t""#)
        }
        self.delimiter = delimiter?.value.utf8.first ?? UInt8(ascii: ",")
        guard let path else { return nil }
        self.path = path
    }
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
