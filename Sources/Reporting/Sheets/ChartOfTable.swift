internal import Definitions

/// Draws some columns of a table's sheet.
struct ChartOfTable {
    /// More bars than this cannot be told apart on a page.
    private static let mostCategories = 20

    private let sheet: TableSheet
    private let definition: ChartDefinition
    private let cells: [[LayoutCell]]

    init(_ sheet: TableSheet, _ definition: ChartDefinition, cells: [[LayoutCell]]) {
        self.sheet = sheet
        self.definition = definition
        self.cells = cells
    }

    var documents: [ChartDocument] {
        let columns = self.columns
        guard !cells.isEmpty, !columns.isEmpty else { return [] }
        let series = columns.flatMap { metric, column in
            self.series(of: metric, column: column, alone: columns.count == 1)
        }
        let isCut = kind != .line && cells.count > Self.mostCategories && runs.count == 1
        var title =
            definition.title?[language] ?? columns.map { $0.0.label[language] }.joined(separator: " · ")
        if isCut { title += " (\(sheet.words.phrases.firstRows(Self.mostCategories)))" }
        var chart = ChartDocument(
            kind: kind, title: title, description: self.description(of: columns.map(\.1), title: title),
            series: series,
            isShareOfWhole: kind != .line && columns.allSatisfy { sheet.isShare($0.0) })
        let units = Set(columns.map { sheet.words.unit(of: $0.0) ?? "" })
        if units.count == 1, let unit = units.first, !unit.isEmpty, unit != "%" {
            chart.valueAxisTitle = unit
        }
        return [chart]
    }

    private var language: Language { sheet.words.language }

    /// The metrics that are drawn, each with the number of its column.
    private var columns: [(MetricDefinition, Int)] {
        definition.of.compactMap { name in
            sheet.metrics.first { $0.name.value == name.value }.map { ($0, sheet.column(of: name.value) ?? 0) }
        }
    }

    private var kind: ChartDocument.Kind {
        switch definition.kind {
        case .bar, .stackedBar: .bar
        case .column: .column
        case .stackedColumn: .stackedColumn
        // A line would be drawn down to zero where a figure is missing; a column is just not there.
        case .line: drawable == nil ? .column : .line
        }
    }

    /// The places, counted from the first of each run, that lines can be drawn through: without those at the beginning or
    /// the end that no line has; nil where a figure is missing between others.
    private var drawable: Range<Int>? {
        let lines = runs.flatMap { run in
            columns.map { _, column in run.rows.map { cells[$0][column].number != nil } }
        }
        let count = lines.map(\.count).max() ?? 0
        let used = (0..<count).filter { place in lines.contains { place < $0.count && $0[place] } }
        guard let first = used.first, let last = used.last else { return nil }
        let isWhole = lines.allSatisfy { line in (first...last).allSatisfy { $0 < line.count && line[$0] } }
        return isWhole ? first..<(last + 1) : nil
    }

    /// The stretches of rows that are one line or group: all rows, or those of each member when there are periods.
    private var runs: [(name: String?, rows: ClosedRange<Int>)] {
        guard sheet.grain != nil, !sheet.definition.rows.isEmpty else {
            return [(nil, 0...(cells.count - 1))]
        }
        var runs: [(name: String?, rows: ClosedRange<Int>)] = []
        for (index, row) in sheet.rows.enumerated() {
            let name = row.members.map { $0 ?? sheet.words.phrases.unknownMember }.joined(separator: ", ")
            if let last = runs.last, last.name == name {
                runs[runs.count - 1].rows = last.rows.lowerBound...index
            } else {
                runs.append((name, index...index))
            }
        }
        return runs
    }

    private func series(of metric: MetricDefinition, column: Int, alone: Bool) -> [ChartDocument.Series] {
        let category = sheet.keyColumns.upperBound - 1
        let drawable = kind == .line ? self.drawable : nil
        return runs.map { run in
            let name = [run.name, alone && run.name != nil ? nil : metric.label[language]].compactMap { $0 }
            let first = run.rows.lowerBound
            let rows =
                drawable.map { (first + $0.lowerBound)...(first + $0.upperBound - 1) }
                ?? first...min(run.rows.upperBound, first + Self.mostCategories - 1)
            return .column(column, named: name.joined(separator: ": "), against: category, rows: rows)
        }
    }

    /// Names the highest and the lowest figure, or says what the definition says.
    private func description(of columns: [Int], title: String) -> String {
        if let text = definition.alternativeText?[language] { return text }
        var figures: [(DecimalNumber, String)] = []
        for row in cells {
            let name = sheet.keyColumns.map { shownText(of: row[$0], language: language) }.joined(
                separator: ", ")
            for column in columns {
                guard let number = row[column].number else { continue }
                figures.append((number, "\(name) \(shownText(of: row[column], language: language))"))
            }
        }
        guard let highest = figures.max(by: { $0.0.isLess(than: $1.0) }),
            let lowest = figures.min(by: { $0.0.isLess(than: $1.0) })
        else { return title }
        return sheet.words.phrases.describe(kind, title: title, highest: highest.1, lowest: lowest.1)
    }
}

extension TableSheet {
    /// Whether a column's figures run from nothing to all: a share now, or the same share earlier.
    fileprivate func isShare(_ metric: MetricDefinition) -> Bool {
        if case .change(let change) = metric.kind, change.kind == .previous {
            return words.project.metrics[change.of.value]?.isRatio ?? false
        }
        return metric.isShareOfWhole
    }
}

extension MetricDefinition {
    fileprivate var isRatio: Bool {
        if case .ratio = kind { true } else { false }
    }
}

extension DecimalNumber {
    fileprivate func isLess(than other: DecimalNumber) -> Bool {
        let places = max(decimals, other.decimals)
        return widened(to: places).units < other.widened(to: places).units
    }
}
