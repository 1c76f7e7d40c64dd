import Foundation
import TestSupport
import Testing

/// `uptake rejects`, as somebody uses it who has rows to correct.
@Suite struct RejectsCommandTests {
    /// The library, loaded: five of its ten rows are refused.
    private struct Library {
        let directory: String
        let database: String

        func uptake(_ arguments: String...) throws -> ProgramOutcome {
            try runUptake(arguments + ["--project", directory, "--database", database], in: directory)
        }
    }

    private func withLibrary(_ body: (Library) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            try withTemporaryDatabase { database in
                let library = Library(directory: "\(directory)/library", database: database)
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: library.directory)
                let run = try library.uptake("run")
                try #require(run.status == 0, "\(run.standardError)")
                try body(library)
            }
        }
    }

    @Test("counts by file, class and rule, and says what to do in both languages or in one")
    func counts() throws {
        try withLibrary { library in
            let both = try library.uptake("rejects", "loans")
            #expect(both.status == 0)
            #expect(
                both.standardOutput.hasPrefix(
                    """
                    deliveries/loans.csv, delivery 1, published
                      1 × cast (reject), column day: lent: a day that exists, first on line 7
                        The day does not exist or is written in another form. Correct it at the sender.
                        ไม่มีวันที่นี้หรือเขียนคนละรูปแบบ โปรดให้ผู้ส่งแก้ไข
                      1 × lookup (reject), column branch:
                    """))
            let thai = try library.uptake("rejects", "loans", "--language", "th").standardOutput
            #expect(thai.contains("โปรดให้ผู้ส่งแก้ไข"))
            #expect(!thai.contains("Correct it at the sender"))
            let english = try library.uptake("rejects", "loans", "--language", "en").standardOutput
            #expect(!english.contains("โปรด"))
            #expect(english.contains("Correct it at the sender"))
            #expect(try library.uptake("rejects", "loans", "--language", "de").status == 64)
            #expect(try library.uptake("rejects", "loans", "--delivery", "99").status == 64)
            #expect(try library.uptake("rejects", "loans", "--delivery", "1").standardOutput == both.standardOutput)
        }
    }

    @Test("lists every row, for people and for programs")
    func lists() throws {
        try withLibrary { library in
            let lines = try library.uptake("rejects", "loans", "--rows").standardOutput.split(separator: "\n")
            try #require(lines.count == 6)
            #expect(
                lines[0].split(separator: /\s{2,}/) == [
                    "place", "byte", "column", "class", "severity", "rule", "value",
                ])
            #expect(
                lines[1].split(separator: /\s{2,}/) == [
                    "deliveries/loans.csv:7", "126", "day", "cast", "reject", "lent: a day that exists", "30.2.2024",
                ])
            let rows = try objects(try library.uptake("rejects", "loans", "--rows", "--json").standardOutput)
            #expect(rows.map { $0["line"] as? Int } == [7, 8, 9, 10, 11])
            let groups = try objects(try library.uptake("rejects", "loans", "--json").standardOutput)
            #expect(groups.map { $0["rows"] as? Int } == [1, 1, 1, 1, 1])
            #expect(groups[0]["action_th"] as? String == "ไม่มีวันที่นี้หรือเขียนคนละรูปแบบ โปรดให้ผู้ส่งแก้ไข")
            #expect(groups[0]["state"] as? String == "published")
        }
    }

    private func objects(_ json: String) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    }

    @Test("says of a refused delivery that not all of its rows are kept with their places")
    func tellsWhatIsNotKept() throws {
        try withLibrary { library in
            // As a refused delivery of very many bad rows stands in the ledger.
            _ = try queryDatabase(
                library.database,
                "update ledger.delivery set state = 'refused'; update ledger.reject_rule set rows = 150000 where rule_number = 0"
            )
            let text = try library.uptake("rejects", "loans", "--language", "en").standardOutput
            #expect(text.contains("150,000 × cast"))
            #expect(text.contains("All are counted; only the first 100,000 rows are kept with places."))
            _ = try queryDatabase(library.database, "update ledger.delivery set state = 'published'")
            #expect(try !library.uptake("rejects", "loans").standardOutput.contains("kept with places"))
        }
    }

    @Test("writes the rows out, says what to do with them, shows none of them, and loads them when they are corrected")
    func corrects() throws {
        try withLibrary { library in
            let written = try library.uptake("rejects", "loans", "--out", "fix.amend.csv")
            #expect(written.status == 0)
            #expect(
                written.standardOutput.contains(
                    "4 rows to correct are in fix.amend.csv.\nCorrect the rows, take out those that are not wanted, and put it into deliveries: the next `uptake run loans` merges them by number"
                ))
            #expect(!(written.standardOutput + written.standardError).contains("30.2.2024"))
            let file = "\(library.directory)/fix.amend.csv"
            #expect(
                try String(contentsOfFile: file, encoding: .utf8)
                    == "no;day;branch;renewed;days\n6;30.2.2024;s;no;7\n7;3.3.2024;x;no;7\n8;4.3.2024;s;perhaps;7\n3;29.2.2024;n;yes;15\n"
            )
            let again = try library.uptake("rejects", "loans", "--out", "fix.amend.csv")
            #expect(again.status == 73)
            #expect(again.standardError.contains("is not overwritten"))
            #expect(try library.uptake("rejects", "loans", "--out", "fix.csv").status == 64)
            #expect(try library.uptake("rejects", "loans", "--out", "nowhere/fix.amend.csv").status == 73)

            try "no;day;branch;renewed;days\n6;29.2.2024;s;no;7\n7;3.3.2024;n;no;7\n8;4.3.2024;s;no;7\n"
                .write(toFile: "\(library.directory)/deliveries/fix.amend.csv", atomically: true, encoding: .utf8)
            // What was written a moment ago may still be growing.
            Thread.sleep(forTimeInterval: 2.1)
            let run = try library.uptake("run", "loans")
            #expect(run.status == 0, "\(run.standardError)")
            #expect(try queryDatabase(library.database, "select count(*), sum(days) from star.loan") == "8|100")
            #expect(
                try library.uptake("rejects", "loans").standardOutput.hasPrefix(
                    "deliveries/loans.csv, delivery 1, published; delivery 2 has amended since"))

            try "no;day;branch;renewed;days\n".write(
                toFile: "\(library.directory)/deliveries/loans.csv", atomically: true, encoding: .utf8)
            let changed = try library.uptake("rejects", "loans", "--out", "other.amend.csv")
            #expect(changed.status == 65)
            #expect(changed.standardError.contains("deliveries/loans.csv: the file has changed"))
            #expect(!FileManager.default.fileExists(atPath: "\(library.directory)/other.amend.csv"))
        }
    }
}
