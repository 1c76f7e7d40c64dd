/// The two units that the engine itself knows; any other is a word of the project's `units:`.
package enum MetricUnit {
    /// A fraction, shown times one hundred.
    package static let percent = "percent"
    /// A difference of two fractions, shown times one hundred.
    package static let percentagePoint = "percentage_point"
}

/// What follows from how metrics are made of each other.
package struct MetricCatalogue: Sendable {
    package let metrics: [String: MetricDefinition]
    private let facts: [String: FactDefinition]

    package init(metrics: [String: MetricDefinition], facts: [String: FactDefinition]) {
        self.metrics = metrics
        self.facts = facts
    }

    /// The unit as declared, or what follows from the metric's kind; nil for a number without one.
    package func unit(of name: String) -> String? { unit(of: name, depth: 0) }

    private func unit(of name: String, depth: Int) -> String? {
        // The metrics may not have been checked for circles yet.
        guard let metric = metrics[name], depth < 16 else { return nil }
        if let unit = metric.unit { return unit.value }
        switch metric.kind {
        case .simple(let simple):
            guard simple.times == nil, simple.aggregation != .countDistinct, let of = simple.of else {
                return nil
            }
            return facts[simple.fact.value]?.measure(of.value)?.unit.value
        case .ratio: return MetricUnit.percent
        case .difference(let difference):
            let base = unit(of: difference.of.value, depth: depth + 1)
            return base == MetricUnit.percent ? MetricUnit.percentagePoint : base
        case .cumulative(let cumulative): return unit(of: cumulative.of.value, depth: depth + 1)
        case .change(let change):
            let base = unit(of: change.of.value, depth: depth + 1)
            switch change.kind {
            case .previous: return base
            case .difference: return base == MetricUnit.percent ? MetricUnit.percentagePoint : base
            case .relativeChange: return MetricUnit.percent
            }
        }
    }

    /// The metric with its unit filled in, wherever it follows from.
    package func metric(_ name: String) -> MetricDefinition? {
        guard var metric = metrics[name] else { return nil }
        if metric.unit == nil, let unit = unit(of: name) { metric.unit = Located(unit, at: metric.location) }
        return metric
    }

    /// The simple metrics that a metric comes down to, itself included, each once.
    package func simpleMetrics(of name: String) -> [MetricDefinition] {
        var seen: Set<String> = []
        var found: [MetricDefinition] = []
        func visit(_ name: String) {
            guard seen.insert(name).inserted, let metric = metrics[name] else { return }
            if case .simple = metric.kind { found.append(metric) }
            for component in metric.components { visit(component.value) }
        }
        visit(name)
        return found
    }

    /// The facts that metrics are computed from, each once, in the order of their first mention.
    package func factNames(of names: some Sequence<String>) -> [String] {
        var seen: Set<String> = []
        return names.flatMap(simpleMetrics).compactMap { metric in
            guard case .simple(let simple) = metric.kind, seen.insert(simple.fact.value).inserted else {
                return nil
            }
            return simple.fact.value
        }
    }
}
