internal import CLibXLSXWriter

extension Worksheet {
    /// Inserts a chart whose upper left corner is at the cell; width and height are in pixels.
    package func insert(_ chart: Chart, at cell: CellAddress) throws(SpreadsheetError) {
        try checkChart(chart, at: cell)
        guard let drawing = unsafe workbook_add_chart(workbook, chart.kind.libraryValue) else {
            throw .chart(title: chart.title, reason: "out of memory")
        }
        var strings = CStrings()
        defer { strings.release() }
        let fontName = unsafe strings.copy(chart.fontName)
        for series in chart.series { unsafe try add(series, of: chart, to: drawing, fontName: fontName) }

        unsafe chart_title_set_name(drawing, chart.title)
        var titleFont = unsafe font(fontName, chart.fontSize + 2, isBold: true)
        unsafe chart_title_set_name_font(drawing, &titleFont)
        unsafe setAxes(of: chart, drawing: drawing, fontName: fontName)
        if chart.series.count == 1 {
            unsafe chart_legend_set_position(drawing, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        } else {
            unsafe chart_legend_set_position(drawing, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
            var legendFont = unsafe font(fontName, chart.fontSize, isBold: false)
            unsafe chart_legend_set_font(drawing, &legendFont)
        }
        if chart.kind != .line { unsafe chart_set_series_gap(drawing, chart.series.count > 1 ? 60 : 45) }
        // A cell that shows why there is no value leaves a gap.
        unsafe chart_show_blanks_as(drawing, UInt8(LXW_CHART_BLANKS_AS_GAP.rawValue))

        var options = unsafe lxw_chart_options()
        unsafe options.x_scale = chart.width / 480
        unsafe options.y_scale = chart.height / 288
        unsafe options.x_offset = 4
        unsafe options.y_offset = 4
        unsafe options.description = strings.copy(chart.description)
        try check(
            unsafe worksheet_insert_chart_opt(handle, row(cell), column(cell), drawing, &options),
            "inserting chart `\(chart.title)`")
    }

    private func add(
        _ series: Chart.Series, of chart: Chart, to drawing: UnsafeMutablePointer<lxw_chart>,
        fontName: UnsafeMutablePointer<CChar>
    ) throws(SpreadsheetError) {
        let sheet = "='\(name)'!"
        guard
            let added = unsafe chart_add_series(
                drawing, sheet + series.categories.absolute, sheet + series.values.absolute)
        else { throw .chart(title: chart.title, reason: "the library refused series `\(series.name)`") }
        unsafe chart_series_set_name(added, series.name)
        unsafe try cachePoints(of: series, in: added)
        switch chart.kind {
        case .line:
            var line = lxw_chart_line()
            line.color = series.color.libraryValue
            line.width = 2.25
            unsafe chart_series_set_line(added, &line)
            unsafe chart_series_set_marker_type(added, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
            unsafe chart_series_set_marker_size(added, 6)
            var fill = lxw_chart_fill()
            fill.color = series.color.libraryValue
            unsafe chart_series_set_marker_fill(added, &fill)
            unsafe chart_series_set_marker_line(added, &line)
        case .bar, .column, .stackedColumn:
            var fill = lxw_chart_fill()
            fill.color = series.color.libraryValue
            unsafe chart_series_set_fill(added, &fill)
        }
        unsafe try label(added, series: series, of: chart, fontName: fontName)
    }

    /// Keeps the points that have a value, and no others, for programs that draw what was kept.
    private func cachePoints(
        of series: Chart.Series, in added: UnsafeMutablePointer<lxw_chart_series>
    ) throws(SpreadsheetError) {
        guard !series.points.isEmpty, let count = UInt16(exactly: series.points.count) else { return }
        // The library copies whole numbers of one byte; the numbers themselves are put in their place.
        var places = [UInt8](repeating: 0, count: series.points.count)
        try check(
            unsafe lxw_chart_add_data_cache(added.pointee.values, &places, count, 1, 0),
            "keeping the points of series `\(series.name)`")
        var point = unsafe added.pointee.values.pointee.data_cache.pointee.stqh_first
        for value in series.points {
            guard let place = unsafe point else { return }
            if let value { unsafe place.pointee.number = value } else { unsafe place.pointee.no_data = 1 }
            unsafe point = unsafe place.pointee.list_pointers.stqe_next
        }
    }

    private func label(
        _ added: UnsafeMutablePointer<lxw_chart_series>, series: Chart.Series, of chart: Chart,
        fontName: UnsafeMutablePointer<CChar>
    ) throws(SpreadsheetError) {
        guard chart.labels != .none else { return }
        unsafe chart_series_set_labels(added)
        unsafe chart_series_set_labels_num_format(added, chart.valueFormat)
        var labelFont = unsafe font(fontName, chart.fontSize - 1, isBold: false)
        unsafe chart_series_set_labels_font(added, &labelFont)
        if chart.kind == .line {
            unsafe chart_series_set_labels_position(added, UInt8(LXW_CHART_LABEL_POSITION_ABOVE.rawValue))
        }
        let last = series.values.cellCount - 1
        // Excel draws a text as a zero, and would write so.
        let hidden = (0...last).filter { index in
            let isAbsent = series.points.indices.contains(index) && series.points[index] == nil
            return isAbsent || chart.labels == .firstAndLast && index > 0 && index < last
        }
        guard !hidden.isEmpty else { return }
        var points = unsafe [lxw_chart_data_label](repeating: lxw_chart_data_label(), count: last + 1)
        for index in hidden { unsafe points[index].hide = 1 }
        let code = unsafe points.withUnsafeMutableBufferPointer { points in
            var pointers: [UnsafeMutablePointer<lxw_chart_data_label>?] = unsafe []
            for index in points.indices { unsafe pointers.append(points.baseAddress?.advanced(by: index)) }
            unsafe pointers.append(nil)
            return unsafe pointers.withUnsafeMutableBufferPointer { pointers in
                unsafe chart_series_set_labels_custom(added, pointers.baseAddress)
            }
        }
        try check(code, "labelling series `\(series.name)`")
    }

    private func setAxes(
        of chart: Chart, drawing: UnsafeMutablePointer<lxw_chart>, fontName: UnsafeMutablePointer<CChar>
    ) {
        // The library names axes by where they are drawn: for bars the categories stand on the upright one.
        let isUpright = chart.kind == .bar
        let categories = unsafe chart_axis_get(
            drawing, isUpright ? LXW_CHART_AXIS_TYPE_Y : LXW_CHART_AXIS_TYPE_X)
        let values = unsafe chart_axis_get(drawing, isUpright ? LXW_CHART_AXIS_TYPE_X : LXW_CHART_AXIS_TYPE_Y)
        var plain = unsafe font(fontName, chart.fontSize, isBold: false)
        unsafe chart_axis_set_num_font(categories, &plain)
        unsafe chart_axis_set_num_font(values, &plain)
        if let title = chart.categoryAxisTitle {
            unsafe chart_axis_set_name(categories, title)
            unsafe chart_axis_set_name_font(categories, &plain)
        }
        if let title = chart.valueAxisTitle {
            unsafe chart_axis_set_name(values, title)
            unsafe chart_axis_set_name_font(values, &plain)
        }
        // Bars are drawn from the bottom up; reversed they stand in the order of the table.
        if isUpright {
            unsafe chart_axis_set_reverse(categories)
            // Every bar has its name, however many there are.
            unsafe chart_axis_set_interval_unit(categories, 1)
            // Reversed, the far end is at the bottom, where one looks for the scale.
            unsafe chart_axis_set_crossing_max(categories)
            unsafe chart_axis_major_gridlines_set_visible(categories, 0)
        }
        unsafe chart_axis_set_num_format(values, chart.axisFormat)
        if let maximum = chart.maximum {
            unsafe chart_axis_set_min(values, 0)
            unsafe chart_axis_set_max(values, maximum)
        }
        var line = lxw_chart_line()
        line.color = 0xD9D9D9
        line.width = 0.75
        unsafe chart_axis_major_gridlines_set_visible(values, 1)
        unsafe chart_axis_major_gridlines_set_line(values, &line)
    }

    private func font(_ name: UnsafeMutablePointer<CChar>, _ size: Double, isBold: Bool) -> lxw_chart_font {
        var font = unsafe lxw_chart_font()
        unsafe font.name = unsafe name
        unsafe font.size = size
        unsafe font.bold = isBold ? 1 : UInt8(LXW_EXPLICIT_FALSE.rawValue)
        return unsafe font
    }

    private func checkChart(_ chart: Chart, at cell: CellAddress) throws(SpreadsheetError) {
        guard cell.isInsideSheet else { throw .outsideSheet(cell, sheet: name) }
        guard !chart.series.isEmpty else { throw .chart(title: chart.title, reason: "it has no series") }
        guard chart.width.isFinite, chart.height.isFinite, chart.width > 0, chart.height > 0 else {
            throw .chart(title: chart.title, reason: "its size is not a positive number")
        }
        if let maximum = chart.maximum, !maximum.isFinite {
            throw .chart(title: chart.title, reason: "the end of its axis is not finite")
        }
        try checkLine(chart.title, "a chart title", limit: 255)
        // The library keeps attributes in 2,080 bytes and would cut a character in two.
        try checkText(
            chart.description, "the description of chart `\(chart.title)`", limit: 2_000, bytes: 2_000)
        try checkLine(chart.fontName, "a font name", limit: 31)
        for code in [chart.valueFormat, chart.axisFormat] {
            try checkText(code, "a number format", limit: 80, bytes: 127)
        }
        for title in [chart.categoryAxisTitle, chart.valueAxisTitle] {
            if let title { try checkLine(title, "an axis title", limit: 255) }
        }
        for series in chart.series {
            try checkLine(series.name, "a series name", limit: 255)
            guard series.points.isEmpty || series.points.count == series.values.cellCount,
                series.points.count <= UInt16.max, series.points.allSatisfy({ $0?.isFinite ?? true })
            else {
                throw .chart(title: chart.title, reason: "the points of series `\(series.name)` do not fit its cells")
            }
            for range in [series.categories, series.values] where !range.isInsideSheet {
                throw .outsideSheet(range.last, sheet: name)
            }
        }
    }
}

extension Chart.Kind {
    fileprivate var libraryValue: UInt8 {
        switch self {
        case .bar: UInt8(LXW_CHART_BAR.rawValue)
        case .column: UInt8(LXW_CHART_COLUMN.rawValue)
        case .stackedColumn: UInt8(LXW_CHART_COLUMN_STACKED.rawValue)
        case .line: UInt8(LXW_CHART_LINE.rawValue)
        }
    }
}
