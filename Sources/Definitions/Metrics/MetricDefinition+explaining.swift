extension MetricDefinition {
    /// Why the change of a metric does not follow from those of its members, and what would; nil when it does.
    package func obstacleToExplaining(_ catalogue: MetricCatalogue) -> AttributeError? {
        let sides: [Located<String>]
        switch kind {
        case .change(let change):
            // A change of a change is refused elsewhere; it may be a circle.
            guard let of = catalogue.metrics[change.of.value] else { return nil }
            if case .change = of.kind { return nil }
            return of.obstacleToExplaining(catalogue)
        case .difference(let difference):
            return AttributeError(
                message: "it is the gap between two metrics",
                remedy: "explain `\(difference.of.value)` and `\(difference.minus.value)`")
        // What else a ratio names, such as the base of its reliability, is no part of its value.
        case .ratio(let ratio): sides = [ratio.numerator, ratio.denominator]
        case .simple, .cumulative: sides = [name]
        }
        for part in sides.flatMap({ catalogue.simpleMetrics(of: $0.value) }) {
            guard case .simple(let simple) = part.kind else { continue }
            switch simple.aggregation {
            case .count, .sum, .last: continue
            case .countDistinct, .min, .max:
                return AttributeError(
                    message: "`\(part.name.value)` (\(simple.aggregation.rawValue)) does not add up over members",
                    remedy: "explain a count, a sum or a ratio of them")
            }
        }
        return nil
    }
}
