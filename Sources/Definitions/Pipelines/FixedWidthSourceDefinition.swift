/// A file of records of one fixed length in bytes, of several record types told apart by a code in each record.
package struct FixedWidthSourceDefinition: Sendable {
    /// A field by its place: `at` counts bytes from 1.
    package struct Field: Sendable {
        package let name: Located<String>
        package let at: Int
        package let width: Int
    }

    package struct Record: Sendable {
        package let name: Located<String>
        package let code: String
        package let fields: [Field]

        package func field(_ name: String) -> Field? { fields.first { $0.name.value == name } }
    }

    /// A field of the row's record that must equal the count, or a sum, of the records that belong to it, or of its own
    /// other fields.
    package struct Total: Sendable {
        package enum Aggregate: Sendable {
            case count(record: String)
            case sum(record: String, field: String)
            /// Other fields of the same record.
            case fields([String])

            /// What is added up, for messages.
            package var parts: String { if case .fields = self { "fields" } else { "records" } }
        }

        package let field: Located<String>
        package let aggregate: Aggregate
    }

    package let path: Located<String>
    package let encoding: TextEncoding
    package let recordBytes: Int
    package let recordType: Field
    /// The record type that makes a row; records of other types belong to the row before them.
    package let row: Located<String>
    package let records: [Record]
    package let totals: [Total]
    package let arrival: FileArrival

    package func record(_ name: String) -> Record? { records.first { $0.name.value == name } }

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("fixed_width") else { return nil }
        let collector = node.collector
        let path = mapping.string("path")
        encoding = mapping.choice("encoding", of: TextEncoding.self) ?? .utf8
        let recordBytes = mapping.required("record_bytes")?.integer("record_bytes")
        let recordType = mapping.required("record_type").flatMap {
            Self.readField(Located("record_type", at: $0.location), $0)
        }
        let row = mapping.string("row")
        var recordList = mapping.mapping("records")
        let records = recordList?.entries().compactMap { Self.readRecord($0.key, $0.value) }
        totals = mapping.optionalSequence("totals")?.compactMap { Self.readTotal($0) } ?? []
        arrival = FileArrival(&mapping)
        if let trailer = mapping.keys.first(where: { $0.value == "trailer" }) {
            _ = mapping.node("trailer")
            collector.error(
                at: trailer.location, "a fixed-width file has no `trailer`",
                remedy: "hold its leading record against those that follow with `totals`")
        }
        mapping.rejectUnreadKeys()
        guard let path, let recordBytes, let recordType, let row, let records else { return nil }
        self.path = path
        self.recordBytes = recordBytes
        self.recordType = recordType
        self.row = row
        self.records = records
        check(collector)
    }

    private static func readField(_ name: Located<String>, _ node: YAMLNode) -> Field? {
        guard var mapping = node.mapping(name.value) else { return nil }
        let at = mapping.required("at")?.integer("at")
        let width = mapping.required("width")?.integer("width")
        mapping.rejectUnreadKeys()
        guard let at, let width else { return nil }
        return Field(name: name, at: at, width: width)
    }

    private static func readRecord(_ name: Located<String>, _ node: YAMLNode) -> Record? {
        guard var mapping = node.mapping(name.value) else { return nil }
        let code = mapping.string("type")
        var fieldList = mapping.mapping("fields")
        let fields = fieldList?.entries().compactMap { readField($0.key, $0.value) }
        mapping.rejectUnreadKeys()
        guard let code, let fields else { return nil }
        return Record(name: name, code: code.value, fields: fields)
    }

    private static func readTotal(_ node: YAMLNode) -> Total? {
        guard var mapping = node.mapping("totals") else { return nil }
        let field = mapping.string("field")
        let count = mapping.optionalString("count")
        let sum = mapping.optionalString("sum")
        let of = mapping.optionalStrings("of")
        mapping.rejectUnreadKeys()
        guard let field else { return nil }
        if let of, count == nil, sum == nil { return Total(field: field, aggregate: .fields(of.map(\.value))) }
        if let count, sum == nil, of == nil { return Total(field: field, aggregate: .count(record: count.value)) }
        let parts = sum?.value.split(separator: ".").map(String.init) ?? []
        guard count == nil, of == nil, parts.count == 2 else {
            node.collector.error(
                at: node.location, "a total is a count or a sum",
                remedy: "write `count: RECORD`, `sum: RECORD.FIELD` or `of: [FIELD, FIELD]`")
            return nil
        }
        return Total(field: field, aggregate: .sum(record: parts[0], field: parts[1]))
    }

    private func check(_ collector: DiagnosticCollector) {
        for field in records.flatMap(\.fields) + [recordType]
        where field.at < 1 || field.width < 1 || field.at + field.width - 1 > recordBytes {
            collector.error(
                at: field.name.location, "`\(field.name.value)` lies outside the record",
                remedy: "a record has the bytes 1 to \(recordBytes)")
        }
        guard let rowRecord = record(row.value) else {
            collector.error(
                at: row.location, "`row` names `\(row.value)`, which is not a record",
                remedy: "use one of \(records.map(\.name.value).joined(separator: ", "))")
            return
        }
        for total in totals {
            if rowRecord.field(total.field.value) == nil {
                collector.error(
                    at: total.field.location, "`\(total.field.value)` is not a field of `\(row.value)`")
            }
            let (name, field): (String, String?)
            switch total.aggregate {
            case .count(let record): (name, field) = (record, nil)
            case .sum(let record, let summed): (name, field) = (record, summed)
            case .fields(let names):
                for name in names where rowRecord.field(name) == nil {
                    collector.error(
                        at: total.field.location, "the total of `\(total.field.value)` is over `\(name)`",
                        remedy: "name declared fields of `\(row.value)`")
                }
                continue
            }
            guard let target = record(name), field.map({ target.field($0) != nil }) ?? true else {
                collector.error(
                    at: total.field.location, "the total of `\(total.field.value)` is over `\(name).\(field ?? "")`",
                    remedy: "name a declared record and field")
                continue
            }
        }
    }
}
