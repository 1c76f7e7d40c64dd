internal import Definitions
internal import Postgres

extension MetricEngine {
    /// Asks for the rows of a part, and holds them against its figure.
    func part(
        _ part: LineagePart, _ request: LineageRequest, on connection: borrowing Connection
    ) throws -> FigureLineage.Part {
        let (query, simple) = try rowQuery(part, request)
        let cell = try table(figure(part, request), on: connection).total.cells[0]
        guard cell.state != .confidential else { throw MetricQueryError.confidential(part.metric.name.value) }
        let deliveries = try deliveries(part, query, simple, on: connection)
        let answer = FigureLineage.Part(
            metric: part.metric, role: part.role, period: part.period, fact: query.fact.name.value, cell: cell,
            addsUp: [.count, .sum, .last].contains(simple.aggregation), deliveries: deliveries,
            lines: try request.lines.map { try lines(part, query, simple, limit: $0, on: connection) })
        try check(answer, simple)
        return answer
    }

    /// Refuses rows that are not those of the figure; they are found by another way than it.
    private func check(_ part: FigureLineage.Part, _ simple: MetricDefinition.Simple) throws {
        guard let value = part.cell.value else { return }
        var isSame = simple.aggregation == .last || part.cell.count.map { $0 == part.rows } ?? true
        if part.addsUp {
            var sum = Rational.zero
            do {
                for delivery in part.deliveries { sum = try sum.adding(delivery.value ?? .zero) }
            } catch {
                throw MetricQueryError.arithmetic(error, metric: part.metric.name.value)
            }
            isSame = isSame && sum == value
        }
        guard isSame else {
            throw MetricQueryError.unexpectedResult(
                "\(part.rows) rows behind metric `\(part.metric.name.value)` are not those of its figure, \(value)")
        }
    }

    private func deliveries(
        _ part: LineagePart, _ query: FactQuery, _ simple: MetricDefinition.Simple,
        on connection: borrowing Connection
    ) throws -> [FigureLineage.Delivery] {
        let statement = try naming(part) { try query.deliveriesStatement(simple, resolver) }
        let result = try connection.query(statement.text, statement.values)
        var deliveries: [FigureLineage.Delivery] = []
        for row in 0..<result.rowCount {
            guard let key = result.int64(row, 0), let rows = result.int64(row, 5) else {
                throw MetricQueryError.unexpectedResult("no row count for `\(part.metric.name.value)`")
            }
            let value = try naming(part) { try result.text(row, 6).map { try Rational(decimal: $0) } }
            deliveries.append(
                FigureLineage.Delivery(
                    key: key, pipeline: result.text(row, 1) ?? "", source: result.text(row, 2) ?? "",
                    sha256: result.text(row, 3) ?? "", loadedAt: result.text(row, 4) ?? "", rows: rows, value: value))
        }
        return deliveries
    }

    private func lines(
        _ part: LineagePart, _ query: FactQuery, _ simple: MetricDefinition.Simple, limit: Int,
        on connection: borrowing Connection
    ) throws -> FigureLineage.Lines {
        let columns = RowColumn.columns(of: query.fact, in: project)
        let statement = try naming(part) { try query.linesStatement(simple, columns, limit: limit, resolver) }
        let result = try connection.query(statement.text, statement.values)
        let rows = (0..<result.rowCount).map { row in
            FigureLineage.Line(
                source: result.text(row, 0) ?? "", line: result.int64(row, 1) ?? 0, pipeline: result.text(row, 2) ?? "",
                period: result.text(row, 3) ?? "", part: result.text(row, 4),
                values: columns.indices.map { result.text(row, 5 + $0) })
        }
        return FigureLineage.Lines(columns: columns.map(\.name), rows: rows)
    }
}
