internal import Definitions
internal import Periods
internal import Postgres

extension FactQueryWriter {
    /// Writes the statement that tells the members of a role apart by what cells ask of them, and by nothing else.
    ///
    /// It reads the dimension, not the fact. One row per class: for each path the text in English, the text in Thai and
    /// the natural key, then for each filter and each span whether it is fulfilled. Facts whose member is nowhere have
    /// a class too.
    mutating func classes(
        of role: FactDefinition.Role, _ dimension: DimensionDefinition, paths: [String], filters: [Filter],
        spans: [DateSpan]
    ) throws -> SQLStatement {
        let key = "f.\(quoted(role.keyColumn))"
        var items = try paths.flatMap { try memberColumns($0) }
        items += try filters.map { "(\(try condition($0))) is true" }
        items += spans.map { span in
            let from = span.from.map { parameters.bindOnce(.integer(Int64($0.dateKey))) } ?? "0"
            let until = parameters.bindOnce(.integer(Int64(span.until.dateKey)))
            return "coalesce(\(key) >= \(from) and \(key) < \(until), false)"
        }
        let named = items.enumerated().map { "\($0.element) as c\($0.offset + 1)" }
        let members = """
            select m.\(quoted(dimension.keyColumn)) as \(quoted(role.keyColumn)) from store.\(quoted(dimension.name.value)) m
                union
                select null
            """
        let lines =
            ["select distinct " + named.joined(separator: ",\n    "), "from (\n    \(members)\n) f"] + joins.clauses
        return SQLStatement(text: lines.joined(separator: "\n"), values: parameters.values)
    }

    /// The text of an attribute in both languages, and the natural key behind it.
    private mutating func memberColumns(_ path: String) throws -> [String] {
        let attribute = try resolve(path)
        guard let alias = joins.alias(for: attribute, &parameters), let dimension = attribute.dimension,
            let english = attribute.column(in: .english), let thai = attribute.column(in: .thai)
        else { throw AttributeError(message: "`\(path)` is no column", remedy: "name one") }
        let key = "\(alias).\(quoted(dimension.keyColumn))"
        return ([english, thai] + dimension.identities(behind: english)).map {
            "(case when \(key) >= 0 then \(alias).\(quoted($0.tableColumn)) end)::text"
        }
    }
}
