extension Coverage {
    /// Reads `covers: { name: …, calendar: … }`; reports everything that is wrong in it.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("covers") else { return nil }
        let name = mapping.string("name")
        let calendar = mapping.choice("calendar", of: ColumnMapping.Calendar.self) ?? .gregorian
        mapping.rejectUnreadKeys()
        guard let name, let elements = Self.elements(of: name, node.collector) else { return nil }
        self.init(name: name, calendar: calendar, elements: elements)
        check(node.collector)
    }

    /// Takes a pattern apart.
    private static func elements(of name: Located<String>, _ collector: DiagnosticCollector) -> [Element]? {
        var elements: [Element] = []
        var rest = Substring(DeliveryName(name.value).plain)
        while let character = rest.popFirst() {
            switch character {
            case "*": elements.append(.anything)
            case "{":
                let word = rest.prefix { $0 != "}" }
                guard word.endIndex < rest.endIndex, let placeholder = Placeholder(rawValue: String(word)) else {
                    collector.error(
                        at: name.location, "`{\(word)}` is no part of a file's name that `covers` knows",
                        remedy: "use \(Placeholder.spellings) or `*` for anything")
                    return nil
                }
                elements.append(.placeholder(placeholder))
                rest = rest[word.endIndex...].dropFirst()
            default: elements.append(.literal(character))
            }
        }
        return elements
    }

    private func check(_ collector: DiagnosticCollector) {
        func error(_ message: String, _ remedy: String) {
            collector.error(at: name.location, message, remedy: remedy)
        }
        func has(_ placeholder: Placeholder) -> Bool { elements.contains(.placeholder(placeholder)) }

        if name.value.contains("/") {
            error("`covers` is held against the name of a file, which has no folder", "write the name alone")
        }
        for placeholder in Placeholder.allCases
        where elements.count(where: { $0 == .placeholder(placeholder) }) > 1 {
            error("`{\(placeholder.rawValue)}` stands twice in the name", "keep one, and write `*` for the other")
        }
        if !has(.year) {
            error("the name does not say which year a delivery speaks for", "add `{yyyy}`, or drop `covers`")
        }
        if has(.day), !has(.month) { error("`{dd}` is a day of no month", "add `{MM}`") }
        if has(.quarter), has(.month) { error("the name says a quarter and a month", "keep `{q}` or `{MM}`") }
        let open: Set<Element> = [.anything, .placeholder(.part)]
        if zip(elements, elements.dropFirst()).contains(where: { open.contains($0) && open.contains($1) }) {
            error("nothing tells where `{part}` or `*` ends and the next begins", "put a character between them")
        }
    }
}
