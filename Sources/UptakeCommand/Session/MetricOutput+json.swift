import Definitions
import MetricQueries
import Periods

extension MetricOutput {
    private struct Cell: Encodable {
        let value: String?
        let state: String?
        let marks: String?
        let numerator: String?
        let denominator: String?
        let count: Int64?
        let count_before: Int64?
        let base: String?
        let low: String?
        let high: String?
        let target: String?
        let gap: String?
        let period: String?
    }

    private struct Row: Encodable {
        let level: Int
        let members: [String: String?]
        /// The natural keys behind names, which tell members of one name apart.
        let keys: [String?]?
        let figures: [String: Cell]
    }

    private struct Document: Encodable {
        let period: String
        let rows: [Row]
        let total: Row
    }

    /// With states, marks, numerators, denominators, counts (of a change also the earlier one), intervals and targets.
    func json() throws -> String {
        try RunJSON.encode(
            Document(
                period: table.period.key, rows: try table.by.isEmpty ? [] : table.rows.map(row),
                total: try row(table.total)))
    }

    private func row(_ row: MetricRow) throws -> Row {
        var figures: [String: Cell] = [:]
        for (cell, metric) in zip(row.cells, table.metrics) {
            let format = MetricFormat(metric)
            func text(_ facet: MetricFacet) throws -> String? { try facet.text(of: cell, format) }
            figures[metric.name.value] = Cell(
                value: try cell.value.map { try format.decimalText($0) }, state: cell.state?.rawValue,
                marks: try text(.marks), numerator: try text(.numerator), denominator: try text(.denominator),
                count: cell.count, count_before: cell.countBefore, base: try text(.base), low: try text(.low),
                high: try text(.high),
                target: try text(.target), gap: try text(.gap), period: try text(.period))
        }
        let members = Dictionary(
            zip(table.by.map(\.text), row.members.prefix(row.level)), uniquingKeysWith: { first, _ in first })
        return Row(
            level: row.level, members: members, keys: row.keys.isEmpty ? nil : row.keys, figures: figures)
    }
}
