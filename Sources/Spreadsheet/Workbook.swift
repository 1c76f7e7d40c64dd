internal import CLibXLSXWriter

/// A workbook being written; nothing of it is on disk until `close()`.
///
/// Sheets are lent to closures, so that none outlives its workbook.
package struct Workbook: ~Copyable {
    private let library: LibraryWorkbook
    private let file: PendingFile
    private let formats = FormatCache()
    private let names = NameRegistry()

    /// Prepares a workbook that `close()` will put at the path.
    package init(path: String) throws(SpreadsheetError) {
        let file = try PendingFile(target: path)
        let library = try LibraryWorkbook(path: file.temporaryPath)
        self.file = file
        self.library = library
    }

    /// Writes the properties; call it once.
    package borrowing func setProperties(_ properties: DocumentProperties) throws(SpreadsheetError) {
        unsafe try writeProperties(properties, to: library.handle)
    }

    /// Finds or makes the format.
    package borrowing func format(_ format: CellFormat) throws(SpreadsheetError) -> FormatIndex {
        unsafe try formats.index(of: format, in: library.handle)
    }

    /// Gives a range of a sheet a name that formulas can use.
    package borrowing func define(
        name: String, sheet: String, range: CellRange
    ) throws(SpreadsheetError) {
        try checkSheetName(sheet)
        guard range.isInsideSheet else { throw .outsideSheet(range.last, sheet: sheet) }
        let formula = "='\(sheet)'!\(range.absolute)"
        // The library keeps names and their formulas in 128 bytes each.
        try checkText(formula, "a named range", limit: 127, bytes: 127)
        try names.take(range: name)
        try check(unsafe workbook_define_name(library.handle, name, formula), "naming range \(name)")
    }

    /// Adds a sheet and lends it to the closure.
    package mutating func addSheet(
        _ name: String, fill: (inout Worksheet) throws(SpreadsheetError) -> Void
    ) throws(SpreadsheetError) {
        try names.take(sheet: name)
        guard let sheet = unsafe workbook_add_worksheet(library.handle, name) else {
            throw .sheetName(name, reason: "the library refused it")
        }
        var worksheet = unsafe Worksheet(
            name: name, handle: sheet, workbook: library.handle, formats: formats, names: names)
        try fill(&worksheet)
    }

    /// Writes the file: beside its place first, flushed, checked, then renamed; a reader never sees half of it.
    ///
    /// - Throws: `SpreadsheetError`; then nothing is left of the new file, and the old one, if any, is as it was.
    package consuming func close() throws(SpreadsheetError) {
        guard !names.sheets.isEmpty else { throw .empty(what: "the workbook") }
        let file = self.file
        do throws(SpreadsheetError) {
            try library.close()
            try file.flush()
            try checkPackage(path: file.temporaryPath)
            try file.putInPlace()
        } catch {
            file.discard()
            throw error
        }
    }
}
