internal import Spreadsheet

extension WorkbookWriter {
    /// Writes the contents as a table with a link to each sheet.
    func addContents(to workbook: inout Workbook) throws(SpreadsheetError) {
        let rows = document.sheets.map { sheet in
            [
                LayoutCell(.link(tabs[sheet.key] ?? sheet.name, sheet: sheet.key)),
                LayoutCell.text(sheet.introduction.first ?? sheet.title),
                LayoutCell.integer(sheet.table.rows.count),
            ]
        }
        let contents = SheetDocument(
            key: "contents", name: contentsTab, kind: .notes, title: phrases.contents,
            subtitle: "\(document.title) · \(document.period)", introduction: [phrases.contentsIntroduction],
            table: TableDocument(
                columns: [
                    ColumnDocument(header: phrases.sheet),
                    ColumnDocument(header: phrases.whatItShows, widthLimit: 90),
                    ColumnDocument(header: phrases.rows),
                ], rows: rows))
        try add(contents, to: &workbook, isContents: true)
    }
}
