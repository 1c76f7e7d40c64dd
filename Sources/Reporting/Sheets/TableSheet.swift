internal import Definitions
internal import MetricQueries
internal import Periods

/// Lays out one table of a report: attributes and periods down its side, metrics along its top.
struct TableSheet {
    /// One row of the sheet: members, a period if periods stand below each other, figures.
    struct Row {
        var members: [String?]
        var period: Period?
        var figures: [MetricCell]
    }

    let words: ReportWords
    let sheet: SheetDefinition
    let definition: TableDefinition
    /// The metrics with their units, in the order of the columns.
    let metrics: [MetricDefinition]
    let rows: [Row]
    /// Recomputed over all rows; nil without a total.
    let total: [MetricCell]?
    /// The grain of the rows when the table has periods.
    let grain: PeriodGrain?

    /// Takes one answer for each period down the side, or one for the report's own.
    init(words: ReportWords, sheet: SheetDefinition, definition: TableDefinition, tables: [MetricTable]) {
        self.words = words
        self.sheet = sheet
        self.definition = definition
        metrics = tables.first?.metrics ?? []
        total = definition.total == .recompute ? tables.first?.total.cells : nil
        grain = definition.periods == nil ? nil : tables.first?.period.grain
        rows =
            grain == nil
            ? tables.flatMap { $0.rows.map { Row(members: $0.members, figures: $0.cells) } }
            : Self.rowsByMember(tables)
    }

    /// One row per member and period, the periods of a member below each other.
    private static func rowsByMember(_ tables: [MetricTable]) -> [Row] {
        // Two members of one name are two.
        struct Member: Hashable {
            let names: [String?]
            let keys: [String?]
            init(_ row: MetricRow) { (names, keys) = (row.members, row.keys) }
        }
        var sortKeys: [Member: [MemberSortKey]] = [:]
        var order: [Member] = []
        func rows(of table: MetricTable) -> [MetricRow] { table.by.isEmpty ? [table.total] : table.rows }
        for row in tables.flatMap(rows) where sortKeys.updateValue(row.sortKeys, forKey: Member(row)) == nil {
            order.append(Member(row))
        }
        let sorted = order.enumerated().sorted { left, right in
            let (first, second) = (sortKeys[left.element] ?? [], sortKeys[right.element] ?? [])
            return first == second ? left.offset < right.offset : first.lexicographicallyPrecedes(second)
        }
        return sorted.flatMap { _, member in
            tables.map { table in
                // A member without rows in a period has no figure there; it is not a zero.
                let figures = rows(of: table).first { Member($0) == member }?.cells
                return Row(
                    members: member.names, period: table.period,
                    figures: figures
                        ?? Array(repeating: MetricCell(.notAvailable), count: table.metrics.count))
            }
        }
    }

    private var keyCount: Int { definition.rows.count + (grain == nil ? 0 : 1) }

    func document(key: String, subtitle: String) throws -> SheetDocument {
        let formats = try metrics.indices.map { column in
            try FigureFormat(
                metrics[column], figures: rows.map { $0.figures[column] } + [total?[column]].compactMap { $0 }
            )
        }
        let cells = try rows.map { row in
            try keys(of: row) + figureColumns.map { try cell($0, of: row.figures, formats) }
        }
        let table = TableDocument(columns: columns, rows: cells, totals: try totals(formats))
        let introduction = sheet.introduction.map { [$0[words.language]] } ?? []
        return SheetDocument(
            key: key, name: sheet.name.value[words.language], kind: .figures,
            title: sheet.name.value[words.language],
            subtitle: subtitle, introduction: introduction, table: table,
            charts: sheet.chart.map { ChartOfTable(self, $0, cells: cells).documents } ?? [])
    }

    private func cell(
        _ column: FigureColumn, of figures: [MetricCell], _ formats: [FigureFormat]
    ) throws -> LayoutCell {
        let (figure, format) = (figures[column.metric], formats[column.metric])
        return try column.facet.map { try format.cell($0, of: figure) } ?? format.cell(figure)
    }

    /// The number of the column of a metric.
    func column(of metric: String) -> Int? {
        figureColumns.firstIndex { $0.facet == nil && metrics[$0.metric].name.value == metric }.map { keyCount + $0 }
    }

    /// The columns that name a row: attributes, then the period.
    var keyColumns: Range<Int> { 0..<keyCount }

    private var columns: [ColumnDocument] {
        let attributes = definition.rows.map { words.heading(of: $0.value, metrics: metrics) }
        let period = grain.map { [words.heading(of: $0)] } ?? []
        let figures = figureColumns
        let headings = uniqueHeadings(attributes + period + figures.map(heading))
        return headings.enumerated().map { offset, heading in
            let column = offset < keyCount ? nil : figures[offset - keyCount]
            let isShare = column.map { $0.facet == nil && metrics[$0.metric].isShareOfWhole } ?? false
            return ColumnDocument(header: heading, showsBars: isShare, widthLimit: 36)
        }
    }

    private func heading(_ column: FigureColumn) -> String {
        column.facet.map { heading(of: $0, metrics[column.metric]) } ?? heading(column.metric)
    }

    /// The heading of a metric, with the months that are compared where its changes are of an unfinished period.
    private func heading(_ column: Int) -> String {
        let heading = words.heading(of: metrics[column])
        let figures = rows.map { $0.figures[column] } + [total?[column]].compactMap { $0 }
        guard grain == nil, let portion = figures.compactMap(\.portion).first else { return heading }
        return "\(heading), \(words.shortLabel(of: portion))"
    }

    private func keys(of row: Row) -> [LayoutCell] {
        let members = row.members.map { LayoutCell.text($0 ?? words.phrases.unknownMember) }
        guard let period = row.period else { return members }
        var label = words.shortLabel(of: period)
        if let portion = row.figures.compactMap(\.portion).first {
            label += " · \(words.phrases.compared(words.shortLabel(of: portion)))"
        }
        return members + [.text(label)]
    }

    private func totals(_ formats: [FigureFormat]) throws -> [TotalCell]? {
        guard let total else { return nil }
        let keys = (0..<keyCount).map { $0 == 0 ? TotalCell.label(words.phrases.total) : .none }
        return try keys
            + figureColumns.map { column in
                let cell = try cell(column, of: total, formats)
                return column.facet == nil && metrics[column.metric].isAdditive ? .sum(cell) : .recomputed(cell)
            }
    }
}

extension MetricDefinition {
    /// Whether the figure is a part of one whole, between nothing and all of it.
    var isShareOfWhole: Bool {
        if case .ratio = kind { unit?.value == MetricUnit.percent } else { false }
    }

    /// Whether the members' figures add up to the total.
    fileprivate var isAdditive: Bool {
        switch kind {
        case .simple(let simple): [.count, .sum, .last].contains(simple.aggregation)
        case .cumulative: true
        case .ratio, .change, .difference: false
        }
    }
}
