import Foundation
import Testing

@testable import Spreadsheet

@Suite struct PackageTests {
    private static let table = """
        <table id="1" name="numbers" displayName="numbers" ref="A1:B2"><tableColumns count="2">\
        <tableColumn id="1" name="Name"/><tableColumn id="2" name="Rate"/></tableColumns></table>
        """
    private static let strings = "<sst><si><t>Name</t></si><si><t>Rate</t></si></sst>"

    private static func sheet(_ value: String = "0.5", header: String = "1") -> String {
        """
        <worksheet><dimension ref="A1:B2"/><sheetData>\
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>\(header)</v></c></row>\
        <row r="2"><c r="A2"/><c r="B2"><v>\(value)</v></c></row></sheetData>\
        <tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>
        """
    }

    /// A package that is right unless a part is replaced (nil: left out).
    private func check(_ changes: [String: String?] = [:]) throws -> SpreadsheetError? {
        var parts: [(name: String, contents: String)] = [
            ("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<Relationships/>"),
            ("xl/workbook.xml", "<workbook/>"), ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
            ("xl/styles.xml", "<styleSheet/>"), ("xl/sharedStrings.xml", Self.strings),
            ("xl/worksheets/sheet1.xml", Self.sheet()), ("xl/tables/table1.xml", Self.table),
            (
                "xl/worksheets/_rels/sheet1.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Target=\"../tables/table1.xml\"/></Relationships>"
            ),
        ]
        for (name, contents) in changes {
            parts.removeAll { $0.name == name }
            if let contents { parts.append((name, contents)) }
        }
        let folder = try TrialFolder()
        try Data(storedPackage(parts)).write(to: URL(fileURLWithPath: folder.file("a.xlsx")))
        do throws(SpreadsheetError) {
            try checkPackage(path: folder.file("a.xlsx"))
            return nil
        } catch { return error }
    }

    @Test("a right package passes")
    func passes() throws { #expect(try check() == nil) }

    @Test("finds numbers that are none", arguments: ["nan", "-nan", "inf", "INF", "", "1,5"])
    func findsNonNumbers(value: String) throws {
        #expect(try check(["xl/worksheets/sheet1.xml": Self.sheet(value)]) != nil || value.isEmpty)
    }

    @Test("finds a header that is not the cell's text")
    func findsWrongHeader() throws {
        #expect(
            try check(["xl/worksheets/sheet1.xml": Self.sheet(header: "0")])
                == .damagedPackage(part: "xl/worksheets/sheet1.xml", reason: "B1 is not the header `Rate`"))
    }

    @Test("finds a text that is missing")
    func findsMissingText() throws {
        #expect(try check(["xl/worksheets/sheet1.xml": Self.sheet(header: "7")]) != nil)
    }

    @Test("finds tables of one name")
    func findsEqualTables() throws {
        #expect(
            try check(["xl/tables/table2.xml": Self.table])
                == .damagedPackage(part: "xl/tables/table2.xml", reason: "table `numbers` is there twice"))
    }

    @Test("finds a table beyond the cells")
    func findsTablesBeyondCells() throws {
        #expect(
            try check(["xl/tables/table1.xml": Self.table.replacingOccurrences(of: "A1:B2", with: "A1:B9")])
                != nil)
    }

    @Test(
        "finds parts that are missing",
        arguments: ["xl/workbook.xml", "xl/styles.xml", "xl/tables/table1.xml"])
    func findsMissingParts(part: String) throws { #expect(try check([part: String?.none]) != nil) }

    @Test(
        "finds XML that is not well formed",
        arguments: [
            "<workbook>", "<workbook></book>", "<workbook a=\"1\" a=\"2\"/>", "<workbook a='1'/>", "<a/>text",
            "<a>&nbsp;</a>",
            "<a>&</a>", "<a b=\"<\"/>", "<a>\u{1}</a>",
        ])
    func findsBadXML(text: String) throws { #expect(try check(["xl/workbook.xml": text]) != nil) }

    @Test("finds a formula without a value")
    func findsBareFormula() throws {
        let sheet = Self.sheet().replacingOccurrences(of: "<v>0.5</v>", with: "<f>1+1</f>")
        #expect(try check(["xl/worksheets/sheet1.xml": sheet]) != nil)
    }

    @Test("finds a changed byte in a packed part")
    func findsChangedBytes() throws {
        let folder = try TrialFolder()
        let path = folder.file("a.xlsx")
        try writeSheet(to: path) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(text: "text", at: CellAddress(row: 0, column: 0), format: format)
        }
        var bytes = try readFile(path)
        bytes[100] ^= 0xFF
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(throws: SpreadsheetError.self) { try checkPackage(path: path) }
    }

    @Test("finds a package that is cut off")
    func findsCutPackage() throws {
        let folder = try TrialFolder()
        let path = folder.file("a.xlsx")
        try writeSheet(to: path) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(text: "text", at: CellAddress(row: 0, column: 0), format: format)
        }
        let bytes = try readFile(path)
        try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: path))
        #expect(throws: SpreadsheetError.self) { try checkPackage(path: path) }
    }
}
