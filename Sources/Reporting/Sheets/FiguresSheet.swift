internal import Definitions
internal import MetricQueries
internal import Periods

/// Lays out a list of figures, each with a unit, a base period and a note of its own.
struct FiguresSheet {
    let words: ReportWords
    let sheet: SheetDefinition
    let period: Period
    let rows: [FigureRow]
    /// The number of each figure's note, in the order of the definition's figures.
    let notes: [Int?]

    func document(key: String, subtitle: String) throws -> SheetDocument {
        let phrases = words.phrases
        let asides = try rows.map(asides)
        let kept = asideHeadings.indices.filter { index in asides.contains { $0[index] != nil } }
        let headings =
            [
                phrases.number, phrases.figure, words.label(of: period), phrases.unit, phrases.basePeriod,
                phrases.baseValue, phrases.change, phrases.changeUnit,
            ] + kept.map { asideHeadings[$0] } + [phrases.publishedIn, phrases.note]
        let columns = uniqueHeadings(headings).enumerated().map { offset, heading in
            ColumnDocument(header: heading, widthLimit: offset == 1 ? 60 : 18)
        }
        // A column that no figure of this list fills would only be noise.
        let cells = try zip(rows, asides).map { row, asides in
            try self.cells(of: row, beside: kept.map { asides[$0] ?? .absent(.notApplicable) })
        }
        let used = columns.indices.filter { column in cells.contains { $0[column].content != .blank } }
        return SheetDocument(
            key: key, name: sheet.name.value[words.language], kind: .figures,
            title: sheet.name.value[words.language],
            subtitle: subtitle, introduction: sheet.introduction.map { [$0[words.language]] } ?? [],
            table: TableDocument(
                columns: used.map { columns[$0] }, rows: cells.map { row in used.map { row[$0] } }))
    }

    /// Formats a figure by itself: each row has its own unit and decimals.
    private func cells(of row: FigureRow, beside asides: [LayoutCell]) throws -> [LayoutCell] {
        let value = try FigureFormat(row.metric, figures: [row.value]).cell(row.value)
        let unit = words.unit(of: row.metric).map(LayoutCell.text) ?? .blank
        let source = row.definition.source.map { LayoutCell.text($0[words.language]) } ?? .blank
        return [
            row.definition.number.map { .text($0.value) } ?? .blank, .text(row.label(words.language)), value,
            unit,
        ] + (try change(of: row)) + asides + [source, note(of: row)]
    }

    /// What is told beside those figures that have it: how many the sample has, the interval, the target.
    private var asideHeadings: [String] {
        let phrases = words.phrases
        return [phrases.size(of: nil)] + [.low, .high, .target, .gap].map(phrases.heading) + [phrases.gapUnit]
    }

    private func asides(of row: FigureRow) throws -> [LayoutCell?] {
        let (metric, figure) = (row.metric, row.value)
        let format = try FigureFormat(metric, figures: [figure])
        let ends: [MetricFacet?] = metric.hasInterval ? [.low, .high] : [nil, nil]
        let target: [MetricFacet?] = figure.target == nil ? [nil, nil] : [.target, .gap]
        let unit = figure.target == nil ? nil : words.gapUnit(of: metric).map(LayoutCell.text) ?? .blank
        return try ([metric.sizeFacet] + ends + target).map { try $0.map { try format.cell($0, of: figure) } } + [unit]
    }

    /// Base period, base value, change and its unit; none of them where no change is asked for.
    private func change(of row: FigureRow) throws -> [LayoutCell] {
        guard let change = row.change, let metric = row.changeMetric else {
            return Array(repeating: .absent(.notApplicable), count: 4)
        }
        return [
            row.basePeriod.map { .text(words.shortLabel(of: $0)) } ?? .absent(.notAvailable),
            try FigureFormat(row.metric, figures: [row.base]).cell(row.base),
            try FigureFormat(metric, figures: [change]).cell(change),
            words.unit(of: metric).map(LayoutCell.text) ?? .blank,
        ]
    }

    private func note(of row: FigureRow) -> LayoutCell {
        guard case .figures(let figures) = sheet.content,
            let place = figures.firstIndex(where: { $0.location == row.definition.location }),
            let number = notes[place]
        else { return .blank }
        return LayoutCell(.link(String(number), sheet: "notes"))
    }
}
