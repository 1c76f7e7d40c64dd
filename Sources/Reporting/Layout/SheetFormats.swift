internal import Spreadsheet

/// The formats of one sheet, made before it is lent.
struct SheetFormats {
    let body: FormatIndex
    let title: FormatIndex
    let subtitle: FormatIndex
    let link: FormatIndex
    let headers: [FormatIndex]
    let cells: [[FormatIndex]]
    let totals: [FormatIndex]

    init(
        _ table: TableDocument, rows: [[LayoutCell]], layout: TableLayout, theme: Theme,
        workbook: borrowing Workbook
    ) throws(SpreadsheetError) {
        body = try workbook.format(theme.body)
        title = try workbook.format(theme.title)
        subtitle = try workbook.format(theme.subtitle)
        link = try workbook.format(theme.linked)

        let isFigureColumn = table.columns.indices.map { column in
            let cells = rows.compactMap { column < $0.count ? $0[column] : nil }
            return cells.contains(where: \.isFigure) || cells.allSatisfy(\.isAbsent)
        }
        // Text keeps off the figures that stand to the right in the column before it.
        func aligned(_ format: CellFormat, _ column: Int) -> CellFormat {
            var format = format
            format.horizontal = isFigureColumn[column] ? .right : .left
            format.wraps = format.wraps && table.columns[column].wraps
            format.indent = isFigureColumn[column] || column == 0 ? 0 : 1
            return format
        }

        var headers: [FormatIndex] = []
        var totals: [FormatIndex] = []
        for column in table.columns.indices {
            var header = aligned(theme.header, column)
            header.wraps = true
            headers.append(try workbook.format(header))
            let total = theme.cell(table.totalCell(column), isTotal: true)
            totals.append(try workbook.format(aligned(total, column)))
        }
        self.headers = headers
        self.totals = totals

        var cells: [[FormatIndex]] = []
        for (row, lines) in zip(rows, layout.rowLines) {
            var formats: [FormatIndex] = []
            for (column, cell) in row.enumerated() {
                var format = aligned(theme.cell(cell, isTotal: false), column)
                if lines > 1 { format.vertical = .top }
                formats.append(try workbook.format(format))
            }
            cells.append(formats)
        }
        self.cells = cells
    }
}

extension TableDocument {
    fileprivate func totalCell(_ column: Int) -> LayoutCell {
        guard let totals, column < totals.count else { return .blank }
        switch totals[column] {
        case .none: return .blank
        case .label(let label): return .text(label)
        case .sum(let cell), .recomputed(let cell): return cell
        }
    }
}

extension LayoutCell {
    fileprivate var isAbsent: Bool {
        if case .absent = content { true } else { false }
    }

    /// Whether the cell stands to the right, as numbers do.
    fileprivate var isFigure: Bool {
        switch content {
        case .number, .percent, .percentChange, .difference, .date: true
        case .text, .link, .address, .absent, .blank: false
        }
    }
}
