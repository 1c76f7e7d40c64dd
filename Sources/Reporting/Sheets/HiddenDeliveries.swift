internal import Definitions
internal import MetricQueries

/// Of which deliveries it is not published how many rows were loaded, since that would tell of few persons.
///
/// What a delivery brought is a count of the fact's rows like any figure: where each office delivers by itself, it is the
/// figure of that office. What was rejected or delivered twice is in no figure and tells of nobody, so it stays.
struct HiddenDeliveries {
    /// By their places in the list.
    private(set) var places: Set<Int> = []

    /// - Parameter hiddenFacts: those of which a whole period is hidden, which the deliveries would tell.
    init(_ deliveries: [UsedDelivery], of project: Project, hiddenFacts: Set<String>) {
        let facts = deliveries.map { project.pipelines[$0.pipeline]?.load.value }
        for fact in Set(facts.compactMap(\.self)) {
            // A delivery of which nothing was loaded is no secret.
            let loaded = deliveries.indices.filter { facts[$0] == fact && deliveries[$0].loaded(nil) > 0 }
            if hiddenFacts.contains(fact) {
                places.formUnion(loaded)
                continue
            }
            let smallest = project.metricCatalogue.smallestShown(of: fact)
            for (measure, minimum) in smallest.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
                hideSmall(loaded.map { ($0, deliveries[$0].loaded(measure)) }, below: Int128(minimum))
            }
        }
    }

    private mutating func hideSmall(_ counts: [(place: Int, count: Int128)], below minimum: Int128) {
        places.formUnion(counts.filter { (1..<minimum).contains($0.count) }.map(\.place))
        // The fact's own total, which tables show, less those of the other deliveries is that of one.
        var hidden = counts.filter { places.contains($0.place) }.map(\.count)
        guard !hidden.isEmpty else { return }
        let others = counts.filter { $0.count > 0 && !places.contains($0.place) }
            .sorted { ($0.count, $0.place) < ($1.count, $1.place) }
        for other in others {
            // Each of the others is one at least: what is left must be as much as a small count can be.
            let rest = hidden.reduce(0, +) - Int128(hidden.count - 1)
            if hidden.count > 1, rest >= max(minimum - 1, 2) { return }
            hidden.append(other.count)
            places.insert(other.place)
        }
    }
}

extension UsedDelivery {
    /// How many rows were loaded, or the sum of a measure over them; zero for what is no whole number.
    fileprivate func loaded(_ measure: String?) -> Int128 {
        let number = balances.first { $0.measure == measure }.flatMap { DecimalNumber($0.loaded) }
        return number.map { $0.decimals == 0 ? $0.units : 0 } ?? 0
    }
}

extension MetricCatalogue {
    /// From which count on a fact's rows (nil), or the sums of a measure, are shown.
    fileprivate func smallestShown(of fact: String) -> [String?: Int] {
        var smallest: [String?: Int] = [:]
        for metric in metrics.values {
            guard case .simple(let simple) = metric.kind, simple.fact.value == fact,
                let control = disclosure(of: metric.name.value)
            else { continue }
            smallest[control.measure?.value] = control.below
        }
        return smallest
    }
}
