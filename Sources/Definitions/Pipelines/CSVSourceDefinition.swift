/// Files of separated values, each with a header.
package struct CSVSourceDefinition: Sendable {
    package let path: Located<String>
    package let encoding: TextEncoding
    package let delimiter: UInt8
    /// The largest record that is read, in bytes; a larger one is a reject of class size.
    package let maximumRecordBytes: Int
    package let addedColumns: AddedColumns
    package let trailer: Trailer?
    package let arrival: FileArrival

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("csv") else { return nil }
        let path = mapping.string("path")
        encoding = mapping.choice("encoding", of: TextEncoding.self) ?? .utf8
        let delimiter = mapping.optionalString("delimiter")
        maximumRecordBytes = mapping.optionalInteger("maximum_record_bytes", atLeast: 1)?.value ?? 1 << 20
        addedColumns = mapping.choice("added_columns", of: AddedColumns.self) ?? .report
        trailer = mapping.node("trailer").flatMap { Trailer($0) }
        arrival = FileArrival(&mapping)
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
