import Definitions

/// Reads the faults of a file.
struct FaultReader {
    let encoding: TextEncoding
    let columns: [String]

    func read(_ nodes: [YAMLNode], renumber: YAMLNode?) -> [Fault] {
        let renumbered = renumber.flatMap(readRenumber)
        return nodes.compactMap { read($0, renumbered) }
    }

    /// Reads `{ column: name, text: "X{n}" }`: the column that tells rows apart, and what faults have in it.
    private func readRenumber(_ node: YAMLNode) -> (column: Int, before: [UInt8], after: [UInt8])? {
        guard var mapping = node.mapping("renumber") else { return nil }
        let column = mapping.string("column").flatMap { index(of: $0, node) }
        let text = mapping.string("text")
        mapping.rejectUnreadKeys()
        guard let column, let text else { return nil }
        guard let place = text.value.firstRange(of: "{n}"),
            let before = encoding.encode(String(text.value[..<place.lowerBound])),
            let after = encoding.encode(String(text.value[place.upperBound...]))
        else {
            node.collector.error(
                at: text.location, "`\(text.value)` has no place for a number", remedy: "write `{n}` in it")
            return nil
        }
        return (column, before, after)
    }

    private func read(_ node: YAMLNode, _ renumbered: (column: Int, before: [UInt8], after: [UInt8])?)
        -> Fault?
    {
        guard var mapping = node.mapping("fault") else { return nil }
        let hasClass = mapping.node("class") != nil
        let kind = mapping.choice("class", of: Fault.Kind.self)
        let day = mapping.node("at").flatMap { $0.day("at") }
        let row = mapping.node("after_row").flatMap { $0.positiveInteger("after_row") }
        let rows = mapping.node("rows").map { $0.positiveInteger("rows") } ?? 1
        var texts: [Int: [UInt8]] = [:]
        for entry in mapping.optionalMapping("with").map(\.allEntries) ?? [] {
            guard let column = index(of: entry.key, node), let text = entry.value.string(entry.key.value)
            else { return nil }
            guard let bytes = encoding.encode(text) else {
                node.collector.error(
                    at: entry.value.location, "`\(text)` cannot be written in \(encoding.rawValue)")
                return nil
            }
            texts[column] = bytes
        }
        for entry in mapping.optionalMapping("bytes").map(\.allEntries) ?? [] {
            guard let column = index(of: entry.key, node), let text = entry.value.string(entry.key.value)
            else { return nil }
            let bytes = text.split(separator: " ").map { UInt8($0, radix: 16) }
            guard !bytes.contains(nil) else {
                node.collector.error(
                    at: entry.value.location, "`\(text)` are not bytes", remedy: "write, for example, `c0 db`"
                )
                return nil
            }
            texts[column] = bytes.compactMap(\.self)
        }
        let dropped = mapping.optionalString("drop").map { index(of: $0, node) }
        let strayQuote = mapping.optionalString("stray_quote").map { index(of: $0, node) }
        let appended = mapping.optionalString("append").flatMap { encoding.encode($0.value) }
        let isSame = mapping.optionalBoolean("same_number") ?? (kind == .duplicate)
        mapping.rejectUnreadKeys()
        if hasClass, kind == nil { return nil }
        guard let kind, let rows, let position = day.map(Fault.Position.day) ?? row.map(Fault.Position.row)
        else {
            node.collector.error(at: node.location, "a fault needs `class` and `at` (a day) or `after_row`")
            return nil
        }
        return Fault(
            kind: kind, position: position, rows: rows, texts: texts, droppedColumn: dropped ?? nil,
            appended: appended, strayQuoteColumn: strayQuote ?? nil, renumbered: isSame ? nil : renumbered)
    }

    private func index(of name: Located<String>, _ node: YAMLNode) -> Int? {
        if let index = columns.firstIndex(of: name.value) { return index }
        let nearest = nearestWord(to: name.value, among: columns).map { "did you mean `\($0)`?" }
        node.collector.error(at: name.location, "the file has no column `\(name.value)`", remedy: nearest)
        return nil
    }
}
