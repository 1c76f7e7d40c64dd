import Foundation

@testable import Spreadsheet

/// A folder that is gone after the test.
struct TrialFolder: ~Copyable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/spreadsheet-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> String { path + "/" + name }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
    }
}

let plain = CellFormat(fontName: "Arial", fontSize: 11)

/// A table of two columns at A1.
func trialTable(
    name: String = "numbers", row: Int = 0, column: Int = 0, headers: [String] = ["Name", "Number"],
    dataRowCount: Int = 2, format: FormatIndex
) -> Table {
    Table(
        name: name, origin: CellAddress(row: row, column: column),
        columns: headers.map { Table.Column(header: $0, headerFormat: format) }, dataRowCount: dataRowCount,
        hasTotalRow: false, hasFilter: false)
}

/// Writes a workbook of one sheet and hands back its bytes.
func writeSheet(
    to path: String, fill: (inout Worksheet, FormatIndex) throws(SpreadsheetError) -> Void
) throws(SpreadsheetError) {
    var workbook = try Workbook(path: path)
    try workbook.setProperties(DocumentProperties(title: "Trial", author: "Tests", created: 1_735_689_600))
    let format = try workbook.format(plain)
    try workbook.addSheet("Sheet one") { (sheet) throws(SpreadsheetError) in try fill(&sheet, format) }
    try workbook.close()
}

func part(_ name: String, of path: String) throws -> String {
    String(decoding: try ZipArchive(bytes: readFile(path)).contents(of: name), as: UTF8.self)
}

/// Packs parts without compressing them, to make packages that the library would never write.
func storedPackage(_ parts: [(name: String, contents: String)]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for (name, contents) in parts {
        let body = Array(contents.utf8)
        let offset = bytes.count
        let common =
            number(0, 8) + number(Int(checksum(body)), 4) + number(body.count, 4) + number(body.count, 4)
            + number(name.utf8.count, 2) + number(0, 2)
        bytes += number(0x0403_4B50, 4) + number(20, 2) + common + Array(name.utf8) + body
        directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + common
        directory += number(0, 10) + number(offset, 4) + Array(name.utf8)
    }
    let start = bytes.count
    bytes +=
        directory + number(0x0605_4B50, 4) + number(0, 4) + number(parts.count, 2) + number(parts.count, 2)
    return bytes + number(directory.count, 4) + number(start, 4) + number(0, 2)
}
