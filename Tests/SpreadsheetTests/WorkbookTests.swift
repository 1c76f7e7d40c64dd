import Foundation
import Testing

@testable import Spreadsheet

@Suite struct WorkbookTests {
    @Test("the same contents give the same bytes")
    func isReproducible() throws {
        let folder = try TrialFolder()
        for name in ["a.xlsx", "b.xlsx"] {
            try writeSheet(to: folder.file(name)) { (sheet, format) throws(SpreadsheetError) in
                try sheet.add(trialTable(format: format))
                for row in 1...2 {
                    try sheet.write(text: "ร้อยละ", at: CellAddress(row: row, column: 0), format: format)
                    try sheet.write(decimal: "0.5", at: CellAddress(row: row, column: 1), format: format)
                }
            }
        }
        #expect(try readFile(folder.file("a.xlsx")) == readFile(folder.file("b.xlsx")))
        #expect(try folder.names == ["a.xlsx", "b.xlsx"])
    }

    @Test("a workbook that is abandoned leaves the old file as it was")
    func keepsOldFile() throws {
        let folder = try TrialFolder()
        let path = folder.file("a.xlsx")
        try Data("old".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: SpreadsheetError.self) {
            try writeSheet(to: path) { (sheet, format) throws(SpreadsheetError) in
                try sheet.write(number: .nan, at: CellAddress(row: 0, column: 0), format: format)
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        #expect(try folder.names == ["a.xlsx"])
    }

    @Test("a folder that is not there is an error before anything is made")
    func needsItsFolder() {
        #expect(throws: SpreadsheetError.self) { _ = try Workbook(path: "/nowhere/at/all/a.xlsx") }
    }

    @Test("a workbook needs a sheet")
    func needsASheet() throws {
        let folder = try TrialFolder()
        let workbook = try Workbook(path: folder.file("a.xlsx"))
        var refusal: SpreadsheetError?
        do throws(SpreadsheetError) { try workbook.close() } catch { refusal = error }
        #expect(refusal == .empty(what: "the workbook"))
        #expect(try folder.names.isEmpty)
    }

    @Test(
        "refuses sheet names that Excel or the library gets wrong",
        arguments: [
            "", "a/b", "a[1]", "a:b", "what?", "it's", "History", "2024", "FY24", "R1C1", "R2", "a\\b",
            String(repeating: "ก", count: 32),
        ])
    func refusesSheetNames(name: String) throws {
        let folder = try TrialFolder()
        var workbook = try Workbook(path: folder.file("a.xlsx"))
        var refused = false
        do throws(SpreadsheetError) {
            try workbook.addSheet(name) { (_) throws(SpreadsheetError) in }
        } catch { refused = true }
        #expect(refused)
    }

    @Test(
        "allows sheet names in Thai and of 31 characters",
        arguments: [
            "คำขอรายกรณี", "WCF", "2563–2567", String(repeating: "ก", count: 31),
        ])
    func allowsSheetNames(name: String) throws {
        let folder = try TrialFolder()
        var workbook = try Workbook(path: folder.file("a.xlsx"))
        try workbook.addSheet(name) { (sheet) throws(SpreadsheetError) in try sheet.repeatRows(0...0) }
        try workbook.close()
        #expect(try folder.names == ["a.xlsx"])
    }

    @Test("two sheets of one name are refused, whatever their case")
    func refusesEqualSheets() throws {
        let folder = try TrialFolder()
        var workbook = try Workbook(path: folder.file("a.xlsx"))
        try workbook.addSheet("Notes") { (_) throws(SpreadsheetError) in }
        var refusal: SpreadsheetError?
        do throws(SpreadsheetError) {
            try workbook.addSheet("notes") { (_) throws(SpreadsheetError) in }
        } catch { refusal = error }
        #expect(refusal == .sheetNameTwice("notes"))
    }

    @Test("properties are written, and the moment of writing is not among them")
    func writesProperties() throws {
        let folder = try TrialFolder()
        var workbook = try Workbook(path: folder.file("a.xlsx"))
        var properties = DocumentProperties(title: "รายงาน", author: "A & B", created: 1_735_689_599)
        properties.custom = [("Period", .text("2567")), ("Rows", .integer(7))]
        try workbook.setProperties(properties)
        try workbook.addSheet("One") { (_) throws(SpreadsheetError) in }
        try workbook.close()
        let core = try part("docProps/core.xml", of: folder.file("a.xlsx"))
        #expect(core.contains("<dc:title>รายงาน</dc:title>"))
        #expect(core.contains("<dc:creator>A &amp; B</dc:creator>"))
        #expect(core.contains("2024-12-31T23:59:59Z"))
        #expect(
            try part("docProps/custom.xml", of: folder.file("a.xlsx")).contains("<vt:lpwstr>2567</vt:lpwstr>")
        )
    }

    @Test("refuses an instant of creation that would mean now")
    func refusesNoInstant() throws {
        let folder = try TrialFolder()
        let workbook = try Workbook(path: folder.file("a.xlsx"))
        var refused = false
        do throws(SpreadsheetError) {
            try workbook.setProperties(DocumentProperties(title: "T", author: "A", created: 0))
        } catch { refused = true }
        #expect(refused)
    }

    @Test("a chart names its ranges and describes itself")
    func writesCharts() throws {
        let folder = try TrialFolder()
        try writeSheet(to: folder.file("a.xlsx")) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(text: "x", at: CellAddress(row: 0, column: 0), format: format)
            try sheet.write(decimal: "0.5", at: CellAddress(row: 0, column: 1), format: format)
            var chart = Chart(
                kind: .bar, title: "Shares", description: "One bar of 50 %.",
                series: [
                    Chart.Series(
                        name: "2024", categories: CellRange(column: 0, rows: 0...0),
                        values: CellRange(column: 1, rows: 0...0), color: Color(0x123456))
                ], valueFormat: "0.00%", axisFormat: "0%", fontName: "TH Sarabun New", fontSize: 14,
                width: 600,
                height: 300)
            chart.maximum = 1
            try sheet.insert(chart, at: CellAddress(row: 3, column: 0))
        }
        let chart = try part("xl/charts/chart1.xml", of: folder.file("a.xlsx"))
        #expect(
            chart.contains("<c:f>'Sheet one'!$B$1:$B$1</c:f>")
                || chart.contains("<c:f>'Sheet one'!$B$1</c:f>"))
        #expect(chart.contains("TH Sarabun New"))
        #expect(chart.contains("<c:v>0.5</c:v>"))
        #expect(
            try part("xl/drawings/drawing1.xml", of: folder.file("a.xlsx")).contains(
                "descr=\"One bar of 50 %.\""))
    }
}
