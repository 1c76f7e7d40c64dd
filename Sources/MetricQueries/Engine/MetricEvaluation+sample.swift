internal import Definitions
internal import Periods

extension MetricEvaluation {
    /// Adds to a ratio what is said of it because it comes from a sample: its base, its reliability, its interval.
    func addSample(
        _ sample: SampleStatistics, of ratio: MetricDefinition.Ratio, in period: Period, _ row: RowIdentity?,
        to cell: inout MetricCell
    ) throws {
        guard let value = cell.value else { return }
        cell.base = try sample.base.map { try self.cell($0.value, in: period, row: row).value } ?? rows(cell)
        // What cannot be shown to be enough is not.
        let isEnough = cell.base.map { $0 >= Rational(Int64(sample.minimumBase)) } ?? false
        if !isEnough { cell.marks.insert(.lowReliability) }
        switch sample.interval?.value {
        case .wilson:
            guard let part = cell.numerator, let whole = cell.denominator else { return }
            cell.interval = wilsonInterval(part: part, whole: whole)
        case .t:
            guard let divisor = cell.denominator, let moments = try moments(of: ratio, in: period, row) else { return }
            cell.interval = try studentInterval(of: value, moments, divisor: divisor)
        case nil: break
        }
    }

    private func rows(_ cell: MetricCell) -> Rational? { cell.count.map { Rational($0) } }

    /// The moments of a mean; nil where its rows are not alike, so that what it is the mean of has no one scale.
    private func moments(
        of ratio: MetricDefinition.Ratio, in period: Period, _ row: RowIdentity?
    ) throws -> Moments? {
        guard let top = try moments(of: ratio.numerator.value, in: period, row) else { return nil }
        // A row without a score would count in the divisor and in nothing else.
        for other in [ratio.denominator, ratio.less].compactMap({ $0 }) {
            guard try cell(other.value, in: period, row: row).count == top.count else { return nil }
        }
        guard catalogue.aggregation(of: ratio.denominator.value) == .sum else { return top }
        guard let bottom = try moments(of: ratio.denominator.value, in: period, row), bottom.count == top.count
        else { return nil }
        // n Σm² = (Σm)² exactly when every m is the same.
        let spread = try bottom.squares.multiplied(by: Rational(bottom.count))
        return try spread == bottom.sum.multiplied(by: bottom.sum) ? top : nil
    }

    private func moments(of metric: String, in period: Period, _ row: RowIdentity?) throws -> Moments? {
        let leaf = Leaf(metric: metric, span: DateSpan(period), isSquared: true)
        guard let values = answers[leaf], let squares = row.map({ values.byRow[$0] }) ?? values.total,
            let sum = try cell(metric, in: period, row: row).value, let value = squares.value
        else { return nil }
        return Moments(count: squares.rows, sum: sum, squares: value)
    }
}

extension MetricCatalogue {
    /// The aggregation of a simple metric.
    func aggregation(of name: String) -> MetricDefinition.Aggregation? {
        guard case .simple(let simple) = metrics[name]?.kind else { return nil }
        return simple.aggregation
    }

    /// The sums whose squares a ratio's interval needs as well.
    func squaredMetrics(of ratio: MetricDefinition.Ratio) -> [String] {
        guard ratio.sample?.interval?.value == .t else { return [] }
        return [ratio.numerator.value, ratio.denominator.value].filter { aggregation(of: $0) == .sum }
    }
}
