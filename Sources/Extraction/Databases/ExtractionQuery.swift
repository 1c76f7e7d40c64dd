/// The statements that are made around a pipeline's query.
package struct ExtractionQuery: Sendable {
    /// Which rows of the query are wanted; all conditions that are there must hold.
    package struct Rows: Sendable {
        /// Half-open stretches of days, of which one must hold the row's.
        package var days: [(from: String, until: String)]?
        /// Whether rows without a day belong to them.
        package var includesRowsWithoutDay = false
        /// The column that decides the day.
        package var dayColumn: String?
        /// Rows whose watermark is at least this.
        package var changedSince: String?

        package init() {}

        /// Whether no condition is made.
        var isAll: Bool { days == nil && changedSince == nil }
    }

    private let query: String
    package let dialect: SQLDialect
    private let watermark: SourceColumn?

    /// - Parameters:
    ///   - query: as it is declared; what ends a statement is taken off.
    ///   - watermark: the column that grows with every change.
    package init(_ query: String, _ dialect: SQLDialect, watermark: SourceColumn? = nil) {
        self.query = Self.bare(query)
        self.dialect = dialect
        self.watermark = watermark
    }

    package func with(watermark: SourceColumn?) -> ExtractionQuery {
        ExtractionQuery(query, dialect, watermark: watermark)
    }

    /// A query stands in brackets, which close on a line of their own because it may end in a remark.
    private static func bare(_ query: String) -> String {
        var query = Substring(query)
        while let last = query.last, last.isWhitespace || last == ";" { query.removeLast() }
        return String(query)
    }

    /// Selects expressions over the query's rows.
    package func select(_ expressions: [String], _ rows: Rows = Rows(), groupedBy group: [String] = []) -> String {
        var sql = "select \(expressions.joined(separator: ", ")) from (\(query)\n) source"
        let conditions = conditions(rows)
        if !conditions.isEmpty { sql += " where " + conditions.joined(separator: " and ") }
        if !group.isEmpty { sql += " group by " + group.joined(separator: ", ") }
        return sql
    }

    /// Selects columns over the rows of a page, the key's first.
    ///
    /// - Parameters:
    ///   - limit: how many rows it has at most.
    ///   - isFirst: whether it begins with the first row; otherwise it begins behind the row whose key takes the place
    ///     of the parameters, as `key.parametersBehind` says.
    package func page(
        of columns: [String], _ rows: Rows, by key: PageKey, limit: Int, isFirst: Bool
    ) -> String {
        let names = key.columns.map { dialect.identifier($0.name) }
        let others = columns.filter { name in !key.columns.contains { $0.name == name } }.map(dialect.identifier)
        var conditions = conditions(rows)
        if !isFirst { conditions.append(key.isBehind(names)) }
        var sql = "select \(dialect.limit.prefix(limit))\((names + others).joined(separator: ", "))"
        sql += " from (\(query)\n) source"
        if !conditions.isEmpty { sql += " where " + conditions.joined(separator: " and ") }
        return sql + " order by \(names.joined(separator: ", "))\(dialect.limit.suffix(limit))"
    }

    /// Counts the rows that have one key, whose values take the places of the parameters in their order.
    package func count(ofKey key: PageKey) -> String {
        let conditions = key.columns.map { "\(dialect.identifier($0.name)) = \($0.placeholder)" }
        return "select count(*) from (\(query)\n) source where " + conditions.joined(separator: " and ")
    }

    /// Counts the rows in which a column is empty.
    package func count(without column: String) -> String {
        "select count(*) from (\(query)\n) source where \(dialect.identifier(column)) is null"
    }

    private func conditions(_ rows: Rows) -> [String] {
        var conditions: [String] = []
        if let days = rows.days, let column = rows.dayColumn.map(dialect.identifier) {
            var stretches = days.map {
                "(\(column) >= \(dialect.day($0.from)) and \(column) < \(dialect.day($0.until)))"
            }
            if rows.includesRowsWithoutDay { stretches.append("\(column) is null") }
            conditions.append(stretches.isEmpty ? "1 = 0" : "(" + stretches.joined(separator: " or ") + ")")
        }
        if let since = rows.changedSince, let watermark {
            conditions.append("\(dialect.identifier(watermark.name)) >= \(dialect.literal(since, watermark.kind))")
        }
        return conditions
    }
}
