import Foundation
import TestSupport
import Testing

/// What a report says of a month that was not over when its data came.
@Suite struct UnfinishedPeriodTests {
    private static let report = """
        report: monthly
        title: { en: Loans of the month, th: การยืมประจำเดือน }
        period: { grain: month, default: "2024-03" }
        requires: nothing
        sheets:
          - name: { en: Loans, th: การยืม }
            figures: [{ metric: loans, change: none }]
          - name: { en: Growth, th: การเพิ่ม }
            rows: branch.name
            columns: [loans_growth]

        """
    private static let metrics = """

          - { name: loans_growth, type: change, of: loans, offset: 1 month, kind: difference, complete_periods_only: true, unit: loan, label: { en: Growth, th: การเพิ่ม } }
        """

    private struct Trial {
        let directory: String
        let database: String

        func uptake(_ arguments: String...) throws {
            let outcome = try runUptake(
                arguments + ["--quiet", "--project", directory, "--database", database], in: directory)
            try #require(outcome.status == 0, "\(outcome.standardError)")
        }

        /// Makes the ledger say that what it holds was loaded at a moment.
        func loaded(at moment: String) throws {
            _ = try queryDatabase(
                database,
                """
                update ledger.delivery set started_at = '\(moment)', finished_at = '\(moment)';
                update ledger.published_history set known_from = '\(moment)';
                update store.branch set known_from = '\(moment)'
                """)
        }

        /// Writes the report: the symbols that its notes explain, what stands of the south's growth, and its bytes.
        func edition(_ arguments: String...) throws -> (symbols: Set<String>, growth: Workbook.Cell?, bytes: Data) {
            let outcome = try runUptake(
                ["report", "monthly", "--language", "en", "--project", directory, "--database", database] + arguments,
                in: directory)
            try #require(outcome.status == 0, "\(outcome.standardError)")
            let path = "\(directory)/workbooks/monthly-2024-03-en.xlsx"
            let workbook = try Workbook.read(path)
            let notes = try #require(workbook.sheet("Notes")).rows.compactMap { $0.count > 1 ? $0[1].text : nil }
            let south = try #require(workbook.sheet("Growth")).rows.first { $0.first?.text == "South 100%" }
            return (
                Set(notes.filter { ["[p]", "[r]"].contains($0) }), south?[1],
                try Data(contentsOf: URL(filePath: path))
            )
        }
    }

    private func withTrial(_ body: (Trial) throws -> Void) throws {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                try Self.report.write(
                    toFile: "\(directory)/reports/monthly.yaml", atomically: true, encoding: .utf8)
                let metrics = "\(directory)/reports/metrics/loans.yaml"
                try (try String(contentsOfFile: metrics, encoding: .utf8) + Self.metrics)
                    .write(toFile: metrics, atomically: true, encoding: .utf8)
                let trial = Trial(directory: directory, database: database)
                try trial.uptake("run")
                try body(trial)
            }
        }
    }

    /// Midnight of Vienna is 22:00 of the day before in summer, which began on that very 31 March.
    @Test(
        "is provisional by the day on which the data came, in the project's time zone, not by that of reading",
        arguments: [
            ("2024-03-20T09:00:00Z", true), ("2024-03-31T21:59:00Z", true), ("2024-03-31T22:00:00Z", false),
            ("2024-04-02T09:00:00Z", false),
        ])
    func provisional(moment: String, isProvisional: Bool) throws {
        try withTrial { trial in
            try trial.loaded(at: moment)
            let edition = try trial.edition()
            #expect(edition.symbols == (isProvisional ? ["[p]"] : []))
            // One loan in March, none in February, of which the month was over each time.
            #expect(edition.growth == (isProvisional ? .text("[x]") : .number(1)))
            #expect(try trial.edition().bytes == edition.bytes)
        }
    }

    @Test("stays as it was said as of then, once later data have finished the month")
    func asOf() throws {
        try withTrial { trial in
            try trial.loaded(at: "2024-03-20T09:00:00Z")
            // Loan 5 of the south comes again with another length: the figures are the same, and final.
            let file = "\(trial.directory)/deliveries/loans.csv"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("5;2.3.2024;s;no;7", with: "5;2.3.2024;s;no;8")
                .write(toFile: file, atomically: true, encoding: .utf8)
            try trial.uptake("run")
            let second = try trial.edition()
            #expect(second.symbols.isEmpty && second.growth == .number(1))
            let then = try trial.edition("--as-of", "2024-03-25T00:00:00Z")
            #expect(then.symbols == ["[p]"] && then.growth == .text("[x]"))
        }
    }
}
