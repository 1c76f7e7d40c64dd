import Foundation
import TestSupport
import Testing

/// What a second edition says of figures that the first one showed otherwise.
@Suite struct RevisionTests {
    @Test("marks what a correction has changed since the last edition, and nothing else")
    func marksRevisions() throws {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                func uptake(_ arguments: String...) throws {
                    let outcome = try runUptake(
                        arguments + ["--project", directory, "--database", database], in: directory)
                    try #require(outcome.status == 0, "\(outcome.standardError)")
                }
                /// What the workbook says of symbols and, by branch, what its numbers are shown as.
                func edition() throws -> (symbols: Set<String>, formats: [String: [String]], bytes: Data) {
                    try uptake("report", "loans", "--language", "en")
                    let path = "\(directory)/workbooks/loans-2024-en.xlsx"
                    let workbook = try Workbook.read(path)
                    let notes = try #require(workbook.sheet("Notes")).rows.compactMap {
                        $0.count > 1 ? $0[1].text : nil
                    }
                    let formats = try runProgram(pythonProgram, ["-c", Self.formats, path])
                    return (
                        Set(notes.filter { $0.hasPrefix("[") }),
                        try JSONDecoder().decode([String: [String]].self, from: Data(formats.standardOutput.utf8)),
                        try Data(contentsOf: URL(filePath: path))
                    )
                }
                func revised(_ formats: [String]?) -> [Bool] { (formats ?? []).map { $0.contains("[r]") } }

                try uptake("run")
                #expect(try !edition().symbols.contains("[r]"))
                // Loan 4 of the north was not renewed after all; nothing changes in the south.
                try "no;day;branch;renewed;days\n4;1.3.2024;n;no;28\n5;2.3.2024;s;no;7\n"
                    .write(toFile: "\(directory)/deliveries/loans-march.csv", atomically: true, encoding: .utf8)
                try uptake("run")
                let second = try edition()
                #expect(second.symbols.contains("[r]"))
                // Loans, share renewed, change of the share.
                #expect(revised(second.formats["North, \"old\" wing"]) == [false, true, true])
                #expect(revised(second.formats["South 100%"]) == [false, false, false])
                // Written once more, it still tells what has changed since the edition on other data.
                #expect(try edition().bytes == second.bytes)
            }
        }
    }

    @Test("tells members of one name apart, also on the sheet that says why a figure moved")
    func twins() throws {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                func edit(_ file: String, _ change: (String) -> String) throws {
                    let path = "\(directory)/\(file)"
                    try change(try String(contentsOfFile: path, encoding: .utf8))
                        .write(toFile: path, atomically: true, encoding: .utf8)
                }
                // The south is called as the north is; both loans of the south are there in either year.
                try edit("warehouse/reference/branch.csv") {
                    $0.replacing("s,South 100%,", with: "s,\"North, \"\"old\"\" wing\",")
                }
                try edit("reports/loans.yaml") {
                    $0 + "  - { name: { en: Why, th: เหตุ }, explain: renewal_rate, by: branch.name }\n"
                }
                func uptake(_ arguments: String...) throws {
                    let outcome = try runUptake(
                        arguments + ["--project", directory, "--database", database], in: directory)
                    try #require(outcome.status == 0, "\(outcome.standardError)")
                }
                /// Of the two branches in their order, whether each number is marked as revised.
                func revised(_ sheet: String) throws -> [[Bool]] {
                    let path = "\(directory)/workbooks/loans-2024-en.xlsx"
                    let printed = try runProgram(pythonProgram, ["-c", Self.twinFormats, path, sheet])
                    return try JSONDecoder().decode([[String]].self, from: Data(printed.standardOutput.utf8))
                        .map { $0.map { $0.contains("[r]") } }
                }
                try uptake("run")
                try uptake("report", "loans", "--language", "en")
                #expect(try revised("Loans by branch") == [[false, false, false], [false, false, false]])
                // Loan 4 of the north was not renewed after all.
                try edit("deliveries/loans.csv") { $0.replacing("4;1.3.2024;n;yes;28", with: "4;1.3.2024;n;no;28") }
                try uptake("run")
                try uptake("report", "loans", "--language", "en")
                #expect(try revised("Loans by branch") == [[false, true, true], [false, false, false]])
                // Renewals, loans and share of 2023, then of 2024, then the four parts of the change; the largest first.
                let why = try revised("Why")
                #expect(why.count == 2 && why.joined().count { $0 } == 1)
                #expect(why.contains([false, false, false, false, false, true, false, false, false, false]))
            }
        }
    }

    /// Prints the number formats of the cells behind each member that is called as the north is.
    private static let twinFormats = """
        import json, sys, openpyxl
        sheet = openpyxl.load_workbook(sys.argv[1])[sys.argv[2]]
        print(json.dumps([[cell.number_format for cell in row[1:]] for row in sheet.iter_rows()
                          if str(row[0].value).startswith("North")]))
        """

    /// Prints the number formats of the cells behind each branch.
    private static let formats = """
        import json, sys, openpyxl
        sheet = openpyxl.load_workbook(sys.argv[1])["Loans by branch"]
        print(json.dumps({str(row[0].value): [cell.number_format for cell in row[1:]] for row in sheet.iter_rows()}))
        """
}
