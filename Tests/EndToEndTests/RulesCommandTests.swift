import Foundation
import TestSupport
import Testing

/// Rules across feeds and what is late, as somebody meets them on the command line.
@Suite struct RulesCommandTests {
    private static let rule = """
        rule: renewals_are_loans
        description: { en: Some loans were not renewed., th: มีการยืมที่ไม่ได้ยืมต่อ }
        compare: { metrics: [loans, renewals], by: [branch.code], tolerance: 0 }
        every: year
        from: 2567
        severity: reject
        message: { en: Ask the desk., th: โปรดสอบถามเคาน์เตอร์ }
        """

    /// The library with a rule that its loans of 2024 break: two in the north, one renewed; one in the south, none.
    private func withLibrary(
        _ body: (_ directory: String, _ uptake: ([String]) throws -> ProgramOutcome) throws -> Void
    )
        throws
    {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                try replace(
                    "every: month, from: 2023-01", by: "every: year, from: 2023, due: 30 days",
                    in: "\(directory)/pipelines/loans.yaml")
                try replace("requires: nothing\n", by: "", in: "\(directory)/reports/loans.yaml")
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/warehouse/rules", withIntermediateDirectories: true)
                try Self.rule.write(
                    toFile: "\(directory)/warehouse/rules/renewals_are_loans.yaml", atomically: true, encoding: .utf8)
                try body(directory) {
                    try runUptake($0 + ["--project", directory, "--database", database], in: directory)
                }
            }
        }
    }

    private func replace(_ old: String, by new: String, in file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try #require(text.contains(old))
        try text.replacing(old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test("keeps a report waiting while a rule is broken, says where and what to do, and lets it go once it holds")
    func waits() throws {
        try withLibrary { directory, uptake in
            let run = try uptake(["run", "--quiet"])
            #expect(run.status == 65)
            #expect(
                run.standardError.contains(
                    "rule renewals_are_loans (reject): broken in 1 of 1 periods, in 2024, 2 findings; reports that need these periods wait. `uptake rules renewals_are_loans` lists them"
                ), "\(run.standardError)")

            let report = try uptake(["report", "loans", "--period", "2024"])
            #expect(report.status == 65)
            #expect(
                report.standardError.contains("(rule renewals_are_loans is broken in 2024, 2 findings)"),
                "\(report.standardError)")
            #expect(try uptake(["metric", "loans", "--period", "2024"]).standardOutput.contains("[p]"))

            let details = try uptake(["rules", "renewals_are_loans"])
            #expect(details.status == 0)
            #expect(
                details.standardOutput == """
                    renewals_are_loans (comparison, reject): compare: loans, renewals, by: [branch.code]
                      Some loans were not renewed.
                      Ask the desk.
                      มีการยืมที่ไม่ได้ยืมต่อ
                      โปรดสอบถามเคาน์เตอร์
                    0 periods hold.
                    2024: 2 of 2 figures differ; in all loans 3, renewals 1
                      where  loans  renewals
                      n          2         1
                      s          1         0

                    """)
            let thai = try uptake(["rules", "renewals_are_loans", "--language", "th"]).standardOutput
            #expect(!thai.contains("Ask") && thai.contains("โปรดสอบถามเคาน์เตอร์"))
            #expect(try uptake(["rules", "renewals_are_loan"]).status == 64)
            #expect(try uptake(["rules", "--period", "2024"]).status == 64)

            try replace(
                "tolerance: 0", by: "tolerance: 100%", in: "\(directory)/warehouse/rules/renewals_are_loans.yaml")
            #expect(try uptake(["run"]).status == 0)
            #expect(try uptake(["report", "loans", "--period", "2024"]).status == 0)
        }
    }

    @Test("asks for a migration where the warehouse has no place for rules")
    func asksForMigration() throws {
        try withLibrary { _, uptake in
            for command in ["status", "rules"] {
                let outcome = try uptake([command])
                #expect(outcome.status == 64)
                #expect(outcome.standardError.contains("Run `uptake migrate` first"), "\(outcome.standardError)")
            }
            #expect(try uptake(["migrate"]).status == 0)
            #expect(try uptake(["status"]).status == 0)
        }
    }

    @Test("tells programs how rules stand, what is late, and what was not published")
    func tellsPrograms() throws {
        try withLibrary { directory, uptake in
            let run = try uptake(["run", "--json"])
            #expect(run.status == 65)
            let told = try #require(
                try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: [[String: Any]]])
            #expect(told["deliveries"]?.map { $0["state"] as? String } == ["published"])
            #expect(told["rules"]?.map { $0["rule"] as? String } == ["renewals_are_loans"])
            #expect(told["rules"]?.map { $0["broken"] as? Int } == [1])
            try "no;day\n1;1.1.2025\n".write(
                toFile: "\(directory)/deliveries/short.csv", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: "\(directory)/deliveries/short.csv")
            #expect(try uptake(["run"]).status == 65)

            let status = try uptake(["status"])
            #expect(status.status == 0)
            // The year 2025 was due by 30 January 2026.
            #expect(status.standardOutput.contains("\nloans: late since 2026-01-31: 2025"), "\(status.standardOutput)")
            #expect(
                status.standardOutput.contains(
                    "\nloans: the last delivery of deliveries/short.csv (2) is refused since "),
                "\(status.standardOutput)")
            #expect(status.standardOutput.contains("\nrule renewals_are_loans (reject): broken"))

            let json = try uptake(["status", "--json"]).standardOutput
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let overdue = try #require(object["overdue"] as? [[String: Any]])
            #expect((overdue.first?["late"] as? [String])?.first == "2025")
            #expect(overdue.first?["lateSince"] as? String == "2026-01-31")
            let unpublished = try #require(object["unpublished"] as? [[String: Any]])
            #expect(unpublished.map { $0["state"] as? String } == ["refused"])
            #expect((object["rules"] as? [[String: Any]])?.first?["broken"] as? Int == 1)
            #expect((object["pipelines"] as? [[String: Any]])?.count == 1)

            let rule = try uptake(["rules", "renewals_are_loans", "--period", "2567", "--json"]).standardOutput
            let details = try #require(try JSONSerialization.jsonObject(with: Data(rule.utf8)) as? [String: Any])
            #expect((details["findings"] as? [[String: Any]])?.map { $0["members"] as? String } == ["n", "s"])
            #expect(details["action_th"] as? String == "โปรดสอบถามเคาน์เตอร์")

            // What is taken back is judged at once: of no data there is nothing to say.
            #expect(try uptake(["rollback", "1"]).status == 0)
            let rules = try uptake(["rules", "--json"]).standardOutput
            let list = try #require(try JSONSerialization.jsonObject(with: Data(rules.utf8)) as? [[String: Any]])
            #expect(list.map { $0["broken"] as? Int } == [0])
            let idle =
                "rule renewals_are_loans (reject): has judged nothing, since nothing of its facts is published from 2567 on"
            for command in ["rules", "status"] {
                let outcome = try uptake([command])
                #expect(outcome.standardOutput.contains("\n\(idle)"), "\(outcome.standardOutput)")
            }
        }
    }
}
