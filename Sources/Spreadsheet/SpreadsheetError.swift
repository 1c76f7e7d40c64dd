internal import Glibc

/// What can be wrong with a workbook, before, while or after it is written.
///
/// libxlsxwriter accepts most of these silently and writes a file that Excel repairs or refuses, so they are found
/// before the call.
package enum SpreadsheetError: Error, Equatable {
    /// A number that no cell can hold: not a number, or infinite.
    case notFinite(at: CellAddress, sheet: String)
    /// A decimal that is not written as digits with an optional sign and point.
    case notADecimal(String, at: CellAddress, sheet: String)
    /// A decimal with more significant digits than a cell keeps.
    case tooManyDigits(String, at: CellAddress, sheet: String)
    /// A text with a character that XML cannot carry, given as a code point.
    case unwritableCharacter(UInt32, what: String)
    /// A text longer than Excel or the library's buffers allow.
    case tooLong(what: String, length: Int, limit: Int)
    case empty(what: String)
    /// A cell outside the 1,048,576 rows and 16,384 columns of a sheet.
    case outsideSheet(CellAddress, sheet: String)
    /// A sheet name that Excel refuses, or that the library does not quote in formulas.
    case sheetName(String, reason: String)
    case sheetNameTwice(String)
    /// A table or defined name that Excel refuses.
    case definedName(String, reason: String)
    case tableNameTwice(String)
    case headerTwice(String, table: String)
    case tableWithoutColumns(String)
    /// A table needs one row between header and totals.
    case tableWithoutDataRow(String)
    case tablesOverlap(String, String)
    /// A write into the header row of a table, which must stay equal to the table's column names.
    case headerOverwritten(table: String, at: CellAddress)
    /// A formula that Excel reads differently from what is written.
    case formula(String, reason: String)
    /// A day before 1 March 1900, where Excel's count has a day too many, or one that does not exist.
    case date(year: Int, month: Int, day: Int)
    case chart(title: String, reason: String)
    case property(name: String, reason: String)
    /// A format index that another workbook handed out.
    case unknownFormat(Int)
    /// A return code of libxlsxwriter, with its message and what was being done.
    case library(code: UInt32, message: String, doing: String)
    /// A failed call of the operating system.
    case file(path: String, doing: String, errno: Int32)
    /// The finished file broke a rule of its own format; it was not put in place.
    case damagedPackage(part: String, reason: String)
}

extension SpreadsheetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFinite(let address, let sheet):
            "the number for cell \(address) of sheet `\(sheet)` is not finite"
        case .notADecimal(let text, let address, let sheet):
            "`\(text)` for cell \(address) of sheet `\(sheet)` is not a decimal number"
        case .tooManyDigits(let text, let address, let sheet):
            "`\(text)` for cell \(address) of sheet `\(sheet)` has more than 15 significant digits"
        case .unwritableCharacter(let scalar, let what):
            "\(what) contains the character U+\(String(scalar, radix: 16, uppercase: true)), which no workbook can hold"
        case .tooLong(let what, let length, let limit):
            "\(what) is \(length) long; at most \(limit) are allowed"
        case .empty(let what): "\(what) is empty"
        case .outsideSheet(let address, let sheet):
            "row \(address.row), column \(address.column) lies outside sheet `\(sheet)`"
        case .sheetName(let name, let reason): "`\(name)` cannot name a sheet: \(reason)"
        case .sheetNameTwice(let name): "two sheets are named `\(name)` (upper and lower case count as equal)"
        case .definedName(let name, let reason): "`\(name)` cannot name a table or range: \(reason)"
        case .tableNameTwice(let name): "two tables or ranges are named `\(name)`"
        case .headerTwice(let header, let table): "table `\(table)` has two columns headed `\(header)`"
        case .tableWithoutColumns(let table): "table `\(table)` has no column"
        case .tableWithoutDataRow(let table): "table `\(table)` has no data row"
        case .tablesOverlap(let one, let other): "tables `\(one)` and `\(other)` overlap"
        case .headerOverwritten(let table, let address):
            "cell \(address) is in the header row of table `\(table)` and cannot be written"
        case .formula(let formula, let reason): "formula `\(formula)`: \(reason)"
        case .date(let year, let month, let day): "\(year)-\(month)-\(day) is not a day that a cell can hold"
        case .chart(let title, let reason): "chart `\(title)`: \(reason)"
        case .property(let name, let reason): "document property `\(name)`: \(reason)"
        case .unknownFormat(let index): "format \(index) belongs to another workbook"
        case .library(let code, let message, let doing):
            "libxlsxwriter error \(code) while \(doing): \(message)"
        case .file(let path, let doing, let errno): "cannot \(doing) \(path): \(systemMessage(errno))"
        case .damagedPackage(let part, let reason): "the written workbook is damaged in \(part): \(reason)"
        }
    }
}

/// The system's own words for an error of it, such as `No space left on device`.
private func systemMessage(_ errno: Int32) -> String {
    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno) of the system"
}
