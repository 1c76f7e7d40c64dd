internal import Definitions
internal import MetricQueries

/// Which counts of deliveries are kept from being published, since they are of few persons or would tell such counts.
///
/// A count of a delivery is one of the fact's rows like any figure: where each office delivers by itself, it is the figure
/// of that office.
struct HiddenDeliveryCounts {
    enum Count: CaseIterable { case read, loaded, rejected, duplicate }

    /// By the delivery's place in the list.
    private var hidden: [Set<Count>]

    /// - Parameter hiddenFacts: those of which a whole period is hidden, which the counts would tell.
    init(_ deliveries: [UsedDelivery], of project: Project, hiddenFacts: Set<String>) {
        hidden = Array(repeating: [], count: deliveries.count)
        let facts = deliveries.map { project.pipelines[$0.pipeline]?.load.value }
        for fact in Set(facts.compactMap(\.self)) {
            let places = deliveries.indices.filter { facts[$0] == fact }
            if hiddenFacts.contains(fact) {
                for place in places { hidden[place] = Set(Count.allCases) }
                continue
            }
            let smallest = project.metricCatalogue.smallestShown(of: fact)
            for (measure, minimum) in smallest.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
                hideSmall(places, deliveries, measure, below: Int128(minimum))
            }
        }
    }

    /// Whether a count of the delivery is to be shown as confidential; nothing at all is no secret.
    func hides(_ count: Count, at place: Int, in delivery: UsedDelivery) -> Bool {
        guard hidden[place].contains(count) else { return false }
        return delivery.balances.first.flatMap { DecimalNumber($0.text(count)) }?.units != 0
    }

    private mutating func hideSmall(
        _ places: [Int], _ deliveries: [UsedDelivery], _ measure: String?, below minimum: Int128
    ) {
        func units(_ count: Count, _ place: Int) -> Int128 {
            let balance = deliveries[place].balances.first { $0.measure == measure }
            return balance.flatMap { DecimalNumber($0.text(count)) }.map { $0.decimals == 0 ? $0.units : 0 } ?? 0
        }
        for place in places {
            for count in Count.allCases where (1..<minimum).contains(units(count, place)) {
                hidden[place].insert(count)
            }
            // What was read, less the others, is the one that is hidden.
            if !hidden[place].isEmpty { hidden[place].insert(.read) }
        }
        // The rows of a period, which its table shows, less those of the other deliveries are those of one.
        var secret = places.filter { hidden[$0].contains(.loaded) }
        guard !secret.isEmpty else { return }
        var sum = secret.reduce(0) { $0 + units(.loaded, $1) }
        let others = places.filter { !secret.contains($0) && units(.loaded, $0) > 0 }
            .sorted { (units(.loaded, $0), $0) < (units(.loaded, $1), $1) }
        for place in others {
            // Each of the others is one at least: what is left must be as much as a small count can be.
            if secret.count > 1, sum - Int128(secret.count - 1) >= max(minimum - 1, 2) { return }
            secret.append(place)
            sum += units(.loaded, place)
            hidden[place].formUnion([.loaded, .read])
        }
    }
}

extension UsedDelivery.Balance {
    func text(_ count: HiddenDeliveryCounts.Count) -> String {
        switch count {
        case .read: read
        case .loaded: loaded
        case .rejected: rejected
        case .duplicate: duplicate
        }
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
