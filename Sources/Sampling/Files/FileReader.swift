import Definitions

/// Reads the files of a recipe.
struct FileReader {
    private enum LineEnd: String, CaseIterable { case lf, crlf }

    /// Reads one entry of `files:`; the compiler gets the fields that the columns ask for.
    func read(_ name: String, _ node: YAMLNode, fields: inout FieldCompiler) -> FileDefinition? {
        guard var mapping = node.mapping(name) else { return nil }
        let encoding = mapping.choice("encoding", of: TextEncoding.self) ?? .utf8
        let lineEnd = mapping.choice("line_end", of: LineEnd.self) ?? .lf
        let delimiter = mapping.optionalString("delimiter")
        var templates = TemplateCompiler(fields: fields, texts: TextProgram(encoding: encoding))
        let path = mapping.required("path").flatMap { templates.compile($0, "path") }
        var columns: [FileDefinition.Column] = []
        var header: [UInt8] = []
        let separator = delimiter?.value.utf8.first ?? UInt8(ascii: ",")
        if let entries = mapping.optionalMapping("columns")?.allEntries {
            for entry in entries {
                // A column that is wrong stays as an empty one, so that faults still find it.
                let parts = templates.compile(entry.value, entry.key.value) ?? 0..<0
                if !columns.isEmpty { header.append(separator) }
                guard let name = encoding.encode(entry.key.value) else {
                    node.collector.error(
                        at: entry.key.location,
                        "`\(entry.key.value)` cannot be written in \(encoding.rawValue)")
                    continue
                }
                header += name
                columns.append(FileDefinition.Column(name: entry.key.value, parts: parts))
            }
        } else if let record = mapping.mapping("record") {
            columns = readRecord(record, &templates)
        }
        let detail = mapping.optionalMapping("lines").flatMap { readDetail($0, &templates) }
        var conditions: [(slot: Int, word: Int64)] = []
        for entry in mapping.optionalMapping("where").map(\.allEntries) ?? [] {
            guard let field = templates.fields.fields[entry.key.value],
                let word = entry.value.string(entry.key.value)
            else {
                node.collector.error(at: entry.key.location, "nothing sets `\(entry.key.value)`")
                continue
            }
            conditions.append((field.slot, templates.fields.word(word)))
        }
        let reader = FaultReader(encoding: encoding, columns: columns.map(\.name))
        let faults = reader.read(mapping.optionalSequence("faults") ?? [], renumber: mapping.node("renumber"))
        mapping.rejectUnreadKeys()
        fields = templates.fields
        guard let path, !columns.isEmpty else { return nil }
        return FileDefinition(
            name: name, path: path, conditions: conditions, columns: columns, detail: detail, header: header,
            delimiter: separator, lineEnd: Array((lineEnd == .crlf ? "\r\n" : "\n").utf8),
            texts: templates.texts,
            faults: faults)
    }

    /// Reads `{ name: { width: 10, text: "{field}", align: right } }`.
    private func readRecord(_ record: YAMLMapping, _ templates: inout TemplateCompiler) -> [FileDefinition
        .Column]
    {
        enum Alignment: String, CaseIterable { case left, right }
        var columns: [FileDefinition.Column] = []
        for entry in record.allEntries {
            guard var mapping = entry.value.mapping(entry.key.value) else { continue }
            let width = mapping.required("width").flatMap { $0.positiveInteger("width") }
            let parts = mapping.node("text").map { templates.compile($0, "text") } ?? 0..<0
            let alignment = mapping.choice("align", of: Alignment.self) ?? .left
            mapping.rejectUnreadKeys()
            guard let width, let parts else { continue }
            columns.append(
                FileDefinition.Column(
                    name: entry.key.value, parts: parts, width: width, isRightAligned: alignment == .right))
        }
        return columns
    }

    /// Reads `{ of: field, record: … }`.
    private func readDetail(
        _ mapping: YAMLMapping, _ templates: inout TemplateCompiler
    ) -> FileDefinition.DetailRecord? {
        var mapping = mapping
        let name = mapping.string("of")
        let columns = mapping.mapping("record").map { readRecord($0, &templates) } ?? []
        mapping.rejectUnreadKeys()
        guard let name else { return nil }
        guard case .details(let detail)? = templates.fields.fields[name.value]?.type else {
            mapping.collector.error(at: name.location, "`\(name.value)` are no detail lines")
            return nil
        }
        return FileDefinition.DetailRecord(detail: detail, columns: columns)
    }
}
