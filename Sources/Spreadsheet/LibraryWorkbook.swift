internal import CLibXLSXWriter

/// The one owner of a workbook of the library.
@safe struct LibraryWorkbook: ~Copyable {
    let handle: UnsafeMutablePointer<lxw_workbook>

    init(path: String) throws(SpreadsheetError) {
        guard let handle = unsafe workbook_new(path) else {
            throw .library(code: 1, message: "out of memory", doing: "making a workbook")
        }
        unsafe self.handle = unsafe handle
    }

    /// Writes the file.
    ///
    /// Consumes the workbook: the library frees it even when writing fails.
    consuming func close() throws(SpreadsheetError) {
        let handle = unsafe self.handle
        discard self
        try check(unsafe workbook_close(handle), "writing the workbook")
    }

    /// Abandoned: the memory goes, no file was made.
    deinit { unsafe lxw_workbook_free(handle) }
}
