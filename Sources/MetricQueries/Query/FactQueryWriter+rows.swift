internal import Definitions
internal import Postgres

extension FactQuery {
    /// Writes the statement for the deliveries that a simple metric's rows came in: key, pipeline, source, hash, time,
    /// number of rows, value.
    func deliveriesStatement(_ metric: MetricDefinition.Simple, _ resolver: AttributeResolver) throws -> SQLStatement {
        var writer = FactQueryWriter(query: self, resolver: resolver)
        return try writer.deliveries(metric)
    }

    /// Writes the statement for single rows: source, line, pipeline, period, part, then the columns of `RowColumn`.
    func linesStatement(
        _ metric: MetricDefinition.Simple, _ columns: [RowColumn], limit: Int, _ resolver: AttributeResolver
    ) throws -> SQLStatement {
        var writer = FactQueryWriter(query: self, resolver: resolver)
        return try writer.lines(metric, columns, limit)
    }
}

extension FactQueryWriter {
    fileprivate mutating func deliveries(_ metric: MetricDefinition.Simple) throws -> SQLStatement {
        let value = try value(of: metric)
        let source = try source(of: metric)
        let time = "to_char(e.finished_at at time zone \(literal(query.timeZone)), 'YYYY-MM-DD HH24:MI:SS')"
        return SQLStatement(
            text: """
                select f.delivery_key, e.pipeline, e.source, e.sha256,
                    \(time) as loaded_at,
                    count(*) as rows,
                    \(value) as value
                \(source.from)
                left join ledger.delivery e on e.delivery_key = f.delivery_key
                \(source.conditions)
                group by 1, 2, 3, 4, 5
                order by 1
                """, values: parameters.values)
    }

    fileprivate mutating func lines(
        _ metric: MetricDefinition.Simple, _ columns: [RowColumn], _ limit: Int
    ) throws -> SQLStatement {
        let items = try columns.map { try item($0) }.map { ",\n    (\($0))::text" }.joined()
        let source = try source(of: metric)
        return SQLStatement(
            text: """
                select e.source, f.line, s.pipeline, s.period, s.part\(items)
                \(source.from)
                left join ledger.delivery e on e.delivery_key = f.delivery_key
                left join ledger.slice s on s.slice_key = f.slice_key
                \(source.conditions)
                order by f.delivery_key, f.line
                limit \(limit)
                """, values: parameters.values)
    }

    /// The published rows that a simple metric is made of: the same joins and conditions as its figure's.
    private mutating func source(
        of metric: MetricDefinition.Simple
    ) throws -> (from: String, conditions: String) {
        let published = publishedJoin("f", "p")
        var conditions = [leaves("f"), dateCondition("f")]
        conditions += try query.filters.map { try condition($0) }
        conditions += try metric.filters.map { try condition($0) }
        if metric.aggregation == .last { conditions.append(lastDayCondition()) }
        return (
            (["from \(table) f", published] + joins.clauses).joined(separator: "\n"),
            "where " + conditions.joined(separator: "\n    and ")
        )
    }

    private mutating func value(of metric: MetricDefinition.Simple) throws -> String {
        if metric.aggregation == .count { return "count(*)" }
        let operand = try operand(of: metric)
        switch metric.aggregation {
        case .count, .sum, .last: return "sum(\(operand))"
        case .countDistinct: return "count(distinct \(operand))"
        case .min: return "min(\(operand))"
        case .max: return "max(\(operand))"
        }
    }

    private mutating func item(_ column: RowColumn) throws -> String {
        switch column {
        case .own(let name): return "f.\(quoted(name))"
        case .member(let role, let name):
            let attribute = try resolve("\(role).\(name)")
            guard let alias = joins.alias(for: attribute, &parameters), let dimension = attribute.dimension,
                let column = attribute.column(in: query.language)
            else { throw AttributeError(message: "`\(role).\(name)` is no column", remedy: "name one") }
            // Keys below zero are the members "missing" and "not applicable".
            return
                "case when \(alias).\(quoted(dimension.keyColumn)) >= 0 then \(alias).\(quoted(column.tableColumn)) end"
        }
    }
}
