package import Definitions
package import Periods
package import Postgres

/// A row of a list of figures, computed: the figure, its base period's value and the change between them.
package struct FigureRow: Sendable {
    package let definition: FigureDefinition
    /// The member of a ranked attribute that the row is about.
    package let member: String?
    /// The natural key behind that member's name, which need not be unique.
    package var keys: [String?] = []
    package let metric: MetricDefinition
    package let period: Period
    /// nil when the report's period has no such base.
    package let basePeriod: Period?
    package var value: MetricCell
    package var base: MetricCell
    /// nil when the figure declares none.
    package var change: MetricCell?
    /// The change as a metric of its own: its unit, decimals and kind.
    package let changeMetric: MetricDefinition?

    /// The label of the row: what the report says, with the member behind it.
    package func label(_ language: Language) -> String {
        let label = (definition.label ?? metric.label)[language]
        return member.map { "\(label): \($0)" } ?? label
    }
}

extension MetricEngine {
    /// Computes a list of figures for a period; a ranked figure gives one row for each of its highest members.
    package func figures(
        _ figures: [FigureDefinition], period: Period, language: Language, asOf: Knowledge = .current,
        on connection: borrowing Connection
    ) throws -> [FigureRow] {
        var rows: [FigureRow] = []
        for figure in figures {
            rows += try self.rows(figure, period, language, asOf, on: connection)
        }
        return rows
    }

    private func rows(
        _ figure: FigureDefinition, _ period: Period, _ language: Language, _ asOf: Knowledge,
        on connection: borrowing Connection
    ) throws -> [FigureRow] {
        let metric = try metric(figure.metric.value)
        let base = figure.base ?? .offset(OffsetDefinition(1, .year))
        let basePeriod = try MetricPlan.base(of: base, for: period, fiscal: fiscal)
        let by = figure.ranking.map { [AttributePath($0.by.value)] } ?? []
        func table(_ period: Period) throws -> MetricTable {
            try self.table(
                MetricRequest(
                    metrics: [figure.metric.value], by: by, period: period, filters: figure.filters,
                    language: language, asOf: asOf), on: connection)
        }
        let current = try table(period)
        let earlier = try basePeriod.map(table)
        let changeMetric = changeMetric(of: figure, metric)
        func row(_ value: MetricCell, _ base: MetricCell, of member: MetricRow? = nil) throws -> FigureRow {
            let change = try changeMetric.map { try self.change(from: base, to: value, $0) }
            return FigureRow(
                definition: figure, member: member?.members[0], keys: member?.keys ?? [], metric: metric,
                period: period, basePeriod: basePeriod,
                value: value, base: base, change: change, changeMetric: changeMetric)
        }
        guard let ranking = figure.ranking else {
            return [
                try row(current.total.cells[0], earlier?.total.cells[0] ?? MetricCell(.notAvailable))
            ]
        }
        let highest = current.rows.filter { $0.members[0] != nil && $0.cells[0].value != nil }
            .sorted(by: TableOrder.descending(column: 0)).prefix(ranking.top)
        return try highest.map { high in
            let base = earlier?.row(like: high, of: current)?.cells[0]
            return try row(high.cells[0], base ?? absentMember(metric, earlier?.total.cells[0]), of: high)
        }
    }

    /// The cell of a member that an earlier period does not have: none of its rows is a count of zero, and no rate.
    private func absentMember(_ metric: MetricDefinition, _ total: MetricCell?) -> MetricCell {
        guard let total, total.value != nil else { return MetricCell(total?.state ?? .notAvailable) }
        switch metric.kind {
        case .simple(let simple) where [.count, .countDistinct, .sum].contains(simple.aggregation):
            return MetricCell(.zero, marks: total.marks, count: 0)
        case .cumulative: return MetricCell(.zero, marks: total.marks, count: 0)
        default: return MetricCell(.notApplicable)
        }
    }

    private func change(
        from base: MetricCell, to value: MetricCell, _ metric: MetricDefinition
    ) throws -> MetricCell {
        guard case .change(let change) = metric.kind else { return MetricCell(.notApplicable) }
        do {
            return try MetricEvaluation.change(
                from: base, to: value, relative: change.kind == .relativeChange)
        } catch let error as RationalError {
            throw MetricQueryError.arithmetic(error, metric: metric.name.value)
        }
    }

    /// The metric that a figure's change amounts to: points for a rate, a share for anything else, unless it is said.
    private func changeMetric(of figure: FigureDefinition, _ metric: MetricDefinition) -> MetricDefinition? {
        let isRate = metric.unit?.value == MetricUnit.percent
        let kind: ChangeKind
        switch figure.change {
        case .some(.none): return nil
        case .difference: kind = .difference
        case .relativeChange: kind = .relativeChange
        case nil: kind = isRate ? .difference : .relativeChange
        }
        let base = figure.base ?? .offset(OffsetDefinition(1, .year))
        return metric.changed(against: base, kind: kind, at: figure.location)
    }
}
