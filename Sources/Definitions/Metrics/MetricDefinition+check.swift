extension MetricDefinition {
    /// Checks the metrics against each other, the facts and the dimensions.
    package static func check(
        _ metrics: [String: MetricDefinition], facts: [String: FactDefinition],
        dimensions: [String: DimensionDefinition], units: [String: LocalizedText],
        references: [String: ReferenceTable] = [:], collector: DiagnosticCollector
    ) {
        let check = MetricCheck(
            metrics: metrics, facts: facts, units: units, references: references,
            resolver: AttributeResolver(dimensions: dimensions),
            catalogue: MetricCatalogue(metrics: metrics, facts: facts), collector: collector)
        for metric in metrics.values { check.run(metric) }
        DisclosureCheck(metrics: metrics, facts: facts, collector: collector).run()
    }
}

private struct MetricCheck {
    let metrics: [String: MetricDefinition]
    let facts: [String: FactDefinition]
    let units: [String: LocalizedText]
    let references: [String: ReferenceTable]
    let resolver: AttributeResolver
    let catalogue: MetricCatalogue
    let collector: DiagnosticCollector

    func run(_ metric: MetricDefinition) {
        for component in metric.components where metrics[component.value] == nil {
            collector.error(
                at: component.location, "there is no metric `\(component.value)`",
                remedy: suggestion(component.value, metrics.keys))
        }
        if let circle = circle(from: metric) {
            collector.error(
                at: metric.name.location, "the metric is made of itself: \(circle.joined(separator: " → "))",
                remedy: "break the circle")
            return
        }
        checkUnit(of: metric)
        switch metric.kind {
        case .simple(let simple): check(simple)
        case .ratio(let ratio): check(ratio)
        case .change(let change): check(change)
        case .difference(let difference): check(difference)
        case .cumulative(let cumulative): check(cumulative)
        }
    }

    private func circle(from metric: MetricDefinition) -> [String]? {
        var seen: Set<String> = []
        func search(_ current: MetricDefinition, _ way: [String]) -> [String]? {
            for component in current.components {
                if component == metric.name { return way + [component.value] }
                guard seen.insert(component.value).inserted, let next = metrics[component.value] else {
                    continue
                }
                if let found = search(next, way + [component.value]) { return found }
            }
            return nil
        }
        return search(metric, [metric.name.value])
    }

    private func checkUnit(of metric: MetricDefinition) {
        guard let unit = metric.unit else { return }
        switch unit.value {
        case MetricUnit.percent:
            if case .simple = metric.kind {
                collector.error(
                    at: unit.location, "a count or sum is not a percentage",
                    remedy: "declare a ratio of two metrics")
            }
        case MetricUnit.percentagePoint:
            let of: String? =
                switch metric.kind {
                case .change(let change) where change.kind == .difference: change.of.value
                case .difference(let difference): difference.of.value
                default: nil
                }
            if let of, catalogue.unit(of: of) == MetricUnit.percent { return }
            collector.error(
                at: unit.location,
                "percentage points measure the difference between two rates and nothing else",
                remedy: "use them with the difference of metrics in percent")
        default:
            if units[unit.value] == nil {
                collector.error(
                    at: unit.location, "there is no unit `\(unit.value)`",
                    remedy: suggestion(
                        unit.value, Array(units.keys) + [MetricUnit.percent, MetricUnit.percentagePoint]))
            }
        }
    }

    private func check(_ simple: MetricDefinition.Simple) {
        guard let fact = facts[simple.fact.value] else {
            collector.error(
                at: simple.fact.location, "there is no fact `\(simple.fact.value)`",
                remedy: suggestion(simple.fact.value, facts.keys))
            return
        }
        if let date = simple.date { checkDate(date, fact) }
        if let of = simple.of { check(of, simple.aggregation, fact) }
        if let times = simple.times {
            do {
                let attribute = try resolver.resolve(times.value, in: fact, dateRole: simple.date?.value)
                if attribute.type?.isNumeric != true || attribute.dimension == nil {
                    collector.error(
                        at: times.location, "`\(times.value)` is not a number of a dimension",
                        remedy: "name a numeric column, such as a rate or a tariff")
                }
            } catch {
                collector.error(at: times.location, error.message, remedy: error.remedy)
            }
        }
        FilterCheck(
            fact: fact, dateRole: simple.date?.value, resolver: resolver, references: references,
            collector: collector
        ).run(simple.filters)
    }

    private func checkDate(_ date: Located<String>, _ fact: FactDefinition) {
        do {
            let attribute = try resolver.resolve(date.value, in: fact)
            if case .role(let role, let dimension) = attribute.root, case .member = attribute.value,
                role.name == date, attribute.steps.isEmpty, dimension.isCalendar
            {
                return
            }
            collector.error(
                at: date.location, "`\(date.value)` is not a calendar role of fact `\(fact.name.value)`",
                remedy: "name one of its dates")
        } catch {
            collector.error(at: date.location, error.message, remedy: error.remedy)
        }
    }

    private func check(
        _ of: Located<String>, _ aggregation: MetricDefinition.Aggregation, _ fact: FactDefinition
    ) {
        if aggregation == .countDistinct {
            checkDistinct(of, fact)
            return
        }
        guard let measure = fact.measure(of.value) else {
            collector.error(
                at: of.location, "fact `\(fact.name.value)` has no measure `\(of.value)`",
                remedy: suggestion(of.value, fact.measures.map(\.name.value)))
            return
        }
        switch aggregation {
        case .sum where !measure.addsOver.contains(.members):
            collector.error(
                at: of.location, "`\(of.value)` adds over nothing, so it cannot be summed",
                remedy: "use `min` or `max`, or take a measure that adds over members")
        case .sum where !measure.addsOver.contains(.time):
            collector.error(
                at: of.location, "`\(of.value)` does not add over time, so it cannot be summed over a period",
                remedy: "use `agg: last`, `min` or `max`")
        case .last where !measure.addsOver.contains(.members):
            collector.error(
                at: of.location,
                "`\(of.value)` does not add over members, so it has no total on the last day",
                remedy: "use `min` or `max`")
        default: break
        }
    }

    /// What is counted distinct must be what the rows are spread by: only then does no other node hold the same one.
    private func checkDistinct(_ of: Located<String>, _ fact: FactDefinition) {
        let spread = fact.distributeBy.value
        if fact.tableColumn(of.value) == nil {
            collector.error(
                at: of.location, "fact `\(fact.name.value)` has no `\(of.value)`",
                remedy: suggestion(of.value, fact.fields))
        } else if of.value != spread {
            collector.error(
                at: of.location,
                "`\(of.value)` cannot be counted distinct over several nodes: the rows of fact `\(fact.name.value)` are spread by `\(spread)`",
                remedy: "count `\(spread)`, or the rows of a fact whose `distribute_by` is `\(of.value)`")
        }
    }

    private func check(_ ratio: MetricDefinition.Ratio) {
        for part in [ratio.numerator, ratio.denominator] {
            switch metrics[part.value]?.kind {
            case .ratio:
                collector.error(
                    at: part.location, "`\(part.value)` is a ratio itself",
                    remedy: "take the counts or sums that it is made of")
            case .change, .difference:
                collector.error(
                    at: part.location, "`\(part.value)` is a difference, which has no share",
                    remedy: "take the difference of ratios instead")
            default: break
            }
        }
        SampleCheck(metrics: metrics, collector: collector).run(ratio)
    }

    private func check(_ change: MetricDefinition.Change) {
        guard case .change = metrics[change.of.value]?.kind else { return }
        collector.error(
            at: change.of.location, "`\(change.of.value)` is a change already",
            remedy: "take the metric that it is the change of")
    }

    private func check(_ difference: MetricDefinition.Difference) {
        let units = [difference.of, difference.minus].map { catalogue.unit(of: $0.value) }
        if units[0] != units[1], metrics[difference.of.value] != nil, metrics[difference.minus.value] != nil {
            collector.error(
                at: difference.minus.location,
                "`\(difference.minus.value)` is in \(units[1] ?? "no unit"), `\(difference.of.value)` in \(units[0] ?? "no unit")",
                remedy: "subtract metrics of one unit")
        }
    }

    private func check(_ cumulative: MetricDefinition.Cumulative) {
        guard let metric = metrics[cumulative.of.value] else { return }
        if case .simple(let simple) = metric.kind, simple.aggregation == .count || simple.aggregation == .sum {
            return
        }
        collector.error(
            at: cumulative.of.location, "`\(cumulative.of.value)` does not add over time",
            remedy: "accumulate a count or a sum")
    }
}
