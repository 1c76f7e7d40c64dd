internal import CLibXLSXWriter

/// A sheet while its workbook lends it; cells may be written in any order.
@safe package struct Worksheet: ~Copyable {
    package let name: String
    let handle: UnsafeMutablePointer<lxw_worksheet>
    let workbook: UnsafeMutablePointer<lxw_workbook>
    let formats: FormatCache
    let names: NameRegistry
    var tables: [Table] = []
    private var linkCount = 0

    init(
        name: String, handle: UnsafeMutablePointer<lxw_worksheet>,
        workbook: UnsafeMutablePointer<lxw_workbook>,
        formats: FormatCache, names: NameRegistry
    ) {
        self.name = name
        unsafe self.handle = unsafe handle
        unsafe self.workbook = unsafe workbook
        self.formats = formats
        self.names = names
    }

    /// Writes a decimal such as `-63206958.25`, which the cell keeps digit for digit.
    package func write(
        decimal text: String, at cell: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        try write(number: exactNumber(text, at: cell, sheet: name), at: cell, format: format)
    }

    /// Writes a number that is known to need no rounding.
    package func write(number: Double, at cell: CellAddress, format: FormatIndex) throws(SpreadsheetError) {
        guard number.isFinite else { throw .notFinite(at: cell, sheet: name) }
        try checkWritable(cell)
        // A negative zero would be written as -0.
        let value = number == 0 ? 0 : number
        try check(
            unsafe worksheet_write_number(handle, row(cell), column(cell), value, formats.handle(format)),
            "writing \(cell) of `\(name)`")
    }

    package func write(text: String, at cell: CellAddress, format: FormatIndex) throws(SpreadsheetError) {
        guard !text.isEmpty else { return try writeBlank(at: cell, format: format) }
        try checkText(text, "cell \(cell) of `\(name)`", limit: 32_767)
        try checkWritable(cell)
        try check(
            unsafe worksheet_write_string(handle, row(cell), column(cell), text, formats.handle(format)),
            "writing \(cell) of `\(name)`")
    }

    /// Writes a day; the format decides how it is shown.
    package func write(
        year: Int, month: Int, day: Int, at cell: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        try write(number: excelDay(year: year, month: month, day: day), at: cell, format: format)
    }

    /// Writes a formula with its value, a decimal: readers that do not calculate would show 0 without it.
    package func write(
        formula: String, value: String, at cell: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        let number = try exactNumber(value, at: cell, sheet: name)
        try checkFormula(formula)
        try checkWritable(cell)
        try check(
            unsafe worksheet_write_formula_num(
                handle, row(cell), column(cell), formula, formats.handle(format), number),
            "writing the formula in \(cell) of `\(name)`")
    }

    /// Writes a text that leads to a cell of a sheet of this workbook.
    package mutating func write(
        text: String, linkTo sheet: String, _ target: CellAddress = CellAddress(row: 0, column: 0),
        at cell: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        try checkSheetName(sheet)
        try write(text: text, link: "internal:'\(sheet)'!\(target)", at: cell, format: format)
    }

    /// Writes a text that leads to an address such as `https://…` or `mailto:…`.
    package mutating func write(
        text: String, address: String, at cell: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        let schemes = ["https://", "http://", "mailto:"]
        guard schemes.contains(where: { address.hasPrefix($0) }) else {
            throw .formula(address, reason: "a link begins with https://, http:// or mailto:")
        }
        try write(text: text, link: address, at: cell, format: format)
    }

    private mutating func write(
        text: String, link: String, at cell: CellAddress, format: FormatIndex
    ) throws(SpreadsheetError) {
        try checkLine(link, "a link", limit: 2_000, bytes: 2_000)
        try checkText(text, "cell \(cell) of `\(name)`", limit: 2_000, bytes: 2_000)
        try checkWritable(cell)
        // Beyond this many the library writes plain text and says so only by a code.
        guard linkCount < 65_530 else {
            throw .tooLong(what: "the list of links", length: linkCount, limit: 65_530)
        }
        linkCount += 1
        try check(
            unsafe worksheet_write_url_opt(
                handle, row(cell), column(cell), link, formats.handle(format), text, nil),
            "writing the link in \(cell) of `\(name)`")
    }

    package func writeBlank(at cell: CellAddress, format: FormatIndex) throws(SpreadsheetError) {
        try checkWritable(cell)
        try check(
            unsafe worksheet_write_blank(handle, row(cell), column(cell), formats.handle(format)),
            "writing \(cell) of `\(name)`")
    }

    /// Refuses a cell outside the sheet or in a table's header.
    private func checkWritable(_ cell: CellAddress) throws(SpreadsheetError) {
        guard cell.isInsideSheet else { throw .outsideSheet(cell, sheet: name) }
        for table in tables where table.headerRange.contains(cell) {
            throw .headerOverwritten(table: table.name, at: cell)
        }
    }

    private func checkFormula(_ formula: String) throws(SpreadsheetError) {
        try checkLine(formula, "a formula", limit: 8_192)
        guard formula.hasPrefix("=") else { throw .formula(formula, reason: "it must begin with =") }
        guard !formula.hasPrefix("=@") else { throw .formula(formula, reason: "it must not begin with @") }
    }

    func row(_ cell: CellAddress) -> lxw_row_t { lxw_row_t(cell.row) }
    func column(_ cell: CellAddress) -> lxw_col_t { lxw_col_t(cell.column) }
}
