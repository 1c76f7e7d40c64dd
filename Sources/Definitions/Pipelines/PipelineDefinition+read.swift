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
        let expected = mapping.node("expected").flatMap { Self.readExpectation($0) }
        let load = mapping.string("load")
        var columnList = mapping.mapping("columns")
        let columns = columnList?.entries().compactMap { ColumnMapping($0.key, $0.value) }
        let totals = mapping.optionalStrings("totals") ?? []
        let checks = mapping.optionalSequence("checks")?.compactMap { CheckDefinition($0) } ?? []
        let rejects = mapping.node("rejects").flatMap { Self.readLimit($0) }
        mapping.rejectUnreadKeys()
        guard let name, let description, let source, let load, let columns else { return nil }
        self.init(
            name: name, description: description, source: source, slice: slice, expected: expected, load: load,
            columns: columns, totals: totals, checks: checks, rejects: rejects, location: node.location)
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
        mapping.rejectUnreadKeys()
        guard let every, let from else { return nil }
        return Expectation(every: every, from: from)
    }

    private static func readLimit(_ node: YAMLNode) -> RejectLimit? {
        guard var mapping = node.mapping("rejects") else { return nil }
        let atMost = mapping.string("at_most")
        let minimumRows = mapping.optionalInteger("minimum_rows")?.value ?? 100
        mapping.rejectUnreadKeys()
        guard let atMost else { return nil }
        guard let bound = RejectLimit.Bound(atMost.value) else {
            node.collector.error(
                at: atMost.location, "`\(atMost.value)` is not a limit",
                remedy: "write a number of rows (`20`) or a share (`1%`, two decimals at most)")
            return nil
        }
        return RejectLimit(atMost: bound, minimumRows: minimumRows)
    }
}

extension PipelineDefinition.RejectLimit.Bound {
    /// Parses `20` or `1.25%`.
    init?(_ text: String) {
        guard text.hasSuffix("%") else {
            guard let rows = Int(text), rows >= 0 else { return nil }
            self = .rows(rows)
            return
        }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), (0...100).contains(whole), parts.count <= 2 else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.utf8.count <= 2, fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let hundredths = Int((fraction + "00").prefix(2))
        else { return nil }
        self = .share(basisPoints: whole * 100 + hundredths)
    }
}
