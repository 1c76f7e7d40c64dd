package import Definitions
package import Periods
package import Postgres

extension MetricEngine {
    /// Computes a sheet's table: one answer per period down its side, in order, or one for the report's own period.
    ///
    /// Each answer's rows are in the order that the sheet declares, and no more of them than it asks for.
    package func tables(
        _ definition: TableDefinition, period: Period, language: Language, asOf: Knowledge = .current,
        on connection: borrowing Connection
    ) throws -> [MetricTable] {
        var tables: [MetricTable] = []
        for period in try periods(of: definition, period) {
            var table = try table(
                MetricRequest(
                    metrics: definition.columns.map(\.value),
                    by: definition.rows.map { AttributePath($0.value) },
                    period: period, filters: definition.filters, language: language, asOf: asOf),
                on: connection)
            if let order = definition.order, let column = definition.columns.firstIndex(of: order.by) {
                table.rows.sort(
                    by: order.direction == .descending
                        ? TableOrder.descending(column: column) : TableOrder.ascending(column: column))
            }
            if let limit = definition.limit { table.rows = Array(table.rows.prefix(limit)) }
            tables.append(table)
        }
        return tables
    }

    /// The periods down the side of a table.
    func periods(of definition: TableDefinition, _ period: Period) throws -> [Period] {
        switch definition.periods {
        case nil: return [period]
        case .last(let count, let grain):
            let last = lastKey(of: grain, period)
            var keys = [last]
            while keys.count < count, let first = keys.first { keys.insert(first.previous, at: 0) }
            return keys
        case .from(let text, let grain):
            guard let from = Period(text.value, fiscal: fiscal) else {
                throw MetricQueryError.notAPeriod(text.value)
            }
            let last = lastKey(of: grain, period)
            let first = Period(last.grain, containing: from.start, fiscal: fiscal)
            return Period(from: first, through: last)?.keys ?? [last]
        }
    }

    /// The last key of a grain in the report's period.
    private func lastKey(of grain: ReportDefinition.Grain?, _ period: Period) -> Period {
        guard let grain = grain.flatMap({ PeriodGrain(rawValue: $0.rawValue) }) else { return period }
        return Period(grain, containing: period.lastDay, fiscal: fiscal)
    }
}

/// Orders rows by the values of a column; rows without a value come last, ties keep the members' own order.
enum TableOrder {
    static func descending(column: Int) -> (MetricRow, MetricRow) -> Bool {
        { left, right in precedes(left, right, column) { $0 > $1 } }
    }

    static func ascending(column: Int) -> (MetricRow, MetricRow) -> Bool {
        { left, right in precedes(left, right, column) { $0 < $1 } }
    }

    private static func precedes(
        _ left: MetricRow, _ right: MetricRow, _ column: Int, _ comes: (Rational, Rational) -> Bool
    ) -> Bool {
        switch (left.cells[column].value, right.cells[column].value) {
        case (.some(let first), .some(let second)) where first != second: return comes(first, second)
        case (.some, .none): return true
        case (.none, .some): return false
        default:
            for (first, second) in zip(left.sortKeys, right.sortKeys) where first != second {
                return first < second
            }
            return false
        }
    }
}
