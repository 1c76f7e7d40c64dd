/// Where the parts of a sheet stand, and how wide and high its columns and rows are.
struct TableLayout {
    /// Tables wider than this print too small to read, so their texts wrap.
    private static let widestTable = 145
    /// The most rows of a table that leave its charts in view below it.
    private static let rowsAboveChart = 24

    let theme: Theme
    let columnGlyphs: [Int]
    /// The lines above the table, broken to the table's width.
    let introduction: [String]
    let headerRow: Int
    let headerLines: Int
    /// The lines that each data row takes.
    let rowLines: [Int]
    let hasTotals: Bool
    let chartHeights: [Double]

    init(_ sheet: SheetDocument, rows: [[LayoutCell]], theme: Theme, hasBackLink: Bool) {
        self.theme = theme
        let columns = TableLayout.columnGlyphs(of: sheet.table, rows: rows, theme: theme)
        columnGlyphs = columns
        let width = max(90, min(columns.reduce(0, +), TableLayout.widestTable))
        introduction = sheet.introduction.flatMap { lines(of: $0, width: width) }
        headerRow = 2 + introduction.count + (hasBackLink ? 1 : 0)
        headerLines =
            zip(sheet.table.columns, columns).map { column, glyphs in
                wrappedLineCount(column.header, width: theme.lineCapacity(glyphs: glyphs - 1))
            }.max() ?? 1
        rowLines = rows.map { row in
            zip(zip(row, sheet.table.columns), columns).map { place, glyphs in
                guard case .text(let text) = place.0.content, place.1.wraps else { return 1 }
                return wrappedLineCount(text, width: theme.lineCapacity(glyphs: glyphs))
            }.max() ?? 1
        }
        hasTotals = sheet.table.totals != nil
        chartHeights =
            sheet.table.rows.isEmpty ? [] : sheet.charts.map { TableLayout.height(of: $0, theme: theme) }
    }

    /// The first row below the table.
    var endRow: Int { headerRow + 1 + rowLines.count + (hasTotals ? 1 : 0) }

    /// Whether the charts stand below the table, or beside it because it is long.
    var chartsStandBelow: Bool { rowLines.count <= TableLayout.rowsAboveChart }

    /// The first row of each chart.
    var chartRows: [Int] {
        var row = chartsStandBelow ? endRow + 1 : headerRow + 1
        return chartHeights.map { height in
            defer { row += rowCount(height) + 1 }
            return row
        }
    }

    /// The first row below everything that stands below the table.
    var lastRow: Int {
        guard chartsStandBelow, let row = chartRows.last, let height = chartHeights.last else {
            return endRow
        }
        return row + rowCount(height) + 1
    }

    /// The width of the table in pixels at the usual resolution, within what looks right for a chart.
    var chartWidth: Double {
        let pixels = columnGlyphs.reduce(0) { $0 + theme.columnWidth(glyphs: $1) * 7 + 5 }
        return min(max(pixels - 8, 720), 1_200)
    }

    /// Whether table and charts become a readable page when they are shrunk to one.
    var fitsOnePage: Bool {
        let width = max(
            columnGlyphs.reduce(0) { $0 + theme.columnWidth(glyphs: $1) * 5.25 }, chartWidth * 0.75)
        let height =
            Double(lastRow) * theme.rowHeight(lines: 1)
            + rowLines.reduce(0) { $0 + theme.rowHeight(lines: $1) - theme.rowHeight(lines: 1) }
        // A4 across less its margins is 0.64 times as high as wide.
        return height <= 0.64 * max(width, 800) * 1.7
    }

    private func rowCount(_ pixels: Double) -> Int {
        Int((pixels * 72 / 96 / theme.rowHeight(lines: 1)).rounded(.up))
    }

    private static func height(of chart: ChartDocument, theme: Theme) -> Double {
        let points = chart.series.map(\.pointCount).max() ?? 1
        let perPoint = theme.chartFontSize * (chart.kind == .bar ? 1.1 * Double(chart.series.count) + 0.6 : 0)
        // Higher than this it would be cut by the end of the page.
        return min(max(theme.chartFontSize * 25, 130 + Double(points) * perPoint), 540)
    }

    private static func columnGlyphs(of table: TableDocument, rows: [[LayoutCell]], theme: Theme) -> [Int] {
        var glyphs = table.columns.indices.map { self.glyphs(of: $0, in: table, rows: rows, theme: theme) }
        let canWrap = table.columns.indices.map { column in
            table.columns[column].wraps
                && rows.contains { row in
                    if column < row.count, case .text = row[column].content { true } else { false }
                }
        }
        // The widest text gives way first.
        while glyphs.reduce(0, +) > widestTable {
            guard
                let widest = glyphs.indices.filter({ canWrap[$0] && glyphs[$0] > 18 }).max(by: {
                    glyphs[$0] < glyphs[$1]
                })
            else { break }
            glyphs[widest] -= 1
        }
        return glyphs
    }

    /// Finds a width at which cells stand on one line up to the column's limit and the header on three at most.
    private static func glyphs(of column: Int, in table: TableDocument, rows: [[LayoutCell]], theme: Theme)
        -> Int
    {
        let header = table.columns[column].header
        let limit = table.columns[column].widthLimit
        var widest = 0
        for row in rows where column < row.count {
            widest = max(widest, glyphCount(shownText(of: row[column], language: theme.language)))
        }
        if let totals = table.totals, column < totals.count {
            switch totals[column] {
            case .none: break
            case .label(let label): widest = max(widest, glyphCount(label) + 1)
            case .sum(let cell), .recomputed(let cell):
                widest = max(widest, glyphCount(shownText(of: cell, language: theme.language)) + 1)
            }
        }
        let longestWord = header.split(separator: " ").map { theme.unbrokenGlyphs(glyphCount($0)) }.max() ?? 0
        // The header is bold, and the filter's button takes room.
        let forHeader = max(longestWord + 2, glyphCount(header) / 3 + 4)
        return max(6, min(widest + 2, limit), min(forHeader, 24))
    }
}

extension ChartDocument.Series {
    /// The number of points of the series.
    var pointCount: Int { values.rows.count * values.columns.count }
}
