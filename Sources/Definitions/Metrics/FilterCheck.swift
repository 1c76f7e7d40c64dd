/// Checks the conditions of a `where:` against the fact they are asked of.
struct FilterCheck {
    let fact: FactDefinition
    let dateRole: String?
    let resolver: AttributeResolver
    /// The curated tables, by name: a value that no member has would silently select nothing.
    let references: [String: ReferenceTable]
    let collector: DiagnosticCollector

    func run(_ filters: [Filter]) {
        for filter in filters {
            do {
                let attribute = try resolver.resolve(filter.path.value, in: fact, dateRole: dateRole)
                check(filter, attribute)
            } catch {
                collector.error(at: filter.path.location, error.message, remedy: error.remedy)
            }
        }
    }

    private func check(_ filter: Filter, _ attribute: ResolvedAttribute) {
        if case .isKnown = filter.condition { return }
        guard let type = attribute.type else {
            collector.error(
                at: filter.path.location, "`\(filter.path.value)` is a member, not a value",
                remedy: "compare one of its columns, such as `\(filter.path.value).\(keyName(attribute))`")
            return
        }
        switch filter.condition {
        case .isIn(let values), .isNotIn(let values):
            for value in values { check(value, type) }
            checkMembers(values, attribute)
        case .range(let from, let to):
            if !type.isNumeric, type != .date, type != .timestamp {
                collector.error(
                    at: filter.path.location, "`\(filter.path.value)` is \(type) and has no order",
                    remedy: "use `from` and `to` with dates and numbers")
            }
            for value in [from, to].compactMap({ $0 }) { check(value, type) }
        case .isKnown: break
        }
    }

    private func checkMembers(_ values: [Located<String>], _ attribute: ResolvedAttribute) {
        guard case .file(let path) = attribute.dimension?.members,
            let table = references[stem(of: path.value)]
        else {
            return
        }
        let columns: [DimensionDefinition.Column]
        switch attribute.value {
        case .column(let column): columns = [column]
        case .localized(let english, let thai): columns = [english, thai]
        case .member, .own: return
        }
        let indexes = columns.compactMap { table.column($0.name.value) }
        guard columns.allSatisfy({ $0.type == .text }), indexes.count == columns.count else { return }
        let members = Set(table.rows.flatMap { row in indexes.map { row[$0] } })
        for value in values where !members.contains(value.value) {
            collector.error(
                at: value.location,
                "no member of `\(table.file)` has the `\(attribute.path)` `\(value.value)`",
                remedy: suggestion(value.value, members))
        }
    }

    private func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.hasSuffix(".csv") ? name.dropLast(4) : name)
    }

    private func keyName(_ attribute: ResolvedAttribute) -> String {
        attribute.dimension?.key.first?.value ?? "code"
    }

    private func check(_ value: Located<String>, _ type: ColumnType) {
        let expected: String
        switch type {
        case .integer, .bigint:
            if Int64(value.value) != nil { return }
            expected = "a whole number"
        case .decimal:
            if isPlainDecimal(value.value) { return }
            expected = "a number"
        case .date, .timestamp:
            if isISODate(value.value) { return }
            expected = "a day, yyyy-mm-dd"
        case .boolean:
            if value.value == "true" || value.value == "false" { return }
            expected = "true or false"
        case .pseudonym:
            collector.error(
                at: value.location, "pseudonyms cannot be compared with a value",
                remedy: "use `{ known: true }`")
            return
        case .text: return
        }
        collector.error(at: value.location, "`\(value.value)` is not \(type)", remedy: "write \(expected)")
    }

    private func isISODate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [4, 2, 2] && parts.allSatisfy { $0.utf8.allSatisfy(isDigit) }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
