extension RuleDefinition {
    /// Reads one file of `warehouse/rules/`; reports everything that is wrong in it.
    package init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("rule") else { return nil }
        let collector = node.collector
        let name = mapping.string("rule")
        name?.checkIdentifier("rule", collector)
        let description = mapping.text("description")
        let compare = mapping.node("compare")
        let orphans = mapping.node("orphans")
        let every = mapping.choice("every", of: PipelineDefinition.Expectation.Rhythm.self) ?? .month
        let from = mapping.optionalString("from")
        let severity =
            mapping.required("severity") == nil
            ? nil : mapping.choice("severity", of: CheckDefinition.Severity.self)
        let message = mapping.text("message")
        mapping.rejectUnreadKeys()
        let kind: Kind?
        switch (compare, orphans) {
        case (let compare?, nil): kind = Self.readComparison(compare).map { .compare($0) }
        case (nil, let orphans?): kind = Self.readOrphans(orphans).map { .orphans($0) }
        default:
            collector.error(
                at: node.location, "a rule says exactly one thing",
                remedy: "write `compare: { … }` or `orphans: { … }`")
            kind = nil
        }
        guard let name, let description, let kind, let severity, let message else { return nil }
        self.init(
            name: name, description: description, kind: kind, every: every, from: from, severity: severity,
            message: message, location: node.location)
    }

    private static func readComparison(_ node: YAMLNode) -> Comparison? {
        guard var mapping = node.mapping("compare") else { return nil }
        let metrics = mapping.strings("metrics")
        let by = mapping.strings("by")
        let tolerance = mapping.optionalString("tolerance")
        mapping.rejectUnreadKeys()
        let bound = tolerance.map { Tolerance($0.value) } ?? .amount("0")
        if let tolerance, bound == nil {
            node.collector.error(
                at: tolerance.location, "`\(tolerance.value)` is not a tolerance",
                remedy: "write an amount (`0.01`) or a share of the larger figure (`0.5%`)")
        }
        guard let metrics, let by, let bound else { return nil }
        guard metrics.count == 2 else {
            node.collector.error(
                at: node.location, "`metrics` names \(metrics.count), a comparison has two sides",
                remedy: "write `metrics: [LEFT, RIGHT]`")
            return nil
        }
        return Comparison(left: metrics[0], right: metrics[1], by: by, tolerance: bound)
    }

    private static func readOrphans(_ node: YAMLNode) -> Orphans? {
        guard var mapping = node.mapping("orphans") else { return nil }
        let fact = mapping.string("fact")
        let role = mapping.string("role")
        let sum = mapping.optionalString("sum")
        mapping.rejectUnreadKeys()
        guard let fact, let role else { return nil }
        return Orphans(fact: fact, role: role, sum: sum)
    }
}
