/// Checks that a ratio's interval can be computed from what it is made of.
struct SampleCheck {
    let metrics: [String: MetricDefinition]
    let collector: DiagnosticCollector

    func run(_ ratio: MetricDefinition.Ratio) {
        if let less = ratio.less, !isAdditive(less.value) {
            collector.error(
                at: less.location, "`\(less.value)` cannot be taken from both sides of a ratio",
                remedy: "name a count or a sum of the same rows")
        }
        guard let sample = ratio.sample else { return }
        if let base = sample.base, metrics[base.value] != nil, simple(base.value) == nil {
            collector.error(
                at: base.location, "`\(base.value)` is no number of rows or persons",
                remedy: "name a count, such as the respondents")
        }
        switch sample.interval?.value {
        case .t: checkMean(ratio, at: sample.interval?.location ?? ratio.numerator.location)
        case .wilson: checkShare(ratio, at: sample.interval?.location ?? ratio.numerator.location)
        case nil: break
        }
    }

    /// A mean is a sum over the rows that are counted, or over those whose maximum is summed.
    private func checkMean(_ ratio: MetricDefinition.Ratio, at location: SourceLocation) {
        guard areKnown(ratio) else { return }
        guard let top = simple(ratio.numerator.value), let bottom = simple(ratio.denominator.value),
            top.aggregation == .sum, [.sum, .count].contains(bottom.aggregation)
        else {
            collector.error(
                at: location, "`interval: t` is for a mean: a sum over a count, or over the sum of its maximum",
                remedy: "use `interval: wilson` for a share of counted rows")
            return
        }
        let others = [ratio.denominator, ratio.less].compactMap { $0 }
        for other in others where simple(other.value).map({ !haveSameRows($0, top) }) ?? false {
            collector.error(
                at: location,
                "`\(ratio.numerator.value)` and `\(other.value)` do not speak of the same rows, so the mean has no interval",
                remedy: "give both the same `fact`, `date` and `where`")
        }
        if let less = ratio.less, let count = simple(less.value), count.aggregation != .count {
            collector.error(
                at: less.location, "the mean has an interval only when every answer loses the same",
                remedy: "take a count from both sides, or leave `interval` out")
        }
    }

    /// A share is a count over a count of the same kind, of which it is a part.
    private func checkShare(_ ratio: MetricDefinition.Ratio, at location: SourceLocation) {
        if let less = ratio.less {
            collector.error(
                at: less.location, "a share of counted rows loses nothing on both sides", remedy: "leave `less` out")
        }
        guard areKnown(ratio) else { return }
        guard let part = simple(ratio.numerator.value), let whole = simple(ratio.denominator.value),
            [.count, .countDistinct].contains(part.aggregation), part.aggregation == whole.aggregation,
            part.of?.value == whole.of?.value
        else {
            collector.error(
                at: location, "`interval: wilson` is for a share: a count over a count of the same things",
                remedy: "use `interval: t` for a mean")
            return
        }
        let conditions = Set(part.filters.map(\.description))
        let isPart = whole.filters.allSatisfy { conditions.contains($0.description) }
        guard part.fact.value == whole.fact.value, part.date?.value == whole.date?.value, isPart else {
            collector.error(
                at: location, "`\(ratio.numerator.value)` is not a part of `\(ratio.denominator.value)`",
                remedy: "give it the same `fact` and `date`, and every condition of the whole")
            return
        }
    }

    /// Whether both sides are there; what is not has been reported.
    private func areKnown(_ ratio: MetricDefinition.Ratio) -> Bool {
        metrics[ratio.numerator.value] != nil && metrics[ratio.denominator.value] != nil
    }

    private func simple(_ name: String) -> MetricDefinition.Simple? {
        guard case .simple(let simple) = metrics[name]?.kind else { return nil }
        return simple
    }

    private func isAdditive(_ name: String) -> Bool {
        // What is not there has been reported.
        guard metrics[name] != nil else { return true }
        return simple(name).map { [.count, .sum].contains($0.aggregation) } ?? false
    }

    private func haveSameRows(_ one: MetricDefinition.Simple, _ other: MetricDefinition.Simple) -> Bool {
        one.fact.value == other.fact.value && one.date?.value == other.date?.value
            && Set(one.filters.map(\.description)) == Set(other.filters.map(\.description))
    }
}
