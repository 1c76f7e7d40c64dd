import Foundation
import TestSupport
import Testing

/// The sheet that says why a figure has moved; the figures by hand stand in `ExplainCommandTests`.
@Suite struct ExplanationSheetTests {
    private static let sheets = """
          - name: { en: Why it fell, th: เหตุที่ลดลง }
            introduction: { en: By branch., th: รายสาขา }
            explain: renewal_rate_change
            by: branch.name
          - name: { en: Why loans grew, th: เหตุที่เพิ่มขึ้น }
            explain: loans
            by: branch.name
            against: 2566
            top: 1
          - name: { en: Why not, th: ไม่มีเหตุ }
            explain: loans
            by: branch.name
            against: 2019

        """

    private func withReport(
        _ body: (_ directory: String, _ uptake: ([String]) throws -> ProgramOutcome) throws -> Void
    ) throws {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                let report = "\(directory)/reports/loans.yaml"
                let text = try String(contentsOfFile: report, encoding: .utf8)
                try (text + Self.sheets).write(toFile: report, atomically: true, encoding: .utf8)
                func uptake(_ arguments: [String]) throws -> ProgramOutcome {
                    try runUptake(arguments + ["--project", directory, "--database", database], in: directory)
                }
                let outcome = try uptake(["up"])
                try #require(outcome.status == 0, "\(outcome.standardError)")
                try body(directory, uptake)
            }
        }
    }

    private func withWorkbook(_ language: String, _ body: (Workbook) throws -> Void) throws {
        try withReport { directory, _ in
            try body(try Workbook.read("\(directory)/workbooks/loans-2024-\(language).xlsx"))
        }
    }

    private func decimal(_ text: String) -> Workbook.Cell? {
        Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")).map { .number($0) }
    }

    @Test("says it in a sentence and shows what each member had and brought")
    func members() throws {
        try withWorkbook("en") { workbook in
            let sheet = try #require(workbook.sheet("Why it fell"))
            let texts = sheet.rows.compactMap { $0.first?.text }
            #expect(texts.contains { $0.hasPrefix("Share renewed fell by 16.7 points to 33.3 % [p] in 2024,") })
            #expect(texts.contains("By branch."))
            let header = try #require(sheet.rows.firstIndex { $0.count == 11 && $0[1].text == "Renewals, 2023" })
            #expect(
                sheet.rows[header].map(\.text) == [
                    "Branch", "Renewals, 2023", "Loans, 2023", "Share renewed (%), 2023", "Renewals, 2024",
                    "Loans, 2024",
                    "Share renewed (%), 2024", "Within (percentage points)", "Mix (percentage points)",
                    "Entry/exit (percentage points)", "Contribution (percentage points)",
                ])
            let rows = Array(sheet.rows[(header + 1)...])
            #expect(rows.map { $0[0].text } == ["North, \"old\" wing", "South 100%", "Total"])
            #expect(
                rows[0].dropFirst().map { Optional($0) }
                    == ["1", "1", "1", "1", "2", "0.5", "-29.2", "5.6", "0", "-23.6"].map(decimal))
            #expect(
                rows[2].dropFirst().map { Optional($0) }
                    == ["1", "2", "0.5", "1", "3", "0.333", "-29.2", "12.5", "0", "-16.7"].map(decimal))
        }
    }

    @Test("folds small members, and says why there is nothing to show")
    func others() throws {
        try withWorkbook("th") { workbook in
            let loans = try #require(workbook.sheet("เหตุที่เพิ่มขึ้น"))
            let rows = loans.rows.filter { ["สาขาเหนือ", "สาขาใต้", "รวม"].contains($0[0].text ?? "") }
            // One member more needs no line for the rest.
            #expect(rows.count == 3)
            #expect(rows.last?.dropFirst().map { Optional($0) } == ["2", "3", "1"].map(decimal))
            let nothing = try #require(workbook.sheet("ไม่มีเหตุ"))
            let texts = nothing.rows.compactMap { $0.first?.text }
            #expect(texts.contains { $0.hasPrefix("2562 ไม่มีค่า [x]") }, "\(texts)")
        }
    }

    @Test("is compared between two moments like any other sheet")
    func differences() throws {
        try withReport { _, uptake in
            let outcome = try uptake(["diff", "loans", "--period", "2024", "--between", "2000-01-01,now"])
            #expect(outcome.status == 0, "\(outcome.standardError)")
            let rows = outcome.standardOutput.split(separator: "\n").filter {
                $0.contains("North, \"old\" wing") && $0.contains("Share renewed (%), 2023")
            }
            #expect(rows.count == 1, "\(outcome.standardOutput)")
        }
    }

    @Test("marks what a correction has changed since the last edition")
    func revisions() throws {
        try withReport { directory, uptake in
            // Only the explanations are left, so that no other sheet can have the mark.
            let report = "\(directory)/reports/loans.yaml"
            let text = try String(contentsOfFile: report, encoding: .utf8)
            let head = try #require(text.split(separator: "sheets:\n").first)
            try "\(head)sheets:\n\(Self.sheets)".write(toFile: report, atomically: true, encoding: .utf8)
            try #require(try uptake(["report"]).status == 0)
            let workbook = "\(directory)/workbooks/loans-2024-en.xlsx"
            func symbols() throws -> [String] {
                try #require(try Workbook.read(workbook).sheet("Notes")).rows.joined().compactMap(\.text)
                    .filter { $0 == "[r]" }
            }
            #expect(try symbols().isEmpty)
            // A second loan in the south in 2023: its share stays 0, that of all falls from 1/2 to 1/3.
            let file = "\(directory)/deliveries/loans.csv"
            let loans = try String(contentsOfFile: file, encoding: .utf8)
            try (loans + "12;30.12.2023;s;no;3\n").write(toFile: file, atomically: true, encoding: .utf8)
            try #require(try uptake(["run"]).status == 0)
            try #require(try uptake(["report"]).status == 0)
            #expect(try symbols() == ["[r]"])
        }
    }
}
