import Definitions
import MetricQueries

extension MetricOutput {
    /// For programs: one header line by name, plain numbers, states where there is no value, and what is told beside it.
    ///
    /// The columns follow from the definitions alone. Behind a name stands the natural key, by which members of one name are
    /// told apart. With subtotals, each row says of how many attributes it is, and the total comes last.
    ///
    /// - Parameter byteOrderMark: whether the text begins with U+FEFF, by which Excel knows UTF-8.
    func csv(subtotals: Bool = false, byteOrderMark: Bool = false) throws -> String {
        let facets = table.metrics.map(\.facets)
        var header = subtotals ? ["level"] : []
        header += table.by.indices.flatMap { headings(of: table.by[$0], keyColumns: table.keyColumns(of: $0)) }
        for (metric, facets) in zip(table.metrics, facets) {
            header += [metric.name.value] + facets.map { "\(metric.name.value).\($0.rawValue)" }
        }
        var lines = [header]
        for row in rows + (subtotals && !table.by.isEmpty ? [table.total] : []) {
            var line = subtotals ? ["\(row.level)"] : []
            line += members(of: row)
            for (index, metric) in table.metrics.enumerated() {
                let (cell, format) = (row.cells[index], MetricFormat(metric))
                line.append(
                    try cell.value.map { try format.decimalText($0) } ?? (cell.state ?? .notAvailable).text)
                line += try facets[index].map { try $0.text(of: cell, format) ?? "" }
            }
            lines.append(line)
        }
        let text = lines.map(csvLine).joined(separator: "\n")
        return (byteOrderMark ? "\u{FEFF}" : "") + text
    }

    /// Each member with its key behind it; nothing for what a subtotal is not of.
    private func members(of row: MetricRow) -> [String] {
        table.by.indices.flatMap { index in
            ([row.members[index]] + table.key(of: index, in: row)).map { $0 ?? "" }
        }
    }
}
