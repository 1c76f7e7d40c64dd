internal import Definitions
internal import Periods

/// Computes cells from the answers to their leaves, exactly.
struct MetricEvaluation {
    let catalogue: MetricCatalogue
    let fiscal: FiscalCalendar
    let answers: LeafAnswers
    /// What the ledger says of each leaf's span; asked once, not for every cell.
    private let standings: [Leaf: Standing]

    private enum Standing { case nothing, unfinished, complete }

    private let comparison: PeriodComparison
    /// What must not be told.
    private let concealed: Set<RowLeaf>

    init(
        catalogue: MetricCatalogue, fiscal: FiscalCalendar, completeness: Completeness, answers: LeafAnswers,
        today: CivilDate? = nil, concealed: Set<RowLeaf> = []
    ) {
        self.concealed = concealed
        comparison = PeriodComparison(
            catalogue: catalogue, fiscal: fiscal, completeness: completeness, today: today)
        self.catalogue = catalogue
        self.fiscal = fiscal
        self.answers = answers
        var standings: [Leaf: Standing] = [:]
        for leaf in answers.values.keys {
            guard case .simple(let simple) = catalogue.metrics[leaf.metric]?.kind else { continue }
            let fact = simple.fact.value
            // Slices are cut by the fact's event; what else happened to a row may have happened at any time after it.
            let span = simple.date == nil ? leaf.span : DateSpan(from: nil, until: leaf.span.until)
            if !completeness.hasData(fact: fact, in: span) {
                standings[leaf] = .nothing
            } else {
                let isOver = today.map { leaf.span.until <= $0 } ?? true
                let isComplete = isOver && completeness.missing(facts: [fact], in: leaf.span).isEmpty
                standings[leaf] = isComplete ? .complete : .unfinished
            }
        }
        self.standings = standings
    }

    /// One cell; for the total when there is no row.
    func cell(_ name: String, in period: Period, row: RowIdentity?) throws -> MetricCell {
        guard let metric = catalogue.metrics[name] else {
            throw MetricQueryError.unknownMetric(name, remedy: "see `reports/metrics/`")
        }
        do {
            switch metric.kind {
            case .simple(let simple):
                return cell(simple, Leaf(metric: name, span: DateSpan(period)), row)
            case .ratio(let ratio): return try cell(ratio, in: period, row)
            case .change(let change): return try cell(change, of: metric, in: period, row)
            case .difference(let difference):
                return try Self.change(
                    from: cell(difference.minus.value, in: period, row: row),
                    to: cell(difference.of.value, in: period, row: row), relative: false)
            case .cumulative(let cumulative):
                guard case .simple(let simple) = catalogue.metrics[cumulative.of.value]?.kind else {
                    return MetricCell(.notAvailable)
                }
                let span = try MetricPlan.span(of: cumulative, in: period, fiscal)
                return cell(simple, Leaf(metric: cumulative.of.value, span: span), row)
            }
        } catch let error as RationalError {
            throw MetricQueryError.arithmetic(error, metric: name)
        }
    }

    private func cell(_ simple: MetricDefinition.Simple, _ leaf: Leaf, _ row: RowIdentity?) -> MetricCell {
        if concealed.contains(RowLeaf(leaf: leaf, row: row)) { return MetricCell(.confidential) }
        // Nothing delivered is not the same as nothing happened.
        guard let standing = standings[leaf], standing != .nothing, let values = answers[leaf] else {
            return MetricCell(.notAvailable)
        }
        let answer = row.map { values.byRow[$0] ?? LeafValues.Value(value: nil, rows: 0) } ?? values.total
        let marks: CellMarks = standing == .complete ? [] : .provisional
        switch simple.aggregation {
        case .count, .countDistinct:
            return MetricCell(answer.value ?? .zero, marks: marks, count: answer.rows)
        case .sum:
            // Rows whose measure is empty everywhere say nothing about its sum.
            guard let value = answer.value ?? (answer.rows == 0 ? .zero : nil) else {
                return MetricCell(.notAvailable)
            }
            return MetricCell(value, marks: marks, count: answer.rows)
        case .min, .max, .last:
            guard let value = answer.value else {
                return MetricCell(answer.rows == 0 ? .notApplicable : .notAvailable)
            }
            return MetricCell(value, marks: marks, count: answer.rows)
        }
    }

    private func cell(
        _ ratio: MetricDefinition.Ratio, in period: Period, _ row: RowIdentity?
    ) throws -> MetricCell {
        let numerator = try side(ratio.numerator, less: ratio.less, in: period, row)
        let denominator = try side(ratio.denominator, less: ratio.less, in: period, row)
        var cell: MetricCell
        if let top = numerator.value, let bottom = denominator.value {
            cell = bottom.isZero ? MetricCell(.notApplicable) : MetricCell(try top.divided(by: bottom))
        } else {
            cell = MetricCell(CellState.combined([numerator.state, denominator.state].compactMap { $0 }))
            // The side that can be seen is shown where it is asked for by name.
            if cell.state == .confidential { return cell }
        }
        if cell.value != nil { cell.marks = numerator.marks.union(denominator.marks) }
        cell.numerator = numerator.value
        cell.denominator = denominator.value
        cell.count = denominator.count
        if let sample = ratio.sample { try addSample(sample, of: ratio, in: period, row, to: &cell) }
        return cell
    }

    /// One side of a ratio, with what is taken from both.
    private func side(
        _ name: Located<String>, less: Located<String>?, in period: Period, _ row: RowIdentity?
    ) throws -> MetricCell {
        let side = try cell(name.value, in: period, row: row)
        guard let less else { return side }
        var rest = try Self.change(from: cell(less.value, in: period, row: row), to: side, relative: false)
        rest.count = side.count
        return rest
    }

    private func cell(
        _ change: MetricDefinition.Change, of metric: MetricDefinition, in period: Period, _ row: RowIdentity?
    ) throws -> MetricCell {
        guard let compared = try comparison.periods(of: change, metric, in: period) else {
            return MetricCell(.notAvailable)
        }
        var base = try cell(change.of.value, in: compared.base, row: row)
        if change.kind == .previous {
            base.portion = compared.portion
            return base
        }
        let current = try cell(change.of.value, in: compared.current, row: row)
        if metric.completePeriodsOnly, current.marks.union(base.marks).contains(.provisional) {
            return MetricCell(.notAvailable)
        }
        var difference = try Self.change(from: base, to: current, relative: change.kind == .relativeChange)
        difference.portion = compared.portion
        (difference.count, difference.countBefore) = (current.count, base.count)
        return difference
    }

    /// The change between two cells: never 0 % against nothing.
    static func change(
        from base: MetricCell, to current: MetricCell, relative: Bool
    ) throws -> MetricCell {
        guard let later = current.value, let earlier = base.value else {
            return MetricCell(CellState.combined([current.state, base.state].compactMap { $0 }))
        }
        let difference = try later.subtracting(earlier)
        let marks = current.marks.union(base.marks)
        guard relative else { return MetricCell(difference, marks: marks) }
        if earlier.isZero { return MetricCell(.notApplicable) }
        return MetricCell(try difference.divided(by: earlier.magnitude), marks: marks)
    }
}
