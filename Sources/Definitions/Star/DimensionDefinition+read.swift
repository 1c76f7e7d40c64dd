extension DimensionDefinition {
    /// Reads one file of `warehouse/dimensions/`; reports everything that is wrong in it.
    package init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("dimension") else { return nil }
        let collector = node.collector
        let name = mapping.string("dimension")
        name?.checkIdentifier("dimension", collector)
        let description = mapping.text("description")
        let members = Self.readMembers(&mapping, collector)

        // What columns there should be follows from where the members come from.
        guard let members else { return nil }
        var columns: [Column]?
        var key: [Located<String>]?
        switch members {
        case .calendar:
            columns = CalendarColumn.allCases.map { $0.declaration(at: node.location) }
            key = [Located("date", at: node.location)]
        case .deliveries:
            columns = Self.deliveryColumns(at: node.location)
            key = [Located("delivery", at: node.location)]
        case .file, .pipeline:
            columns = Self.readColumns(&mapping, collector)
            key = mapping.strings("key")
        }
        let successor = mapping.optionalString("successor")
        var hierarchyList = mapping.optionalMapping("hierarchies")
        let hierarchies = hierarchyList?.entries().compactMap { HierarchyDefinition($0.key, $0.value) } ?? []
        for part in key ?? [] where columns.map({ !$0.contains { $0.name == part } }) ?? false {
            collector.error(
                at: part.location, "`key` names `\(part.value)`, which is not a column",
                remedy: "declare it under `columns`")
        }
        mapping.rejectUnreadKeys()
        guard let name, let description, let columns, let key else { return nil }
        self.init(
            name: name, description: description, key: key, columns: columns, members: members,
            location: node.location, successor: successor, hierarchies: hierarchies)
        checkSuccessor(collector)
    }

    /// Reports a successor that cannot name a member.
    private func checkSuccessor(_ collector: DiagnosticCollector) {
        guard let successor else { return }
        guard let column = column(successor.value) else {
            collector.error(
                at: successor.location, "`successor` names `\(successor.value)`, which is not a column",
                remedy: "declare it under `columns`")
            return
        }
        guard key.count == 1, let own = key.first.flatMap({ self.column($0.value) }) else {
            collector.error(
                at: successor.location, "a key of \(key.count) columns cannot be named by one",
                remedy: "drop `successor`")
            return
        }
        if column.type != own.type || column.references != nil || column.name == own.name {
            collector.error(
                at: successor.location, "`\(successor.value)` cannot name a member by its `\(own.name.value)`",
                remedy: "name another column of type \(own.type)")
        }
    }

    private static func readMembers(
        _ mapping: inout YAMLMapping, _ collector: DiagnosticCollector
    ) -> Members? {
        if let node = mapping.node("calendar") {
            guard var calendar = node.mapping("calendar") else { return nil }
            let from = calendar.required("from")?.integer("from")
            let to = calendar.required("to")?.integer("to")
            let starts = calendar.optionalInteger("fiscal_year_starts")
            calendar.rejectUnreadKeys()
            guard let from, let to else { return nil }
            guard (1800...2200).contains(from), (from...2200).contains(to) else {
                collector.error(
                    at: node.location, "the calendar runs from \(from) to \(to)",
                    remedy: "give two years (CE) between 1800 and 2200, the first one first")
                return nil
            }
            guard (1...12).contains(starts?.value ?? 1) else {
                collector.error(at: node.location, "`fiscal_year_starts` is a month, 1 to 12")
                return nil
            }
            return .calendar(
                CalendarDeclaration(fromYear: from, toYear: to, fiscalYearStarts: starts?.value ?? 1))
        }
        guard let members = mapping.optionalString("members") else { return .pipeline }
        return members.value == "deliveries" ? .deliveries : .file(members)
    }

    private static func readColumns(
        _ mapping: inout YAMLMapping, _ collector: DiagnosticCollector
    ) -> [Column]? {
        var histories: [String: (History, SourceLocation)] = [:]
        if var history = mapping.optionalMapping("history") {
            for key in history.keys {
                if let choice = history.choice(key.value, of: History.self) {
                    histories[key.value] = (choice, key.location)
                }
            }
        }
        guard var list = mapping.mapping("columns") else { return nil }
        let columns = list.entries().compactMap { entry in
            readColumn(entry.key, entry.value, history: histories[entry.key.value]?.0 ?? .overwrite, collector)
        }
        for (name, (_, location)) in histories where !columns.contains(where: { $0.name.value == name }) {
            collector.error(
                at: location, "`history` names `\(name)`, which is not a column",
                remedy: "declare it under `columns`")
        }
        return columns
    }

    private static func readColumn(
        _ name: Located<String>, _ node: YAMLNode, history: History, _ collector: DiagnosticCollector
    ) -> Column? {
        name.checkIdentifier("column", collector)
        if node.isScalar {
            guard let type = node.columnType(name.value) else { return nil }
            return Column(name: name, type: type, description: nil, history: history, references: nil)
        }
        guard var mapping = node.mapping(name.value) else { return nil }
        let description = mapping.optionalText("description")
        let references = mapping.optionalString("references")
        let type = references == nil ? mapping.required("type")?.columnType("type") : .integer
        mapping.rejectUnreadKeys()
        guard let type else { return nil }
        return Column(name: name, type: type, description: description, history: history, references: references)
    }

    private static func deliveryColumns(at location: SourceLocation) -> [Column] {
        let columns: [(String, ColumnType)] = [
            ("delivery", .integer), ("pipeline", .text), ("source", .text), ("sha256", .text),
            ("state", .text), ("loaded_at", .timestamp),
        ]
        return columns.map {
            Column(
                name: Located($0.0, at: location), type: $0.1, description: nil, history: .overwrite,
                references: nil)
        }
    }
}
