internal import CLibXLSXWriter

extension Worksheet {
    /// Sets the width, in digits of the default font, and the format of the cells that nobody writes.
    package func setColumns(
        _ columns: ClosedRange<Int>, width: Double, format: FormatIndex
    ) throws(SpreadsheetError) {
        let last = CellAddress(row: 0, column: columns.upperBound)
        guard columns.lowerBound >= 0, last.isInsideSheet else { throw .outsideSheet(last, sheet: name) }
        guard width.isFinite, (0...255).contains(width) else { throw .notFinite(at: last, sheet: name) }
        try check(
            unsafe worksheet_set_column(
                handle, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width,
                formats.handle(format)),
            "setting columns of `\(name)`")
    }

    /// Sets the height of a row in points, at most 409; nothing grows a row by itself.
    package func setRow(_ row: Int, height: Double) throws(SpreadsheetError) {
        let cell = CellAddress(row: row, column: 0)
        guard cell.isInsideSheet else { throw .outsideSheet(cell, sheet: name) }
        guard height.isFinite, height > 0 else { throw .notFinite(at: cell, sheet: name) }
        try check(
            unsafe worksheet_set_row(handle, lxw_row_t(row), min(height, 409), nil),
            "setting a row of `\(name)`")
    }

    /// Sets the height of the rows that nobody sets.
    package func setDefaultRow(height: Double) {
        unsafe worksheet_set_default_row(handle, height, 0)
    }

    /// Keeps the rows above and the columns left of a cell in view.
    package func freeze(at cell: CellAddress) throws(SpreadsheetError) {
        guard cell.isInsideSheet else { throw .outsideSheet(cell, sheet: name) }
        unsafe worksheet_freeze_panes(handle, row(cell), column(cell))
    }

    package func hideGridlines() {
        unsafe worksheet_gridlines(handle, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    }

    /// Makes this the sheet that a reader sees first, the cursor in A1.
    package func activate() {
        unsafe worksheet_activate(handle)
    }

    package func setTabColor(_ color: Color) {
        unsafe worksheet_set_tab_color(handle, color.libraryValue)
    }

    /// Draws a bar behind each number of the range; the number stays.
    ///
    /// - Parameter maximum: The number of the longest bar, or nil for the greatest of the range.
    package func addDataBars(_ range: CellRange, color: Color, maximum: Double?) throws(SpreadsheetError) {
        guard range.isInsideSheet else { throw .outsideSheet(range.last, sheet: name) }
        if let maximum, !maximum.isFinite { throw .notFinite(at: range.first, sheet: name) }
        var options = unsafe lxw_conditional_format()
        unsafe options.type = UInt8(LXW_CONDITIONAL_DATA_BAR.rawValue)
        unsafe options.data_bar_2010 = 1
        unsafe options.bar_solid = 1
        unsafe options.bar_color = color.libraryValue
        unsafe options.min_rule_type = UInt8(LXW_CONDITIONAL_RULE_TYPE_NUMBER.rawValue)
        unsafe options.min_value = 0
        if let maximum {
            unsafe options.max_rule_type = UInt8(LXW_CONDITIONAL_RULE_TYPE_NUMBER.rawValue)
            unsafe options.max_value = maximum
        }
        try check(
            unsafe worksheet_conditional_format_range(
                handle, row(range.first), column(range.first), row(range.last), column(range.last), &options),
            "adding data bars to `\(name)`")
    }
}
