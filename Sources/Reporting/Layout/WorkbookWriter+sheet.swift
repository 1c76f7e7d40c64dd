internal import Periods
internal import Spreadsheet

extension WorkbookWriter {
    /// Writes one sheet: title, sentences, table, charts.
    func add(
        _ document: SheetDocument, to workbook: inout Workbook, isContents: Bool = false
    ) throws(SpreadsheetError) {
        let rows = document.table.rowsToWrite
        let layout = TableLayout(document, rows: rows, theme: theme, hasBackLink: !isContents)
        guard layout.endRow <= CellAddress.rowLimit else {
            throw .tooLong(
                what: "sheet `\(document.name)`", length: rows.count,
                limit: CellAddress.rowLimit - layout.headerRow - 2)
        }
        let formats = try SheetFormats(
            document.table, rows: rows, layout: layout, theme: theme, workbook: workbook)
        let tab = isContents ? contentsTab : tabs[document.key] ?? document.name
        let isManagement = self.document.profile == .management

        try workbook.addSheet(tab) { (sheet) throws(SpreadsheetError) in
            sheet.hideGridlines()
            sheet.setTabColor(tabColor(document.kind))
            sheet.setDefaultRow(height: theme.rowHeight(lines: 1))
            for (column, glyphs) in layout.columnGlyphs.enumerated() {
                try sheet.setColumns(
                    column...column, width: theme.columnWidth(glyphs: glyphs), format: formats.body)
            }
            let next = layout.columnGlyphs.count
            try sheet.setColumns(
                next...(next + 40), width: theme.columnWidth(glyphs: 9), format: formats.body)

            try writeHead(of: document, to: &sheet, layout: layout, formats: formats, isContents: isContents)
            try writeTable(document, rows: rows, to: &sheet, layout: layout, formats: formats)
            for (drawing, cell) in placedCharts(of: document, rows: rows, layout: layout) {
                try sheet.insert(drawing, at: cell)
            }
            for row in layout.endRow..<layout.lastRow {
                try sheet.setRow(row, height: theme.rowHeight(lines: 1))
            }
            sheet.setPage(.landscape, pagesTall: layout.fitsOnePage ? 1 : nil)
            if isManagement {
                try sheet.setFooter(pageFooter)
                try sheet.repeatRows(layout.headerRow...layout.headerRow)
                // Frozen rows that fill the screen would leave no room to scroll.
                if layout.headerRow <= 8 {
                    try sheet.freeze(at: CellAddress(row: layout.headerRow + 1, column: 0))
                }
                try addBars(of: document, rows: rows, to: &sheet, layout: layout)
            }
        }
    }

    private func tabColor(_ kind: SheetDocument.Kind) -> Color {
        switch kind {
        case .figures: theme.dark
        case .notes: theme.series[3]
        case .control: theme.series[4]
        }
    }

    private func writeHead(
        of document: SheetDocument, to sheet: inout Worksheet, layout: TableLayout, formats: SheetFormats,
        isContents: Bool
    ) throws(SpreadsheetError) {
        var cursor = RowCursor(theme: theme)
        try sheet.write(text: document.title, at: cursor.cell(0), format: formats.title)
        try cursor.end(&sheet, height: theme.titleHeight)
        try sheet.write(text: document.subtitle, at: cursor.cell(0), format: formats.subtitle)
        try cursor.end(&sheet, lines: 1)
        for line in layout.introduction {
            try sheet.write(text: line, at: cursor.cell(0), format: formats.body)
            try cursor.end(&sheet, lines: 1)
        }
        if !isContents {
            try sheet.write(
                text: phrases.backToContents, linkTo: contentsTab, at: cursor.cell(0), format: formats.link)
            try cursor.end(&sheet, lines: 1)
        }
    }

    private func writeTable(
        _ document: SheetDocument, rows: [[LayoutCell]], to sheet: inout Worksheet, layout: TableLayout,
        formats: SheetFormats
    ) throws(SpreadsheetError) {
        let totals = document.table.checkedTotals
        let columns = document.table.columns.enumerated().map { offset, column in
            Table.Column(
                header: column.header, headerFormat: formats.headers[offset],
                total: totals.map { tableTotal($0[offset]) } ?? .none,
                totalFormat: totals.map { _ in formats.totals[offset] })
        }
        let table = Table(
            name: "table_\(document.key)", origin: CellAddress(row: layout.headerRow, column: 0),
            columns: columns,
            dataRowCount: rows.count, hasTotalRow: totals != nil,
            hasFilter: self.document.profile == .management && document.kind != .notes
                && document.key != "contents")
        try sheet.add(table)
        try sheet.setRow(layout.headerRow, height: theme.rowHeight(lines: layout.headerLines))
        for (offset, row) in rows.enumerated() {
            let line = layout.headerRow + 1 + offset
            for (column, cell) in row.enumerated() {
                try write(
                    cell, to: &sheet, at: CellAddress(row: line, column: column),
                    format: formats.cells[offset][column])
            }
            try sheet.setRow(line, height: theme.rowHeight(lines: layout.rowLines[offset]))
        }
        guard let totals else { return }
        let line = layout.endRow - 1
        for (column, total) in totals.enumerated() {
            guard case .recomputed(let cell) = total else { continue }
            try write(
                cell, to: &sheet, at: CellAddress(row: line, column: column), format: formats.totals[column])
        }
        try sheet.setRow(line, height: theme.rowHeight(lines: 1))
    }

    private func tableTotal(_ total: TotalCell) -> Table.Total {
        switch total {
        case .label(let label): .label(label)
        case .sum(let cell): cell.number.map { .sum(value: $0.description) } ?? .none
        case .none, .recomputed: .none
        }
    }

    /// Writes a cell as what it is: a number as a number, a day as a day.
    func write(
        _ cell: LayoutCell, to sheet: inout Worksheet, at address: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        switch cell.content {
        case .text(let text): try sheet.write(text: text, at: address, format: format)
        case .number(let number), .difference(let number):
            try sheet.write(decimal: number.description, at: address, format: format)
        case .percent(let number), .percentChange(let number):
            try sheet.write(decimal: number.shifted(by: 2).description, at: address, format: format)
        case .date(let date):
            let (year, month, day) = date.components
            try sheet.write(year: year, month: month, day: day, at: address, format: format)
        case .link(let text, let key):
            try sheet.write(text: text, linkTo: tabs[key] ?? contentsTab, at: address, format: format)
        case .address(let text, let target):
            try sheet.write(text: text, address: target, at: address, format: format)
        case .absent(let symbol): try sheet.write(text: symbol.shown, at: address, format: format)
        case .blank: try sheet.writeBlank(at: address, format: format)
        }
    }
}
