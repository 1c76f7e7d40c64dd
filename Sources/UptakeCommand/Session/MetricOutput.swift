import Definitions
import MetricQueries
import Periods
import Reporting

/// A metric table in the forms that the command line prints.
struct MetricOutput {
    let table: MetricTable
    let language: Language
    var phrases: Phrases { Phrases(language) }

    init(_ table: MetricTable, language: Language) {
        self.table = table
        self.language = language
    }

    /// The rows in their order with the total at the end, as far as there are both.
    var rows: [MetricRow] { table.by.isEmpty ? [table.total] : table.rows }

    /// For people: formatted figures, in columns, the total at the end, and what the symbols mean.
    func aligned() throws -> String {
        let period = "period \(table.period.label(thai: language == .thai))"
        var lines = [table.by.map(\.text) + table.metrics.indices.flatMap(headings)]
        for row in rows + (table.by.isEmpty || table.rows.isEmpty ? [] : [table.total]) {
            lines.append(members(of: row) + (try table.metrics.indices.flatMap { try texts($0, row) }))
        }
        let numeric = Set(table.by.count..<lines[0].count)
        return period + "\n" + UptakeCommand.aligned(lines, numeric: numeric) + legend
    }

    /// The members of a row; of a subtotal, the word for it behind those that it is of.
    private func members(of row: MetricRow) -> [String] {
        table.by.indices.map { index in
            if index < row.level { return row.members[index] ?? "–" }
            return index == row.level ? phrases.total : ""
        }
    }

    /// A person is shown the base, the interval and the target; what else there is, programs are told.
    private func shownFacets(_ metric: MetricDefinition) -> Set<MetricFacet> {
        var shown = Set(metric.facets).intersection([.low, .target, .gap])
        if shown.contains(.low) { shown.insert(metric.facets.contains(.base) ? .base : .count) }
        return shown
    }

    private func headings(_ index: Int) -> [String] {
        let metric = table.metrics[index]
        let shown = shownFacets(metric)
        var label = metric.label[language]
        let portion = (table.rows + [table.total]).compactMap { $0.cells[index].portion }.first
        if let portion { label += ", \(portion.label(thai: language == .thai))" }
        return [label]
            + MetricFacet.allCases.filter(shown.contains).map { facet in
                facet == .low ? phrases.interval : phrases.heading(of: facet)
            }
    }

    private func texts(_ index: Int, _ row: MetricRow) throws -> [String] {
        let (metric, cell) = (table.metrics[index], row.cells[index])
        let shown = shownFacets(metric)
        let format = MetricFormat(metric)
        return [try formatted(cell, of: metric, language: language)]
            + (try MetricFacet.allCases.filter(shown.contains).map { facet in
                guard facet == .low else { return try facet.text(of: cell, format) ?? "" }
                guard let low = try MetricFacet.low.text(of: cell, format),
                    let high = try MetricFacet.high.text(of: cell, format)
                else { return "" }
                return "\(low) – \(high)"
            })
    }

    /// What the symbols in the table mean, one on a line.
    private var legend: String {
        let cells = (rows + [table.total]).flatMap(\.cells)
        let used = Set(
            cells.compactMap(\.state?.text) + cells.flatMap { $0.marks.text.split(separator: " ").map(String.init) })
        let lines = StatisticalSymbol.allCases.filter { used.contains($0.shown) }
            .map { "\($0.shown) \(phrases.meaning(of: $0))" }
        return lines.isEmpty ? "" : "\n\n" + lines.joined(separator: "\n")
    }
}
