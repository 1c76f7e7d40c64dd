/// Checks that what the metrics of a fact declare about disclosure fits together.
///
/// Figures of one fact are published or hidden together: a metric that says nothing would tell what the others hide.
struct DisclosureCheck {
    let metrics: [String: MetricDefinition]
    let facts: [String: FactDefinition]
    let collector: DiagnosticCollector

    func run() {
        for fact in facts.values {
            let metrics = simpleMetrics(of: fact)
            for metric in metrics { checkMeasure(of: metric, in: fact) }
            checkMinimums(metrics)
            if let first = metrics.first(where: { $0.disclosure != nil }) {
                for metric in metrics where metric.disclosure == nil { refuse(metric, beside: first, of: fact) }
            } else if let metric = metrics.first, let column = fact.columns.first(where: { $0.type == .pseudonym }) {
                collector.warning(
                    at: metric.name.location,
                    "fact `\(fact.name.value)` holds persons (`\(column.name.value)`), and no metric of it declares `disclosure`",
                    remedy: "write `disclosure: administrative`, or `none` where small counts may be published")
            }
        }
    }

    /// The metrics that are computed from the rows of a fact, in the order in which they are written.
    private func simpleMetrics(of fact: FactDefinition) -> [MetricDefinition] {
        metrics.values.filter { metric in
            guard case .simple(let simple) = metric.kind else { return false }
            return simple.fact == fact.name
        }.sorted { one, other in
            let (one, other) = (one.name.location, other.name.location)
            return (one.file, one.line, one.column) < (other.file, other.line, other.column)
        }
    }

    private func refuse(_ metric: MetricDefinition, beside declared: MetricDefinition, of fact: FactDefinition) {
        collector.error(
            at: metric.name.location,
            "`\(metric.name.value)` does not declare `disclosure`, and `\(declared.name.value)` of the same fact `\(fact.name.value)` does",
            remedy: "write the same as there (\(declared.name.location)), or `disclosure: none`")
    }

    /// One count has one minimum, or the metric with the lower one would tell what the other hides.
    private func checkMinimums(_ metrics: [MetricDefinition]) {
        var known: [String?: (below: Int, metric: MetricDefinition)] = [:]
        for metric in metrics {
            guard let rule = metric.disclosure, case .control(let control) = rule.value else { continue }
            guard let earlier = known[control.measure?.value] else {
                known[control.measure?.value] = (control.below, metric)
                continue
            }
            guard earlier.below != control.below else { continue }
            let what = control.measure.map { "sums of `\($0.value)`" } ?? "rows"
            collector.error(
                at: rule.location,
                "`\(metric.name.value)` hides \(what) below \(control.below), and `\(earlier.metric.name.value)` of the same fact below \(earlier.below)",
                remedy: "declare one minimum (\(earlier.metric.disclosure?.location ?? earlier.metric.location))")
        }
    }

    /// What is counted must be a whole number that adds up as far as the metric does.
    private func checkMeasure(of metric: MetricDefinition, in fact: FactDefinition) {
        guard let rule = metric.disclosure, case .control(let control) = rule.value, let name = control.measure,
            case .simple(let simple) = metric.kind
        else { return }
        guard let measure = fact.measure(name.value) else {
            // What the metric itself sums is checked with the metric.
            if name == simple.of { return }
            collector.error(
                at: name.location, "fact `\(fact.name.value)` has no measure `\(name.value)` that could be counted",
                remedy: suggestion(
                    name.value,
                    DisclosureDefinition.Counted.allCases.map(\.rawValue) + fact.measures.map(\.name.value)))
            return
        }
        guard [.integer, .bigint].contains(measure.type) else {
            collector.error(
                at: rule.location, "`\(name.value)` is \(measure.type), which is no count",
                remedy: "name the measure that counts what the rows stand for, or leave `counted` out")
            return
        }
        let needed: Set<FactDefinition.Additivity> = simple.aggregation == .last ? [.members] : [.members, .time]
        if !needed.isSubset(of: measure.addsOver) {
            collector.error(
                at: rule.location, "`\(name.value)` does not add up, so its sum is no count",
                remedy: "name a measure that adds over time and members")
        }
    }
}
