internal import Definitions
internal import Periods
internal import Postgres

/// Writes a condition on one attribute; every value is bound.
struct FilterWriter {
    let attribute: ResolvedAttribute
    let language: Language

    /// The condition, in parentheses where it has to be.
    func condition(
        _ filter: Filter, _ joins: inout DimensionJoins, _ parameters: inout SQLParameters
    ) throws -> String {
        if case .isKnown(let known) = filter.condition { return knownCondition(known, &joins, &parameters) }
        let column = try operand(&joins, &parameters)
        switch filter.condition {
        case .isIn(let values): return try membership(column, values, &parameters)
        case .isNotIn(let values):
            // A row without a value is not one of them either.
            return "(\(try membership(column, values, &parameters))) is not true"
        case .range(let from, let to):
            let lower = try from.map { "\(column) >= \(parameters.bind(try value($0.value)))" }
            let upper = try to.map { "\(column) <= \(parameters.bind(try value($0.value)))" }
            let known = comparesDays ? "\(column) > 0" : nil
            return [lower, upper, known].compactMap { $0 }.joined(separator: " and ")
        case .isKnown: return "true"
        }
    }

    private func membership(
        _ column: String, _ values: [Located<String>], _ parameters: inout SQLParameters
    ) throws -> String {
        guard !values.isEmpty else { return "false" }
        let bound = try values.map { parameters.bind(try value($0.value)) }
        return bound.count == 1
            ? "\(column) = \(bound[0])" : "\(column) in (\(bound.joined(separator: ", ")))"
    }

    private func knownCondition(
        _ known: Bool, _ joins: inout DimensionJoins, _ parameters: inout SQLParameters
    ) -> String {
        let condition: String
        switch attribute.root {
        case .column(let column): condition = "f.\(quoted(column.name.value)) is not null"
        case .measure(let measure): condition = "f.\(quoted(measure.name.value)) is not null"
        case .role(let role, let dimension):
            let alias = attribute.steps.isEmpty ? nil : joins.alias(for: attribute, &parameters)
            let key =
                alias.map { "\($0).\(quoted(attribute.dimension?.keyColumn ?? dimension.keyColumn))" }
                ?? "f.\(quoted(role.keyColumn))"
            if let column = attribute.column(in: language),
                let alias = alias ?? joins.alias(for: attribute, &parameters)
            {
                condition = "(\(key) >= 0 and \(alias).\(quoted(column.tableColumn)) is not null)"
            } else {
                condition = "\(key) >= 0"
            }
        }
        return known ? condition : "(\(condition)) is not true"
    }

    /// Whether days are compared by their calendar keys.
    private var comparesDays: Bool {
        if case .member = attribute.value { return attribute.dimension?.isCalendar == true }
        return false
    }

    private func operand(_ joins: inout DimensionJoins, _ parameters: inout SQLParameters) throws -> String {
        switch attribute.root {
        case .column(let column): return "f.\(quoted(column.name.value))"
        case .measure(let measure): return "f.\(quoted(measure.name.value))"
        case .role(let role, _):
            if let column = attribute.column(in: language),
                let alias = joins.alias(for: attribute, &parameters)
            {
                return "\(alias).\(quoted(column.tableColumn))"
            }
            if comparesDays, attribute.steps.isEmpty { return "f.\(quoted(role.keyColumn))" }
            throw MetricQueryError.badFilter("`\(attribute.path)` is a member; compare one of its columns")
        }
    }

    private func value(_ text: String) throws -> SQLValue {
        guard comparesDays else { return .text(text) }
        guard let date = CivilDate(text) else {
            throw MetricQueryError.badFilter("`\(text)` is not a day; write yyyy-mm-dd")
        }
        return .integer(Int64(date.dateKey))
    }
}
