internal import CLibXLSXWriter

extension Worksheet {
    package enum Orientation: Sendable { case portrait, landscape }

    /// Prints on A4, one page wide.
    ///
    /// - Parameter pagesTall: The most pages it is shrunk to, or nil for as many as it takes.
    package func setPage(_ orientation: Orientation, pagesTall: Int?) {
        unsafe worksheet_set_paper(handle, 9)
        switch orientation {
        case .portrait: unsafe worksheet_set_portrait(handle)
        case .landscape: unsafe worksheet_set_landscape(handle)
        }
        unsafe worksheet_set_margins(handle, 0.5, 0.5, 0.6, 0.7)
        unsafe worksheet_fit_to_pages(handle, 1, UInt16(clamping: pagesTall ?? 0))
    }

    /// Repeats rows at the top of each printed page.
    package func repeatRows(_ rows: ClosedRange<Int>) throws(SpreadsheetError) {
        let last = CellAddress(row: rows.upperBound, column: 0)
        guard rows.lowerBound >= 0, last.isInsideSheet else { throw .outsideSheet(last, sheet: name) }
        try check(
            unsafe worksheet_repeat_rows(handle, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound)),
            "repeating rows of `\(name)`")
    }

    package func setPrintArea(_ range: CellRange) throws(SpreadsheetError) {
        guard range.isInsideSheet else { throw .outsideSheet(range.last, sheet: name) }
        try check(
            unsafe worksheet_print_area(
                handle, row(range.first), column(range.first), row(range.last), column(range.last)),
            "setting the print area of `\(name)`")
    }

    /// Sets the footer, with Excel's codes: `&L` left, `&C` centre, `&R` right, `&P` page, `&N` pages.
    package func setFooter(_ text: String) throws(SpreadsheetError) {
        // The library counts characters but keeps 255 bytes.
        try checkText(text, "the footer of `\(name)`", limit: 254, bytes: 254)
        try check(unsafe worksheet_set_footer(handle, text), "setting the footer of `\(name)`")
    }
}
