import Foundation
import TestSupport
import Testing

/// A project of other words altogether: two star tables, one feed, one metric, one report, and no Swift.
@Suite("A second project")
struct SecondProjectTests {
    @Test("runs by --project with files alone")
    func runs() throws {
        try withTemporaryDirectory { directory in
            let project = "\(directory)/library"
            try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: project)
            let outcome = try runUptake(["up", "--project", project], in: "/")
            #expect(outcome.status == 0, "\(outcome.standardError)")

            let workbook = try Workbook.read("\(project)/workbooks/loans-2024-en.xlsx")
            let sheet = try #require(workbook.sheet("Loans by branch"))
            let rows = sheet.rows.filter { ["North, \"old\" wing", "South 100%", "Total"].contains($0[0].text ?? "") }
            // By hand from deliveries/loans.csv: in 2024 two loans in the north, one of them renewed, one in the south;
            // in 2023 one of each, the northern one renewed.
            #expect(rows.map { $0[1].number } == [2, 1, 3])
            #expect(rows.map { $0[2].number } == [Decimal(string: "0.5"), 0, Decimal(string: "0.333")])
            #expect(rows.map { $0[3].number } == [-50, 0, Decimal(string: "-16.7")])

            let metric = try runUptake(
                ["metric", "loans", "--by", "lent.month", "--period", "2024", "--format", "csv", "--project", project],
                in: "/")
            #expect(metric.standardOutput == "lent.month,loans,loans.marks\n2,1,[p]\n3,2,[p]\n")
        }
    }

    @Test("is told that the days of a control file have no such form")
    func checksControlFiles() throws {
        try withTemporaryDirectory { directory in
            let project = "\(directory)/library"
            try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: project)
            let file = "\(project)/pipelines/loans.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try (text + "control: { file: \"{stem}.ctl\", rows: n, date: d.M.yyy }\n")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let outcome = try runUptake(["check", "--offline", "--project", project], in: "/")
            #expect(outcome.status == 65)
            #expect(
                outcome.standardError.contains(
                    "pipelines/loans.yaml:14:47: error: `d.M.yyy` is no form of a day; write it with yyyy or yy, MM, dd"
                ),
                "\(outcome.standardError)")
        }
    }

    @Test("is told every mistake in its definitions at once, with file, line and column")
    func reportsMistakes() throws {
        try withTemporaryDirectory { directory in
            let project = "\(directory)/library"
            try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: project)
            func replace(_ old: String, by new: String, in file: String) throws {
                let text = try String(contentsOfFile: "\(project)/\(file)", encoding: .utf8)
                try #require(text.contains(old))
                try text.replacingOccurrences(of: old, with: new)
                    .write(toFile: "\(project)/\(file)", atomically: true, encoding: .utf8)
            }
            try replace("date: d.M.yyyy", by: "date: d.M.yyy", in: "pipelines/loans.yaml")
            try replace("default: \"2024\"", by: "default: \"20x4\"", in: "reports/loans.yaml")
            try replace("lookup: branch.code", by: "lookup: branch.coed", in: "pipelines/loans.yaml")
            try replace("required: true }\n  lent", by: "requird: true }\n  lent", in: "pipelines/loans.yaml")
            try replace("numerator: renewals", by: "numerator: renewal", in: "reports/metrics/loans.yaml")
            try replace("rows: branch.name", by: "rows: brunch.name", in: "reports/loans.yaml")
            try replace("distribute_by: number", by: "distribute_by: branch", in: "warehouse/facts/loan.yaml")
            let outcome = try runUptake(["check", "--offline", "--project", project], in: "/")
            #expect(outcome.status == 65)
            for expected in [
                "pipelines/loans.yaml:8:23: error: unknown key `requird`; did you mean `required`?",
                "pipelines/loans.yaml:9:28: error: `d.M.yyy` is no form of a day; write it with yyyy or yy, MM, dd",
                "reports/loans.yaml:3:33: error: `20x4` is not a period;",
                "pipelines/loans.yaml:10:35: error: dimension `branch` has no column `coed`; did you mean `code`?",
                "warehouse/facts/loan.yaml:4:16: error: `distribute_by` is not part of the grain; use one of number",
                "reports/metrics/loans.yaml:6:16: error:", "reports/loans.yaml:7:11: error:",
            ] {
                #expect(outcome.standardError.contains(expected), "\(expected)\nis not in\n\(outcome.standardError)")
            }
        }
    }
}
