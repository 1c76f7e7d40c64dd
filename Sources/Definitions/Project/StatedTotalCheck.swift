/// Checks that what a sender states, and what limits are set for, is controlled at all.
struct StatedTotalCheck {
    let project: Project
    let pipeline: PipelineDefinition
    let collector: DiagnosticCollector

    private var fact: FactDefinition? { project.facts[pipeline.load.value] }
    private var isDimension: Bool { project.dimensions[pipeline.load.value] != nil }

    func run() {
        let stated =
            (pipeline.control?.sums.map(\.measure) ?? []) + (pipeline.source.trailer?.sums.map(\.measure) ?? [])
        let limits = pipeline.rejects?.money ?? []
        for measure in stated + limits.map(\.measure) where !pipeline.totals.contains(measure) {
            report(measure)
        }
        for (measure, bound) in limits {
            guard case .amount(let text) = bound, let type = fact?.measure(measure.value)?.type else { continue }
            let decimals = text.split(separator: ".").dropFirst().first?.utf8.count ?? 0
            let scale = if case .decimal(_, let scale) = type { scale } else { 0 }
            guard decimals > scale else { continue }
            collector.error(
                at: measure.location, "the limit \(text) is finer than `\(measure.value)`, a \(type)",
                remedy: "write \(scale) decimals at most")
        }
    }

    private func report(_ measure: Located<String>) {
        if isDimension {
            collector.error(
                at: measure.location, "a dimension has no measures", remedy: "drop `\(measure.value)`")
        } else if let fact, fact.measure(measure.value) == nil {
            collector.error(
                at: measure.location, "`\(measure.value)` is not a measure of fact `\(fact.name.value)`",
                remedy: suggestion(measure.value, fact.measures.map(\.name.value)))
        } else {
            collector.error(
                at: measure.location, "`\(measure.value)` is not controlled", remedy: "add it to `totals`")
        }
    }
}
