package import Definitions
package import Periods
package import Postgres

/// Answers questions about metrics: plans the queries, asks the database, computes what follows.
///
///     request → leaves (simple metric × days) → one query per fact and span → answers → cells → table
package struct MetricEngine {
    package let project: Project
    package let catalogue: MetricCatalogue
    package let completeness: Completeness
    /// Of the moment that requests ask about.
    private let versions: PublishedVersions
    let fiscal: FiscalCalendar
    let resolver: AttributeResolver
    /// Before which a period is over; nil takes the ledger's word for what is complete.
    private let today: CivilDate?
    /// What keeps small counts from being told; nil shows everything.
    private let control: DisclosureControl?
    var comparison: PeriodComparison {
        PeriodComparison(catalogue: catalogue, fiscal: fiscal, completeness: completeness, today: today)
    }

    package init(
        project: Project, completeness: Completeness, versions: PublishedVersions, today: CivilDate? = nil,
        control: DisclosureControl? = nil
    ) {
        self.control = control
        self.project = project
        self.today = today
        self.completeness = completeness
        self.versions = versions
        catalogue = project.metricCatalogue
        fiscal = project.fiscalCalendar
        resolver = AttributeResolver(dimensions: project.dimensions)
    }

    /// Answers a request; rows are in the members' own order, and every total is computed anew.
    ///
    /// - Throws: `MetricQueryError` when the request asks for what is not there; `PostgresError`.
    package func table(_ request: MetricRequest, on connection: borrowing Connection) throws -> MetricTable {
        let metrics = try request.metrics.map { try metric($0) }
        let plan = try plan(of: request)
        let queries = try queries(for: request, plan)
        let answers = try answers(to: queries, on: connection)
        let concealed = try control?.concealed(
            RecordedRequest(
                groups: queries.filter { $0.query.by.count == request.by.count }.map {
                    RecordedRequest.Group(query: $0.query, leaves: $0.leaves)
                }, rows: answers.identities, answers: answers, shares: plan.shares))
        let evaluation = MetricEvaluation(
            catalogue: catalogue, fiscal: fiscal, completeness: completeness, answers: answers, today: today,
            concealed: concealed ?? [])
        func cells(_ row: RowIdentity?) throws -> [MetricCell] {
            try metrics.map { metric in
                var cell = try evaluation.cell(metric.name.value, in: request.period, row: row)
                cell.target = try target(of: metric, in: request, isTotal: row == nil)
                return cell
            }
        }
        var rows: [RowOrder.Row] = []
        for (identity, keys) in answers.orderedKeys {
            let members = (0..<request.by.count).map {
                identity.members.indices.contains($0) ? identity.members[$0] : nil
            }
            let row = MetricRow(
                members: members, sortKeys: keys, cells: try cells(identity), level: identity.members.count,
                keys: identity.keys)
            rows.append(RowOrder.Row(identity: identity, row: row))
        }
        let noMembers = [String?](repeating: nil, count: request.by.count)
        return MetricTable(
            metrics: metrics, by: request.by, period: request.period,
            rows: RowOrder.ordered(rows, depth: request.by.count),
            total: MetricRow(members: noMembers, sortKeys: [], cells: try cells(nil), level: 0),
            keyColumns: try keyColumns(of: request))
    }

    /// The statements that a request comes down to.
    package func sql(for request: MetricRequest) throws -> [SQLStatement] {
        try queries(for: request, plan(of: request)).map { try statement($0.query).0 }
    }

    /// A metric with its unit filled in.
    package func metric(_ name: String) throws -> MetricDefinition {
        if let metric = catalogue.metric(name) { return metric }
        let nearest = nearestWord(to: name, among: catalogue.metrics.keys)
        throw MetricQueryError.unknownMetric(
            name, remedy: nearest.map { "did you mean `\($0)`?" } ?? "see `reports/metrics/`")
    }

    // MARK: Asking

    private func plan(of request: MetricRequest) throws -> MetricPlan {
        var plan = MetricPlan(catalogue, comparison: comparison, isControlled: control != nil)
        for name in request.metrics {
            _ = try metric(name)
            try plan.add(name, in: request.period)
        }
        return plan
    }

    private func answers(
        to queries: [(query: FactQuery, leaves: [Leaf])], on connection: borrowing Connection
    ) throws -> LeafAnswers {
        let statements = try queries.map { try statement($0.query) }
        func ask() throws -> LeafAnswers {
            var answers = LeafAnswers()
            for ((query, leaves), (statement, layout)) in zip(queries, statements) {
                let result = try connection.query(statement.text, statement.values)
                try answers.read(result, layout, leaves: leaves, isTotal: query.by.isEmpty)
            }
            return answers
        }
        guard let control else { return try ask() }
        let key = DisclosureControl.AnswerKey(statements: statements.map(\.0), leaves: queries.map(\.leaves))
        return try control.answers(key, or: ask)
    }

    /// One query per fact, date role and span for the rows, and one without groups for the total.
    private func queries(
        for request: MetricRequest, _ plan: MetricPlan
    ) throws -> [(query: FactQuery, leaves: [Leaf])] {
        var groups: [(source: LeafSource, leaves: [Leaf])] = []
        for leaf in plan.leaves {
            let source = try source(of: leaf, request)
            if let index = groups.firstIndex(where: { $0.source == source }) {
                groups[index].leaves.append(leaf)
            } else {
                groups.append((source, [leaf]))
            }
        }
        return try groups.flatMap { group in
            let leading = request.subtotals ? (1..<max(1, request.by.count)).map { Array(request.by.prefix($0)) } : []
            let groupings = request.by.isEmpty ? [[]] : leading + [request.by, []]
            return try groupings.map { by in
                (try query(group.source, group.leaves, by: by, request), group.leaves)
            }
        }
    }

    private func query(
        _ source: LeafSource, _ leaves: [Leaf], by: [AttributePath], _ request: MetricRequest
    ) throws -> FactQuery {
        guard let fact = project.facts[source.fact], let date = fact.role(source.date) else {
            throw MetricQueryError.unexpectedResult("no fact `\(source.fact)` with a date `\(source.date)`")
        }
        try checkStocks(leaves, by: by, fact)
        try versions.check(source.fact, in: source.span, isEvent: source.date == fact.event.value)
        return FactQuery(
            fact: fact, date: date, span: source.span,
            columns: leaves.compactMap { leaf in
                simple(leaf).map {
                    FactQuery.Column(name: leaf.metric, metric: $0, isSquared: leaf.isSquared)
                }
            },
            by: by, filters: request.filters, language: request.language, knowledge: request.asOf,
            versions: versions, rollup: source.rollup, timeZone: project.settings.timeZone.value)
    }

    /// A stock is that of the last day, and so has no rows by days, months or years.
    private func checkStocks(_ leaves: [Leaf], by: [AttributePath], _ fact: FactDefinition) throws {
        for leaf in leaves {
            guard let simple = simple(leaf.metric), simple.aggregation == .last else { continue }
            for path in by {
                do {
                    let attribute = try resolver.resolve(path.text, in: fact, dateRole: simple.date?.value)
                    guard simple.isStock(over: attribute, in: fact) else { continue }
                } catch {
                    throw MetricQueryError.attribute(error, metric: leaf.metric)
                }
                throw MetricQueryError.attribute(
                    AttributeError(
                        message: "a stock does not add over time and has no rows by `\(path)`",
                        remedy: "ask for one period after the other"), metric: leaf.metric)
            }
        }
    }

    /// The query for the rows of the fact behind a leaf.
    func rowQuery(of leaf: Leaf, _ request: MetricRequest) throws -> FactQuery {
        let source = try source(of: leaf, request)
        return try query(
            LeafSource(fact: source.fact, date: source.date, span: source.span, rollup: nil), [leaf], by: [], request)
    }

    private func source(of leaf: Leaf, _ request: MetricRequest) throws -> LeafSource {
        guard let simple = simple(leaf), let fact = project.facts[simple.fact.value] else {
            throw MetricQueryError.unknownMetric(
                leaf.metric, remedy: "only counts and sums are read from facts")
        }
        let date = simple.date?.value ?? fact.event.value
        var rollup: RollupDefinition?
        // Months keep sums, not sums of squares.
        if leaf.span.isOfWholeMonths, !leaf.isSquared,
            let demand = MonthlyDemand(
                [simple], by: request.by.map(\.text), filters: request.filters, of: fact, date: date, resolver)
        {
            rollup = versions.rollup(for: demand)
        }
        return LeafSource(fact: fact.name.value, date: date, span: leaf.span, rollup: rollup)
    }

    private func simple(_ name: String) -> MetricDefinition.Simple? {
        guard case .simple(let simple) = catalogue.metrics[name]?.kind else { return nil }
        return simple
    }

    /// What a leaf asks of its fact.
    private func simple(_ leaf: Leaf) -> MetricDefinition.Simple? {
        guard leaf.counted != nil, let measure = catalogue.disclosure(of: leaf.metric)?.measure else {
            return simple(leaf.metric)
        }
        return simple(leaf.metric)?.counting(measure)
    }

    private func statement(_ query: FactQuery) throws -> (SQLStatement, FactQueryLayout) {
        do {
            return try query.statement(resolver)
        } catch let error as AttributeError {
            throw MetricQueryError.attribute(
                error, metric: query.columns.first?.name ?? query.fact.name.value)
        }
    }
}

/// What leaves have to share to be answered by one query.
private struct LeafSource: Hashable {
    let fact: String
    let date: String
    let span: DateSpan
    let rollup: RollupDefinition?
}
