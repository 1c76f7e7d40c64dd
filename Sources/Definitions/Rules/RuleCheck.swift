/// Checks one rule against the facts and metrics that it names.
struct RuleCheck {
    let project: Project
    let rule: RuleDefinition
    let collector: DiagnosticCollector

    func run() {
        switch rule.kind {
        case .compare(let comparison): check(comparison)
        case .orphans(let orphans): check(orphans)
        }
    }

    private func check(_ comparison: RuleDefinition.Comparison) {
        let metrics = [comparison.left, comparison.right]
        var sides: [(metric: Located<String>, simple: MetricDefinition.Simple)] = []
        for name in metrics {
            guard let metric = project.metrics[name.value] else {
                collector.error(
                    at: name.location, "there is no metric `\(name.value)`",
                    remedy: suggestion(name.value, project.metrics.keys))
                continue
            }
            guard case .simple(let simple) = metric.kind, [.count, .sum].contains(simple.aggregation) else {
                collector.error(
                    at: name.location, "`\(name.value)` does not add up over members",
                    remedy: "compare counts and sums (`type: simple`)")
                continue
            }
            sides.append((name, simple))
        }
        guard sides.count == 2, project.sources(of: rule).count == 2 else { return }
        checkUnits(comparison)
        checkCalendar(comparison)
        for (_, simple) in sides { checkAttributes(comparison.by, simple) }
    }

    private func checkUnits(_ comparison: RuleDefinition.Comparison) {
        let catalogue = MetricCatalogue(metrics: project.metrics, facts: project.facts)
        let units = [comparison.left, comparison.right].map { catalogue.unit(of: $0.value) ?? "none" }
        guard units[0] != units[1] else { return }
        collector.error(
            at: comparison.right.location,
            "`\(comparison.left.value)` is in \(units[0]), `\(comparison.right.value)` in \(units[1])",
            remedy: "compare figures of one unit")
    }

    /// Reports sides that count their days by different calendars, since the rule's periods are keys of one.
    private func checkCalendar(_ comparison: RuleDefinition.Comparison) {
        let calendars = Set(project.sources(of: rule).map(\.date.dimension.value))
        guard calendars.count > 1 else { return }
        collector.error(
            at: comparison.right.location, "the two sides lie in different calendars: \(calendars.sorted())",
            remedy: "compare facts whose days are of one calendar dimension")
    }

    private func checkAttributes(_ paths: [Located<String>], _ simple: MetricDefinition.Simple) {
        guard let fact = project.facts[simple.fact.value] else { return }
        let resolver = AttributeResolver(dimensions: project.dimensions)
        for path in paths {
            do {
                let attribute = try resolver.resolve(path.value, in: fact, dateRole: simple.date?.value)
                if attribute.column(in: .english) == nil {
                    collector.error(
                        at: path.location, "`\(path.value)` is not a column of a dimension",
                        remedy: "name one, such as `\(path.value).\(attribute.dimension?.key.first?.value ?? "code")`")
                }
            } catch {
                collector.error(at: path.location, error.message, remedy: error.remedy)
            }
        }
    }

    private func check(_ orphans: RuleDefinition.Orphans) {
        guard let fact = project.facts[orphans.fact.value] else {
            collector.error(
                at: orphans.fact.location, "there is no fact `\(orphans.fact.value)`",
                remedy: suggestion(orphans.fact.value, project.facts.keys))
            return
        }
        let roles = fact.roles.filter { project.dimensions[$0.dimension.value]?.isCalendar == false }
        if !roles.contains(where: { $0.name == orphans.role }) {
            collector.error(
                at: orphans.role.location,
                "`\(orphans.role.value)` is no role of fact `\(fact.name.value)` whose members can be unknown",
                remedy: suggestion(orphans.role.value, roles.map(\.name.value)))
        }
        if let sum = orphans.sum, fact.measure(sum.value) == nil {
            collector.error(
                at: sum.location, "`\(sum.value)` is not a measure of fact `\(fact.name.value)`",
                remedy: suggestion(sum.value, fact.measures.map(\.name.value)))
        }
    }
}
