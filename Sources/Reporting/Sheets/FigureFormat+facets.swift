internal import Definitions
internal import MetricQueries

extension FigureFormat {
    /// What is told beside a figure, as a cell of its own.
    ///
    /// What would say something of a figure that is not shown is not shown either, for the same reason.
    func cell(_ facet: MetricFacet, of figure: MetricCell) throws -> LayoutCell {
        switch facet {
        case .target: return try figure.target.map { try cell(MetricCell($0)) } ?? .absent(.notApplicable)
        case .gap:
            guard figure.target != nil else { return .absent(.notApplicable) }
            return try figure.gap().map { try cell(gap: $0) } ?? cell(figure)
        case .low, .high:
            guard figure.value != nil else { return try cell(figure) }
            guard let interval = figure.interval else { return .absent(.notApplicable) }
            return try cell(end: facet == .low ? interval.low : interval.high)
        case .count, .base:
            guard figure.state != .confidential else { return .absent(.confidential) }
            let number = facet == .count ? figure.count.map { Rational($0) } : figure.base
            guard let number, number.isWhole else {
                return try figure.value == nil ? cell(figure) : .absent(.notAvailable)
            }
            return .integer(number.numerator)
        case .marks, .numerator, .denominator, .countBefore, .period: return .absent(.notApplicable)
        }
    }
}

extension MetricDefinition {
    /// The facet that says how many a figure of a sample stands on; nil for what is counted in full.
    var sizeFacet: MetricFacet? { sample.map { $0.base == nil ? .count : .base } }

    /// The metric that says the same as that facet; nil when there is none.
    func sizeMetric(_ metrics: [String: MetricDefinition]) -> String? {
        guard case .ratio(let ratio) = kind, let sample = ratio.sample else { return nil }
        if let base = sample.base { return base.value }
        guard case .simple(let counted) = metrics[ratio.denominator.value]?.kind, counted.aggregation == .count
        else { return nil }
        return ratio.denominator.value
    }
}
