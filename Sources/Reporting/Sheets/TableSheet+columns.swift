internal import Definitions
internal import MetricQueries

/// A column of figures: a metric, or something that is told beside it.
struct FigureColumn: Equatable {
    let metric: Int
    var facet: MetricFacet?
}

extension TableSheet {
    /// Each metric with what stands behind it: how many a sample has, its interval, its target.
    ///
    /// How many there are always stands beside a figure of a sample; once, where several have the same or where it is a
    /// metric of the table itself.
    var figureColumns: [FigureColumn] {
        var sizes = Set(metrics.map(\.name.value))
        return metrics.indices.flatMap { index in
            let metric = metrics[index]
            var facets: [MetricFacet?] = [nil]
            let size = metric.sizeMetric(words.project.metrics)
            if let facet = metric.sizeFacet, size.map({ sizes.insert($0).inserted }) ?? true { facets.append(facet) }
            if definition.showsIntervals, metric.hasInterval { facets += [.low, .high] }
            if definition.showsTargets, !metric.targets.isEmpty { facets += [.target, .gap] }
            return facets.map { FigureColumn(metric: index, facet: $0) }
        }
    }

    /// The heading of what stands behind a metric; where several have the same, it says whose it is.
    func heading(of facet: MetricFacet, _ metric: MetricDefinition) -> String {
        let label = metric.label[words.language]
        func own(_ heading: String, among count: Int) -> String { count > 1 ? "\(heading): \(label)" : heading }
        switch facet {
        case .base:
            let base = metric.sample?.base.flatMap { words.project.metrics[$0.value]?.label[words.language] }
            return words.phrases.size(of: base)
        case .count: return own(words.phrases.heading(of: facet), among: metrics.count { $0.sizeFacet == .count })
        case .low, .high: return own(words.phrases.heading(of: facet), among: metrics.count(where: \.hasInterval))
        case .gap:
            let heading = words.gapUnit(of: metric).map { "\(words.phrases.heading(of: facet)) (\($0))" }
            return own(heading ?? words.phrases.heading(of: facet), among: metrics.count { !$0.targets.isEmpty })
        case .target:
            let heading = words.unit(of: metric).map { "\(words.phrases.heading(of: facet)) (\($0))" }
            return own(heading ?? words.phrases.heading(of: facet), among: metrics.count { !$0.targets.isEmpty })
        case .marks, .numerator, .denominator, .countBefore, .period:
            return own(words.phrases.heading(of: facet), among: metrics.count)
        }
    }
}
