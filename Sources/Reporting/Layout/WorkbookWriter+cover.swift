internal import Spreadsheet

extension WorkbookWriter {
    /// Writes the cover: what this is, of when, by whom, how it was made.
    func addCover(to workbook: inout Workbook) throws(SpreadsheetError) {
        let labelWidth = max(16, (document.cover.map { glyphCount($0.label) }.max() ?? 0) + 2)
        let valueWidth = 70
        let body = try workbook.format(theme.body)
        let title = try workbook.format(theme.coverTitle)
        let organisation = try workbook.format(theme.subtitle)
        let label = try workbook.format(theme.coverLabel)
        let sentence = try workbook.format(theme.coverSentence)
        var values: [FormatIndex] = []
        for line in document.cover { values.append(try workbook.format(theme.coverValue(line.value))) }
        let contentsLink = try workbook.format(theme.linked)

        try workbook.addSheet(coverTab) { (sheet) throws(SpreadsheetError) in
            sheet.activate()
            sheet.hideGridlines()
            sheet.setTabColor(theme.dark)
            sheet.setPage(.landscape, pagesTall: 1)
            sheet.setDefaultRow(height: theme.rowHeight(lines: 1))
            try sheet.setColumns(0...0, width: theme.columnWidth(glyphs: labelWidth), format: body)
            try sheet.setColumns(1...1, width: theme.columnWidth(glyphs: valueWidth), format: body)
            try sheet.setColumns(2...40, width: theme.columnWidth(glyphs: 9), format: body)

            var rows = RowCursor(theme: theme)
            try sheet.write(text: document.title, at: rows.cell(0), format: title)
            try rows.end(&sheet, height: theme.coverTitleHeight)
            try sheet.write(text: "\(document.organisation)", at: rows.cell(0), format: organisation)
            try rows.end(&sheet, lines: 1)
            try rows.end(&sheet, lines: 1)
            for (line, format) in zip(document.cover, values) {
                try sheet.write(text: line.label, at: rows.cell(0), format: label)
                try write(line.value, to: &sheet, at: rows.cell(1), format: format)
                let text = shownText(of: line.value, language: document.language)
                try rows.end(&sheet, lines: wrappedLineCount(text, width: valueWidth))
            }
            try rows.end(&sheet, lines: 1)
            for remark in document.remarks where !remark.sentences.isEmpty {
                try sheet.write(text: remark.heading, at: rows.cell(0), format: label)
                for text in remark.sentences {
                    try sheet.write(text: text, at: rows.cell(1), format: sentence)
                    try rows.end(&sheet, lines: wrappedLineCount(text, width: valueWidth))
                }
            }
            try rows.end(&sheet, lines: 1)
            try sheet.write(
                text: phrases.contents, linkTo: contentsTab, at: rows.cell(0), format: contentsLink)
            try rows.end(&sheet, lines: 1)
            if document.profile == .management { try sheet.setFooter(pageFooter) }
        }
    }
}

/// The row that is being written, and its height when it ends.
struct RowCursor {
    let theme: Theme
    private(set) var row = 0

    init(theme: Theme) { self.theme = theme }

    func cell(_ column: Int) -> CellAddress { CellAddress(row: row, column: column) }

    mutating func end(_ sheet: inout Worksheet, lines: Int) throws(SpreadsheetError) {
        try end(&sheet, height: theme.rowHeight(lines: lines))
    }

    mutating func end(_ sheet: inout Worksheet, height: Double) throws(SpreadsheetError) {
        try sheet.setRow(row, height: height)
        row += 1
    }
}
