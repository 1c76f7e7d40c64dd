extension DisclosureRule {
    private static let remedy =
        "write `survey`, `administrative`, `none` or `{ below: 7 }`, with `counted: values` where each row stands for many"

    /// Reads `disclosure: survey`, `disclosure: none` or `disclosure: { below: 7, counted: values }`.
    ///
    /// - Parameter metric: what the rule is declared for; `counted: values` are those of its measure.
    init?(_ node: YAMLNode, of metric: MetricDefinition.Simple) {
        if node.isMapping {
            guard let control = Self.readControl(node, of: metric) else { return nil }
            self = .control(control)
            return
        }
        switch node.scalarText {
        case "survey": self = .control(.survey)
        case "administrative": self = .control(.administrative)
        case "none": self = .none
        default:
            node.collector.error(
                at: node.location, "`disclosure` does not say from which count on a figure is published",
                remedy: Self.remedy)
            return nil
        }
    }

    private static func readControl(_ node: YAMLNode, of metric: MetricDefinition.Simple) -> DisclosureDefinition? {
        guard var mapping = node.mapping("disclosure") else { return nil }
        let belowNode = mapping.required("below")
        let below = belowNode?.integer("below")
        let counted = mapping.optionalString("counted")
        mapping.rejectUnreadKeys()
        guard let belowNode, let below else { return nil }
        let allowed = DisclosureDefinition.allowedMinimums
        guard allowed.contains(below) else {
            node.collector.error(
                at: belowNode.location, "`below` is \(below)",
                remedy: "write \(allowed.lowerBound) to \(allowed.upperBound), or `disclosure: none`")
            return nil
        }
        switch counted.map({ ($0, DisclosureDefinition.Counted(rawValue: $0.value)) }) {
        case nil, (_, .rows)?: return DisclosureDefinition(below: below)
        case (let counted, .values)?:
            guard [.sum, .last].contains(metric.aggregation), let of = metric.of else {
                node.collector.error(
                    at: counted.location, "`counted: values` goes with `agg: sum` and `agg: last` only",
                    remedy: "leave it out, or name the measure whose sum is the count")
                return nil
            }
            return DisclosureDefinition(below: below, sumOf: of)
        case (let counted, nil)?: return DisclosureDefinition(below: below, sumOf: counted)
        }
    }
}
