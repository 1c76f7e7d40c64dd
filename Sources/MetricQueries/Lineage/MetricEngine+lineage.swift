internal import Definitions
internal import Periods
package import Postgres

extension MetricEngine {
    /// Finds the deliveries, and on request the single rows, behind a figure.
    ///
    /// The rows are selected as the figure's own: by the same date, filters, members and published slices.
    ///
    /// - Throws: `MetricQueryError`, also when the rows are not those of the figure.
    package func lineage(_ request: LineageRequest, on connection: borrowing Connection) throws -> FigureLineage {
        let parts = try lineageParts(of: request)
        return FigureLineage(
            metric: try metric(request.metric), period: request.period,
            parts: try parts.map { try part($0, request, on: connection) })
    }

    /// The statements that such a request comes down to.
    package func sql(for request: LineageRequest) throws -> [SQLStatement] {
        try lineageParts(of: request).flatMap { part in
            let (query, simple) = try rowQuery(part, request)
            return try naming(part) {
                var statements = [try query.deliveriesStatement(simple, resolver)]
                if let limit = request.lines {
                    let columns = RowColumn.columns(of: query.fact, in: project)
                    statements.append(try query.linesStatement(simple, columns, limit: limit, resolver))
                }
                return statements
            }
        }
    }

    /// What the figure is computed from, each once.
    private func lineageParts(of request: LineageRequest) throws -> [LineagePart] {
        var parts: [LineagePart] = []
        func add(_ name: String, _ role: FigureLineage.Role, _ period: Period) throws {
            let metric = try metric(name)
            switch metric.kind {
            case .simple:
                append(LineagePart(metric: metric, leaf: Leaf(metric: name, span: DateSpan(period)), role, period))
            case .cumulative(let cumulative):
                let span = try MetricPlan.span(of: cumulative, in: period, fiscal)
                append(LineagePart(metric: metric, leaf: Leaf(metric: cumulative.of.value, span: span), role, period))
            case .ratio:
                for (index, component) in metric.components.enumerated() {
                    try add(component.value, index == 0 ? .numerator : index == 1 ? .denominator : .other, period)
                }
            case .change(let change):
                let compared = try comparison.periods(of: change, metric, in: period)
                if change.kind != .previous { try add(change.of.value, role, compared?.current ?? period) }
                if let compared { try add(change.of.value, role, compared.base) }
            case .difference(let difference):
                try add(difference.of.value, role, period)
                try add(difference.minus.value, role, period)
            }
        }
        func append(_ part: LineagePart) {
            if !parts.contains(where: { $0.leaf == part.leaf }) { parts.append(part) }
        }
        try add(request.metric, .figure, request.period)
        return parts
    }

    func rowQuery(
        _ part: LineagePart, _ request: LineageRequest
    ) throws -> (FactQuery, MetricDefinition.Simple) {
        guard case .simple(let simple) = catalogue.metrics[part.leaf.metric]?.kind else {
            throw MetricQueryError.unknownMetric(part.leaf.metric, remedy: "only counts and sums are read from facts")
        }
        return (try rowQuery(of: part.leaf, figure(part, request)), simple)
    }

    /// The request for the part's own figure.
    func figure(_ part: LineagePart, _ request: LineageRequest) -> MetricRequest {
        MetricRequest(
            metrics: [part.metric.name.value], period: part.period, filters: request.filters,
            language: request.language, asOf: request.asOf)
    }

    /// Says which metric an error is about.
    func naming<Result>(_ part: LineagePart, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as AttributeError {
            throw MetricQueryError.attribute(error, metric: part.metric.name.value)
        } catch let error as RationalError {
            throw MetricQueryError.arithmetic(error, metric: part.metric.name.value)
        }
    }
}

/// A leaf of a figure, and what it is to it.
struct LineagePart {
    let metric: MetricDefinition
    let leaf: Leaf
    let role: FigureLineage.Role
    let period: Period

    init(metric: MetricDefinition, leaf: Leaf, _ role: FigureLineage.Role, _ period: Period) {
        self.metric = metric
        self.leaf = leaf
        self.role = role
        self.period = period
    }
}
