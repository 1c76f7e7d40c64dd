extension PipelineDefinition {
    /// Reads one file of `pipelines/`; reports everything that is wrong in it.
    package init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("pipeline") else { return nil }
        let collector = node.collector
        let name = mapping.string("pipeline")
        name?.checkIdentifier("pipeline", collector)
        let description = mapping.text("description")
        let source = mapping.required("source").flatMap { SourceDefinition($0) }
        let slice = mapping.node("slice").flatMap { Self.readSlice($0) }
        let covers = mapping.node("covers").flatMap { Coverage($0) }
        let mode = mapping.choice("mode", of: DeliveryMode.self) ?? .replace
        let order = mapping.choice("order", of: Order.self) ?? .name
        let unique = mapping.choice("unique", of: Uniqueness.self) ?? .slice
        let expected = mapping.node("expected").flatMap { Self.readExpectation($0) }
        let full = mapping.node("full").flatMap { FullList($0) }
        let load = mapping.string("load")
        var columnList = mapping.mapping("columns")
        let columns = columnList?.entries().compactMap { ColumnMapping($0.key, $0.value) }
        let totals = mapping.optionalStrings("totals") ?? []
        let control = mapping.node("control").flatMap { ControlFile($0) }
        let checks = mapping.optionalSequence("checks")?.compactMap { CheckDefinition($0) } ?? []
        let rejects = mapping.node("rejects").flatMap { RejectLimit($0) }
        mapping.rejectUnreadKeys()
        guard let name, let description, let source, let load, let columns else { return nil }
        self.init(
            name: name, description: description, source: source, slice: slice, covers: covers, mode: mode,
            order: order, unique: unique, expected: expected, full: full, load: load, columns: columns, totals: totals,
            control: control, checks: checks, rejects: rejects, location: node.location, keys: mapping.keys)
    }

    private static func readSlice(_ node: YAMLNode) -> Slice? {
        guard var mapping = node.mapping("slice") else { return nil }
        if mapping.required("by") == nil { return nil }
        let by = mapping.choice("by", of: Slice.Grain.self)
        let of = mapping.string("of")
        let part = mapping.optionalString("part")
        mapping.rejectUnreadKeys()
        guard let by, let of else { return nil }
        return Slice(by: by, of: of, part: part)
    }

    private static func readExpectation(_ node: YAMLNode) -> Expectation? {
        guard var mapping = node.mapping("expected") else { return nil }
        if mapping.required("every") == nil { return nil }
        let every = mapping.choice("every", of: Expectation.Rhythm.self)
        let from = mapping.string("from")
        let due = mapping.node("due").flatMap { node in OffsetDefinition(node, "due").map { ($0, node.location) } }
        if let (offset, location) = due, offset.unit != .day {
            node.collector.error(
                at: location, "`due` is not a number of days",
                remedy: "write the days from the end of a period on, such as `15 days`")
        }
        mapping.rejectUnreadKeys()
        guard let every, let from else { return nil }
        return Expectation(every: every, from: from, dueDays: due?.0.count)
    }
}
