internal import Definitions
internal import MetricQueries

/// Lays out a metric table: attributes down its side with the natural keys behind their names, each metric along its top with
/// what is told beside it.
struct MetricSheet {
    let words: ReportWords
    let table: MetricTable
    private var phrases: Phrases { words.phrases }

    func document(subtitle: String) throws -> SheetDocument {
        var columns: [Column] = []
        for index in table.metrics.indices { columns += try self.columns(of: index) }
        let attributes = table.by.indices.flatMap(attributeHeadings)
        let headings = uniqueHeadings(attributes + columns.map(\.heading))
        let shown = table.by.isEmpty ? [table.total] : table.rows
        let rows = try shown.map { row in try members(of: row) + columns.map { try $0.cell(row) } }
        var totals: [TotalCell]?
        if !table.by.isEmpty {
            let keys = attributes.indices.map { $0 == 0 ? TotalCell.label(phrases.total) : .none }
            totals = try keys + columns.map { TotalCell.recomputed(try $0.cell(table.total)) }
        }
        return SheetDocument(
            key: "figures", name: phrases.figure, kind: .figures, title: phrases.figure, subtitle: subtitle,
            table: TableDocument(
                columns: headings.map { ColumnDocument(header: $0, widthLimit: 36) }, rows: rows, totals: totals))
    }

    /// What an attribute's column and those of the key behind it are called; of a key of one column, not which one it is.
    private func attributeHeadings(_ index: Int) -> [String] {
        let heading = words.heading(of: table.by[index].text, metrics: table.metrics)
        let columns = table.keyColumns(of: index)
        return [heading] + columns.map { phrases.key(of: heading, column: columns.count > 1 ? $0 : nil) }
    }

    /// The members of a row with their keys, which tell those of one name apart; of a subtotal, the word for it behind those
    /// that it is of.
    private func members(of row: MetricRow) -> [LayoutCell] {
        table.by.indices.flatMap { index -> [LayoutCell] in
            let keys = table.key(of: index, in: row).map { $0.map(LayoutCell.text) ?? .blank }
            if index < row.level { return [.text(row.members[index] ?? phrases.unknownMember)] + keys }
            return [index == row.level ? .text(phrases.total) : .blank] + keys
        }
    }

    private struct Column {
        let heading: String
        let cell: (MetricRow) throws -> LayoutCell
    }

    private func columns(of index: Int) throws -> [Column] {
        let metric = table.metrics[index]
        let cells = (table.rows + [table.total]).map { $0.cells[index] }
        let format = try FigureFormat(metric, figures: cells)
        let sides = try sides(of: metric, cells)
        var heading = words.heading(of: metric)
        if let portion = cells.compactMap(\.portion).first { heading += ", \(words.shortLabel(of: portion))" }
        let facets = metric.facets.filter { $0 != .marks && $0 != .period }
        return [Column(heading: heading) { try format.cell($0.cells[index]) }]
            + facets.map { facet in
                Column(heading: sides[facet]?.heading ?? self.heading(of: facet, metric)) { row in
                    let figure = row.cells[index]
                    return try cell(facet, of: figure, format, sides[facet]?.format)
                        ?? .absent(figure.state == .confidential ? .confidential : .notApplicable)
                }
            }
    }

    /// With several metrics, the heading says whose.
    private func heading(of facet: MetricFacet, _ metric: MetricDefinition) -> String {
        let heading = phrases.heading(of: facet)
        return table.metrics.count > 1 ? "\(heading): \(metric.label[words.language])" : heading
    }

    private func cell(
        _ facet: MetricFacet, of cell: MetricCell, _ format: FigureFormat, _ side: FigureFormat?
    ) throws -> LayoutCell? {
        switch facet {
        case .marks, .period: return nil
        case .numerator: return try cell.numerator.flatMap { try side?.cell(MetricCell($0)) }
        case .denominator: return try cell.denominator.flatMap { try side?.cell(MetricCell($0)) }
        case .count: return cell.count.map { .integer($0) }
        case .countBefore: return cell.countBefore.map { .integer($0) }
        case .base: return cell.base?.whole.map { .integer($0) }
        case .low: return try cell.interval.map { try format.cell(end: $0.low) }
        case .high: return try cell.interval.map { try format.cell(end: $0.high) }
        case .target: return try cell.target.map { try format.cell(MetricCell($0)) }
        case .gap: return try cell.gap().map { try format.cell(gap: $0) }
        }
    }

    /// How the two sides of a ratio are headed and shown: as the metrics that they are.
    private func sides(
        of metric: MetricDefinition, _ cells: [MetricCell]
    ) throws -> [MetricFacet: (heading: String, format: FigureFormat)] {
        guard case .ratio(let ratio) = metric.kind else { return [:] }
        let catalogue = MetricCatalogue(metrics: words.project.metrics, facts: words.project.facts)
        var sides: [MetricFacet: (heading: String, format: FigureFormat)] = [:]
        let less = ratio.less.flatMap { catalogue.metric($0.value) }.map { " − \($0.label[words.language])" } ?? ""
        for (facet, name, values) in [
            (MetricFacet.numerator, ratio.numerator, cells.compactMap(\.numerator)),
            (.denominator, ratio.denominator, cells.compactMap(\.denominator)),
        ] {
            guard let side = catalogue.metric(name.value) else { continue }
            sides[facet] = (
                words.heading(of: side) + less, try FigureFormat(side, figures: values.map { MetricCell($0) })
            )
        }
        return sides
    }
}

extension Rational {
    fileprivate var whole: Int128? { isWhole ? numerator : nil }
}
