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

    /// Prints the number formats of the cells behind each branch.
    private static let formats = """
        import json, sys, openpyxl
        sheet = openpyxl.load_workbook(sys.argv[1])["Loans by branch"]
        print(json.dumps({str(row[0].value): [cell.number_format for cell in row[1:]] for row in sheet.iter_rows()}))
        """
}
