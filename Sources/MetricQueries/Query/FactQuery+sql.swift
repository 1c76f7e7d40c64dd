internal import Definitions
internal import Periods
internal import Postgres

extension FactQuery {
    /// Writes the statement: one plain GROUP BY over the fact's published rows.
    ///
    /// - Throws: `AttributeError` when the fact does not have an attribute; `MetricQueryError.badFilter`.
    func statement(_ resolver: AttributeResolver) throws -> (SQLStatement, FactQueryLayout) {
        var writer = FactQueryWriter(query: self, resolver: resolver)
        return try writer.write()
    }
}

/// Writes the statements of one query; its parameters and joins are shared by all that stands in them.
struct FactQueryWriter {
    let query: FactQuery
    let resolver: AttributeResolver
    var parameters = SQLParameters()
    var joins: DimensionJoins
    /// What finds the last day with rows, where a stock is asked for.
    private var lastDay: String?

    init(query: FactQuery, resolver: AttributeResolver) {
        self.query = query
        self.resolver = resolver
        joins = DimensionJoins(query.knowledge, timeZone: query.timeZone)
    }

    mutating func write() throws -> (SQLStatement, FactQueryLayout) {
        let published = publishedJoin("f", "p")
        let span = dateCondition("f")
        let groups = try query.by.map { try group($0) }
        let filters = try query.filters.map { try condition($0) }
        let aggregates = try query.columns.enumerated().flatMap {
            try aggregate($0.element, $0.offset)
        }

        let identities = groups.flatMap(\.identities)
        var items = groups.enumerated().map { "\($0.element.member) as a\($0.offset + 1)" }
        items += identities.enumerated().map { "\($0.element) as i\($0.offset + 1)" }
        let groupCount = items.count
        items += groups.enumerated().map { "\($0.element.sortKey) as s\($0.offset + 1)" }
        items += aggregates
        var lines = [
            "select " + items.joined(separator: ",\n    "), "from \(table) f", published,
        ]
        lines += joins.clauses + [lastDay].compactMap { $0 }
        lines.append("where " + ([leaves("f"), span] + filters).joined(separator: "\n    and "))
        if groupCount > 0 {
            lines.append("group by " + (1...groupCount).map(String.init).joined(separator: ", "))
        }
        let layout = FactQueryLayout(
            members: groups.count, identities: identities.count, sortsByNumber: groups.map(\.sortsByNumber),
            metrics: query.columns.count)
        return (SQLStatement(text: lines.joined(separator: "\n"), values: parameters.values), layout)
    }

    var table: String {
        query.rollup.map { "\(RollupDefinition.schema).\(quoted($0.name))" } ?? "store.\(quoted(query.fact.name.value))"
    }

    /// How many rows of the fact there are under some conditions.
    private func count(_ conditions: [String]) -> String {
        guard query.rollup != nil else { return "count(*)" + Self.filterClause(conditions) }
        return "coalesce(sum(f.\(quoted(RollupDefinition.rows)))" + Self.filterClause(conditions) + ", 0)"
    }

    mutating func publishedJoin(_ fact: String, _ alias: String) -> String {
        let on = "on \(alias).slice_key = \(fact).slice_key and \(alias).version_key = \(fact).version_key"
        switch query.knowledge {
        case .current: return "join ledger.published \(alias) \(on)"
        case .asOf(let moment):
            let moment = parameters.bindOnce(.text(moment))
            return "join ledger.published_history \(alias) \(on) and \(alias).known_from <= \(moment)"
                + " and \(moment) < \(alias).known_to"
        }
    }

    func leaves(_ alias: String) -> String { query.versions.condition(on: alias, of: query.fact.name.value) }

    mutating func dateCondition(_ fact: String) -> String {
        let key = "\(fact).\(quoted(query.date.keyColumn))"
        // Keys below zero are the members "missing" and "not applicable".
        let from = query.span.from.map { parameters.bindOnce(.integer(Int64($0.dateKey))) } ?? "0"
        return
            "\(key) >= \(from) and \(key) < \(parameters.bindOnce(.integer(Int64(query.span.until.dateKey))))"
    }

    // MARK: Groups

    private struct Group {
        let member: String
        let identities: [String]
        let sortKey: String
        let sortsByNumber: Bool
    }

    private mutating func group(_ path: AttributePath) throws -> Group {
        let attribute = try resolve(path.text)
        guard let alias = joins.alias(for: attribute, &parameters), let dimension = attribute.dimension else {
            guard case .column(let column) = attribute.root else {
                throw AttributeError(
                    message: "`\(path.text)` is a measure", remedy: "group by an attribute of a dimension")
            }
            let value = "f.\(quoted(column.name.value))"
            return Group(
                member: "\(value)::text", identities: [], sortKey: Self.minimum(value, column.type),
                sortsByNumber: column.type.isNumeric)
        }
        guard let column = attribute.column(in: query.language) else {
            throw AttributeError(
                message: "`\(path.text)` is a member, not a column",
                remedy: "name a column, such as `\(path.text).name`")
        }
        let key = "\(alias).\(quoted(dimension.keyColumn))"
        func known(_ column: DimensionDefinition.Column) -> String {
            "case when \(key) >= 0 then \(alias).\(quoted(column.tableColumn)) end"
        }
        let (sortKey, isNumber) = Self.sortKey(dimension, column, key, known)
        return Group(
            member: "(\(known(column)))::text",
            identities: dimension.identities(behind: column).map { "(\(known($0)))::text" }, sortKey: sortKey,
            sortsByNumber: isNumber)
    }

    private static func sortKey(
        _ dimension: DimensionDefinition, _ column: DimensionDefinition.Column, _ key: String,
        _ known: (DimensionDefinition.Column) -> String
    ) -> (String, isNumber: Bool) {
        switch dimension.members {
        case .calendar:
            // The name of a month stands where the month stands.
            let ordering = column.name.value.hasPrefix("month") ? dimension.column("month") ?? column : column
            return (minimum("(\(known(ordering)))", ordering.type), ordering.type.isNumeric)
        case .file:
            return ("min(\(key))", true)
        case .pipeline, .deliveries:
            let natural = dimension.key.first.flatMap { dimension.column($0.value) } ?? column
            return (minimum("(\(known(natural)))", natural.type), natural.type.isNumeric)
        }
    }

    private static func minimum(_ value: String, _ type: ColumnType) -> String {
        // Texts are ordered by their bytes, whatever the database's locale.
        type.isNumeric ? "min(\(value))" : "min(\(value)::text collate \"C\")"
    }

    // MARK: Aggregates

    /// The value and the number of rows behind it.
    private mutating func aggregate(_ wanted: FactQuery.Column, _ index: Int) throws -> [String] {
        let metric = wanted.metric
        var conditions = try metric.filters.map { try condition($0) }
        var rows = count(conditions)
        var value = rows
        if metric.aggregation != .count {
            let operand = try operand(of: metric)
            switch metric.aggregation {
            case .sum where wanted.isSquared:
                // As numeric, since the square of an integer may not be one.
                value = "sum((\(operand))::numeric * (\(operand)))"
                rows = "count(\(operand))" + Self.filterClause(conditions)
            case .count, .sum: value = "sum(\(operand))"
            case .countDistinct: value = "count(distinct \(operand))"
            case .min: value = "min(\(operand))"
            case .max: value = "max(\(operand))"
            case .last:
                value = "sum(\(operand))"
                // A subquery within an aggregate cannot be distributed; one in the FROM clause is computed first.
                lastDay = lastDay ?? "cross join (\(lastDaySubquery())) z"
                conditions.append("f.\(quoted(query.date.keyColumn)) = z.last_day")
            }
            value += Self.filterClause(conditions)
        }
        return ["\(value) as m\(index + 1)", "\(rows) as n\(index + 1)"]
    }

    /// What is summed, or whose extremes or different values are asked for.
    mutating func operand(of metric: MetricDefinition.Simple) throws -> String {
        guard let of = metric.of?.value, let column = query.fact.tableColumn(of) else {
            throw AttributeError(
                message: "fact `\(query.fact.name.value)` has no `\(metric.of?.value ?? "")`",
                remedy: "name one of its measures")
        }
        let operand = "f.\(quoted(column))"
        return try metric.times.map { "\(operand) * \(try factor($0.value))" } ?? operand
    }

    private static func filterClause(_ conditions: [String]) -> String {
        conditions.isEmpty ? "" : " filter (where \(conditions.joined(separator: " and ")))"
    }

    mutating func factor(_ path: String) throws -> String {
        let attribute = try resolve(path)
        guard let alias = joins.alias(for: attribute, &parameters),
            let column = attribute.column(in: query.language)
        else {
            throw AttributeError(
                message: "`\(path)` is not a number of a dimension", remedy: "name such a column")
        }
        return "\(alias).\(quoted(column.tableColumn))"
    }

    mutating func lastDayCondition() -> String {
        "f.\(quoted(query.date.keyColumn)) = (\(lastDaySubquery()))"
    }

    private mutating func lastDaySubquery() -> String {
        "select max(l.\(quoted(query.date.keyColumn))) as last_day from \(table) l \(publishedJoin("l", "q")) "
            + "where \(leaves("l")) and \(dateCondition("l"))"
    }

    // MARK: Conditions

    mutating func condition(_ filter: Filter) throws -> String {
        let attribute = try resolve(filter.path.value)
        let writer = FilterWriter(attribute: attribute, language: query.language)
        return try writer.condition(filter, &joins, &parameters)
    }

    func resolve(_ path: String) throws(AttributeError) -> ResolvedAttribute {
        try resolver.resolve(path, in: query.fact, dateRole: query.date.name.value)
    }
}
