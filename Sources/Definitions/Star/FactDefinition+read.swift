extension FactDefinition {
    /// Reads one file of `warehouse/facts/`; reports everything that is wrong in it.
    package init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("fact") else { return nil }
        let collector = node.collector
        let name = mapping.string("fact")
        name?.checkIdentifier("fact", collector)
        let description = mapping.text("description")
        let grain = mapping.strings("grain")
        let distributeBy = mapping.string("distribute_by")
        let event = mapping.string("event")
        var roleList = mapping.mapping("dimensions")
        let roles = roleList?.entries().compactMap { Self.readRole($0.key, $0.value, collector) }
        var columnList = mapping.optionalMapping("columns")
        let columns = columnList?.entries().compactMap { Self.readColumn($0.key, $0.value, collector) } ?? []
        var measureList = mapping.optionalMapping("measures")
        let measures = measureList?.entries().compactMap { Self.readMeasure($0.key, $0.value, collector) } ?? []
        mapping.rejectUnreadKeys()
        guard let name, let description, let grain, let distributeBy, let event, let roles else { return nil }
        self.init(
            name: name, description: description, grain: grain, distributeBy: distributeBy, event: event,
            roles: roles, columns: columns, measures: measures, location: node.location)
        checkNames(collector)
    }

    private static func readRole(
        _ name: Located<String>, _ node: YAMLNode, _ collector: DiagnosticCollector
    ) -> Role? {
        name.checkIdentifier("dimension role", collector)
        if let dimension = node.scalarText {
            return Role(name: name, dimension: Located(dimension, at: node.location), optional: false, description: nil)
        }
        guard var mapping = node.mapping(name.value) else { return nil }
        let dimension = mapping.string("dimension")
        let optional = mapping.optionalBoolean("optional") ?? false
        let description = mapping.optionalText("description")
        mapping.rejectUnreadKeys()
        return dimension.map { Role(name: name, dimension: $0, optional: optional, description: description) }
    }

    private static func readColumn(
        _ name: Located<String>, _ node: YAMLNode, _ collector: DiagnosticCollector
    ) -> Column? {
        name.checkIdentifier("column", collector)
        if node.isScalar {
            return node.columnType(name.value).map {
                Column(name: name, type: $0, optional: false, description: nil)
            }
        }
        guard var mapping = node.mapping(name.value) else { return nil }
        let type = mapping.required("type")?.columnType("type")
        let optional = mapping.optionalBoolean("optional") ?? false
        let description = mapping.optionalText("description")
        mapping.rejectUnreadKeys()
        return type.map { Column(name: name, type: $0, optional: optional, description: description) }
    }

    private static func readMeasure(
        _ name: Located<String>, _ node: YAMLNode, _ collector: DiagnosticCollector
    ) -> Measure? {
        name.checkIdentifier("measure", collector)
        guard var mapping = node.mapping(name.value) else { return nil }
        let type = mapping.required("type")?.columnType("type")
        let unit = mapping.string("unit")
        let adds = mapping.strings("adds_over")?.compactMap { word in
            if let additivity = Additivity(rawValue: word.value) { return additivity }
            collector.error(
                at: word.location, "`\(word.value)` is nothing to add over", remedy: "use `time`, `members` or both")
            return nil
        }
        let optional = mapping.optionalBoolean("optional") ?? false
        let description = mapping.optionalText("description")
        mapping.rejectUnreadKeys()
        guard let type, let unit, let adds else { return nil }
        if !type.isNumeric {
            collector.error(
                at: name.location, "measure `\(name.value)` has the type \(type)",
                remedy: "use integer, bigint or decimal(p,s)")
        }
        return Measure(
            name: name, type: type, unit: unit, addsOver: Set(adds), optional: optional, description: description)
    }

    /// Reports names that clash or lead nowhere inside this file.
    private func checkNames(_ collector: DiagnosticCollector) {
        var seen = Set(["slice", "version", "delivery", "line", "slice_key", "version_key", "delivery_key"])
        for name in roles.map(\.name) + columns.map(\.name) + measures.map(\.name)
        where !seen.insert(name.value).inserted {
            collector.error(
                at: name.location, "`\(name.value)` is already a name in this fact or one of the engine's own",
                remedy: "choose another name")
        }
        for part in grain where role(part.value) == nil && column(part.value) == nil {
            collector.error(
                at: part.location, "`grain` names `\(part.value)`, which is neither a dimension role nor a column",
                remedy: "use one of \(fields.joined(separator: ", "))")
        }
        // Two rows that lack a part of the grain would pass for different ones in the index that proves it.
        for part in grain where column(part.value)?.optional == true {
            collector.error(
                at: part.location, "`grain` names `\(part.value)`, which a row may lack",
                remedy: "a part of the grain is never optional")
        }
        if !grain.contains(distributeBy) {
            collector.error(
                at: distributeBy.location, "`distribute_by` is not part of the grain",
                remedy: "use one of \(grain.map(\.value).joined(separator: ", "))")
        }
        if role(event.value) == nil {
            collector.error(
                at: event.location, "`event` names `\(event.value)`, which is not a dimension role",
                remedy: "name a role that plays a calendar dimension")
        }
    }
}
