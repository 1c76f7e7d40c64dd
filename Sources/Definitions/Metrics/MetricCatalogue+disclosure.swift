extension MetricCatalogue {
    /// How small counts behind a simple metric are protected; nil when they are published.
    package func disclosure(of simpleMetric: String) -> DisclosureDefinition? {
        guard let rule = metrics[simpleMetric]?.disclosure?.value, case .control(let control) = rule else { return nil }
        return control
    }

    /// Whether any count that a metric comes down to is protected.
    package func isControlled(_ name: String) -> Bool {
        simpleMetrics(of: name).contains { disclosure(of: $0.name.value) != nil }
    }
}
