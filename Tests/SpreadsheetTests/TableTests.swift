import Testing

@testable import Spreadsheet

@Suite struct TableTests {
    @Test("totals are live sums with their value, their header escaped")
    func writesTotals() throws {
        let folder = try TrialFolder()
        try writeSheet(to: folder.file("a.xlsx")) { (sheet, format) throws(SpreadsheetError) in
            var table = trialTable(headers: ["Name", "Number [of] it's #1"], format: format)
            table.hasTotalRow = true
            table.columns[0].total = .label("Total")
            table.columns[0].totalFormat = format
            table.columns[1].total = .sum(value: "7.5")
            table.columns[1].totalFormat = format
            try sheet.add(table)
            try sheet.write(decimal: "3", at: CellAddress(row: 1, column: 1), format: format)
            try sheet.write(decimal: "4.5", at: CellAddress(row: 2, column: 1), format: format)
        }
        let sheet = try part("xl/worksheets/sheet1.xml", of: folder.file("a.xlsx"))
        #expect(sheet.contains("<f>SUBTOTAL(109,numbers[Number '[of'] it''s '#1])</f><v>7.5</v>"))
        let table = try part("xl/tables/table1.xml", of: folder.file("a.xlsx"))
        #expect(table.contains("ref=\"A1:B4\""))
        #expect(table.contains("totalsRowLabel=\"Total\""))
        #expect(table.contains("totalsRowFunction=\"sum\""))
    }

    @Test("refuses a table without a data row")
    func refusesEmptyTables() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(dataRowCount: 0, format: format))
        } matching: {
            $0 == .tableWithoutDataRow("numbers")
        }
    }

    @Test("refuses equal headers, whatever their case")
    func refusesEqualHeaders() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(headers: ["Rate", "RATE"], format: format))
        } matching: {
            $0 == .headerTwice("RATE", table: "numbers")
        }
    }

    @Test("refuses equal table names, whatever their case")
    func refusesEqualNames() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(name: "numbers", format: format))
            try sheet.add(trialTable(name: "Numbers", row: 10, format: format))
        } matching: {
            $0 == .tableNameTwice("Numbers")
        }
    }

    @Test("refuses tables that overlap")
    func refusesOverlap() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(name: "one", format: format))
            try sheet.add(trialTable(name: "two", row: 2, column: 1, format: format))
        } matching: {
            $0 == .tablesOverlap("one", "two")
        }
    }

    @Test("refuses a write into a header")
    func refusesHeaderWrites() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(format: format))
            try sheet.write(text: "other", at: CellAddress(row: 0, column: 1), format: format)
        } matching: {
            $0 == .headerOverwritten(table: "numbers", at: CellAddress(row: 0, column: 1))
        }
    }

    @Test(
        "refuses names that Excel reads as something else",
        arguments: ["A1", "FY24", "R1C1", "rc", "C", "1st", "two words", "", "a-b"])
    func refusesNames(name: String) throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(name: name, format: format))
        } matching: {
            switch $0 {
            case .definedName, .empty: true
            default: false
            }
        }
    }

    @Test("refuses a header with a line break")
    func refusesBrokenHeaders() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.add(trialTable(headers: ["Name", "Rate\n(%)"], format: format))
        } matching: {
            if case .unwritableCharacter(10, _) = $0 { true } else { false }
        }
    }
}
