import Testing

@testable import Spreadsheet

@Suite struct WorksheetTests {
    @Test(
        "numbers are written with the digits they came with",
        arguments: [
            ("0.8946", "0.8946"), ("63206958.00", "63206958"), ("13724251", "13724251"), ("-29.91", "-29.91"),
            ("0.00015", "0.00015"), ("-0", "0"), ("999999999999999", "999999999999999"),
        ])
    func keepsDigits(decimal: String, written: String) throws {
        let folder = try TrialFolder()
        try writeSheet(to: folder.file("a.xlsx")) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(decimal: decimal, at: CellAddress(row: 0, column: 0), format: format)
        }
        #expect(try part("xl/worksheets/sheet1.xml", of: folder.file("a.xlsx")).contains("<v>\(written)</v>"))
    }

    @Test("refuses numbers that are not finite", arguments: [Double.nan, .infinity, -.infinity])
    func refusesNonFinite(number: Double) throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(number: number, at: CellAddress(row: 1, column: 2), format: format)
        } matching: {
            if case .notFinite(at: CellAddress(row: 1, column: 2), sheet: "Sheet one") = $0 {
                true
            } else {
                false
            }
        }
    }

    @Test(
        "refuses what is not a decimal",
        arguments: ["", "-", "1,5", "1e5", "nan", "inf", "0x10", ".5", "5.", "๕", "1.2.3", " 1"])
    func refusesOtherNotations(text: String) throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(decimal: text, at: CellAddress(row: 0, column: 0), format: format)
        } matching: {
            if case .notADecimal = $0 { true } else { false }
        }
    }

    @Test("refuses more digits than a cell keeps")
    func refusesTooManyDigits() throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(decimal: "1234567890123456.5", at: CellAddress(row: 0, column: 0), format: format)
        } matching: {
            if case .tooManyDigits = $0 { true } else { false }
        }
    }

    @Test("a text may have 32,767 characters and no more")
    func limitsTexts() throws {
        let folder = try TrialFolder()
        let longest = String(repeating: "ก", count: 32_767)
        try writeSheet(to: folder.file("a.xlsx")) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(text: longest, at: CellAddress(row: 0, column: 0), format: format)
        }
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(text: longest + "ก", at: CellAddress(row: 0, column: 0), format: format)
        } matching: {
            $0 == .tooLong(what: "cell A1 of `Sheet one`", length: 32_768, limit: 32_767)
        }
    }

    @Test(
        "refuses characters that XML has no place for, and those that stand for lost bytes",
        arguments: [
            "a\u{0}b", "a\u{1}b", "a\u{FFFE}b", "a\u{FFFD}b", "a\u{1B}b",
        ])
    func refusesCharacters(text: String) throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(text: text, at: CellAddress(row: 0, column: 0), format: format)
        } matching: {
            if case .unwritableCharacter = $0 { true } else { false }
        }
    }

    @Test(
        "counts days as Excel does",
        arguments: [
            (1900, 3, 1, 61.0), (1970, 1, 1, 25_569.0), (2024, 2, 29, 45_351.0), (2024, 12, 31, 45_657.0),
            (9999, 12, 31, 2_958_465.0),
        ])
    func countsDays(year: Int, month: Int, day: Int, expected: Double) throws {
        #expect(try excelDay(year: year, month: month, day: day) == expected)
    }

    @Test(
        "refuses days that do not exist or that Excel counts wrongly",
        arguments: [
            (1900, 2, 28), (2023, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (2024, 1, 0),
            (10_000, 1, 1),
        ])
    func refusesDays(year: Int, month: Int, day: Int) {
        #expect(throws: SpreadsheetError.date(year: year, month: month, day: day)) {
            try excelDay(year: year, month: month, day: day)
        }
    }

    @Test("a formula is written with its value")
    func writesFormulaValues() throws {
        let folder = try TrialFolder()
        try writeSheet(to: folder.file("a.xlsx")) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(formula: "=1+2", value: "3", at: CellAddress(row: 0, column: 0), format: format)
        }
        #expect(
            try part("xl/worksheets/sheet1.xml", of: folder.file("a.xlsx")).contains("<f>1+2</f><v>3</v>"))
    }

    @Test("refuses formulas that Excel would change", arguments: ["1+2", "=@SUM(A1:A2)"])
    func refusesFormulas(formula: String) throws {
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(formula: formula, value: "3", at: CellAddress(row: 0, column: 0), format: format)
        } matching: {
            if case .formula = $0 { true } else { false }
        }
    }

    @Test("refuses cells outside the sheet", arguments: [(1_048_576, 0), (0, 16_384), (-1, 0), (0, -1)])
    func refusesOutsideCells(row: Int, column: Int) throws {
        let cell = CellAddress(row: row, column: column)
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.writeBlank(at: cell, format: format)
        } matching: {
            $0 == .outsideSheet(cell, sheet: "Sheet one")
        }
    }

    @Test("a footer of Thai words that would not fit the library's bytes is refused")
    func limitsFooterBytes() throws {
        try expectRefusal { (sheet, _) throws(SpreadsheetError) in
            try sheet.setFooter(String(repeating: "ก", count: 100))
        } matching: {
            if case .tooLong = $0 { true } else { false }
        }
    }

    @Test("links lead to sheets, the web and mailboxes, and nowhere else")
    func checksLinks() throws {
        let folder = try TrialFolder()
        try writeSheet(to: folder.file("a.xlsx")) { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(
                text: "here", linkTo: "Sheet one", at: CellAddress(row: 0, column: 0), format: format)
            try sheet.write(
                text: "web", address: "https://example.org/", at: CellAddress(row: 1, column: 0),
                format: format)
        }
        #expect(
            try part("xl/worksheets/sheet1.xml", of: folder.file("a.xlsx")).contains(
                "location=\"'Sheet one'!A1\""))
        try expectRefusal { (sheet, format) throws(SpreadsheetError) in
            try sheet.write(
                text: "x", address: "file:///etc/passwd", at: CellAddress(row: 1, column: 0), format: format)
        } matching: {
            if case .formula = $0 { true } else { false }
        }
    }
}

/// Expects that filling a sheet fails in the stated way and leaves no file.
func expectRefusal(
    _ fill: (inout Worksheet, FormatIndex) throws(SpreadsheetError) -> Void,
    matching isExpected: (SpreadsheetError) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = try TrialFolder()
    do throws(SpreadsheetError) {
        try writeSheet(to: folder.file("refused.xlsx"), fill: fill)
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch {
        #expect(isExpected(error), "\(error)", sourceLocation: sourceLocation)
    }
    #expect(try folder.names.isEmpty, sourceLocation: sourceLocation)
}
