internal import Spreadsheet

extension WorkbookWriter {
    /// Makes the charts and finds their places: below a short table, beside a long one.
    func placedCharts(
        of document: SheetDocument, rows: [[LayoutCell]], layout: TableLayout
    ) -> [(Chart, CellAddress)] {
        let column = layout.chartsStandBelow ? 0 : layout.columnGlyphs.count + 1
        return zip(document.charts, zip(layout.chartRows, layout.chartHeights)).map { chart, place in
            let (row, height) = place
            return (
                drawing(of: chart, rows: rows, layout: layout, height: height),
                CellAddress(row: row, column: column)
            )
        }
    }

    /// Draws bars behind the columns that are shares of one whole.
    func addBars(
        of document: SheetDocument, rows: [[LayoutCell]], to sheet: inout Worksheet, layout: TableLayout
    ) throws(SpreadsheetError) {
        let first = layout.headerRow + 1
        for (column, definition) in document.table.columns.enumerated() where definition.showsBars {
            try sheet.addDataBars(
                CellRange(column: column, rows: first...(first + rows.count - 1)), color: theme.bar,
                maximum: 1)
        }
    }

    private func drawing(of chart: ChartDocument, rows: [[LayoutCell]], layout: TableLayout, height: Double)
        -> Chart
    {
        let points = chart.series.map(\.pointCount).max() ?? 1
        let (valueFormat, axisFormat) = chartFormats(firstFigure(of: chart, rows: rows))
        var drawing = Chart(
            kind: kind(chart.kind), title: chart.title, description: chart.description,
            series: chart.series.enumerated().map { offset, series in
                var drawn = Chart.Series(
                    name: series.name, categories: range(series.categories, layout),
                    values: range(series.values, layout), color: color(offset, of: chart.series.count))
                drawn.points = figures(of: series, rows: rows)
                return drawn
            },
            valueFormat: valueFormat, axisFormat: axisFormat, fontName: theme.chartFontName,
            fontSize: theme.chartFontSize, width: layout.chartWidth, height: height)
        drawing.valueAxisTitle = chart.valueAxisTitle
        if chart.isShareOfWhole { drawing.maximum = 1 }
        if chart.kind == .line {
            drawing.labels = chart.series.count > 1 ? .firstAndLast : .all
        } else if points * chart.series.count > 40 {
            drawing.labels = .none
        }
        return drawing
    }

    /// The points of a series of which one has no value; none where all have.
    private func figures(of series: ChartDocument.Series, rows: [[LayoutCell]]) -> [Double?] {
        let numbers = series.values.rows.flatMap { row in
            series.values.columns.map { column -> DecimalNumber? in
                guard rows.indices.contains(row), rows[row].indices.contains(column) else { return nil }
                return rows[row][column].number
            }
        }
        guard numbers.contains(nil) else { return [] }
        return numbers.map { $0.flatMap { Double($0.description) } }
    }

    /// The first cell with a number, which shows how the axis and the labels are to be written.
    private func firstFigure(of chart: ChartDocument, rows: [[LayoutCell]]) -> LayoutCell {
        for series in chart.series {
            for row in series.values.rows where rows.indices.contains(row) {
                for column in series.values.columns where rows[row].indices.contains(column) {
                    if rows[row][column].number != nil { return rows[row][column] }
                }
            }
        }
        return .blank
    }

    /// With two series the last is the newest: dark, the one before it, for comparison, light.
    private func color(_ offset: Int, of count: Int) -> Color {
        if count == 2 { return theme.series[1 - offset] }
        return theme.series[offset % theme.series.count]
    }

    private func kind(_ kind: ChartDocument.Kind) -> Chart.Kind {
        switch kind {
        case .bar: .bar
        case .column: .column
        case .stackedColumn: .stackedColumn
        case .line: .line
        }
    }

    private func range(_ area: ChartDocument.Area, _ layout: TableLayout) -> CellRange {
        let first = layout.headerRow + 1
        return CellRange(
            first: CellAddress(row: first + area.rows.lowerBound, column: area.columns.lowerBound),
            last: CellAddress(row: first + area.rows.upperBound, column: area.columns.upperBound))
    }

    private func chartFormats(_ cell: LayoutCell) -> (value: String, axis: String) {
        var plain = cell
        plain.marks = []
        let value = numberFormat(of: plain, language: document.language) ?? "#,##0"
        switch cell.content {
        case .percent, .percentChange: return (value, "0%")
        case .number: return (value, "#,##0")
        case .difference, .text, .date, .link, .address, .absent, .blank: return (value, value)
        }
    }
}
