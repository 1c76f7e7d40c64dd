import Foundation
import TestSupport
import Testing

/// What of a report was known otherwise before, as somebody asks for it on the command line.
@Suite struct DiffCommandTests {
    private struct Trial {
        let directory: String
        let uptake: ([String]) throws -> ProgramOutcome

        func load() throws -> String {
            let run = try uptake(["run", "--quiet", "--accept"])
            try #require(run.status == 0, "\(run.standardError)")
            // Moments of the database have microseconds; those that are typed here have seconds.
            Thread.sleep(forTimeInterval: 1.1)
            let now = Date().formatted(.iso8601)
            Thread.sleep(forTimeInterval: 1.1)
            return now
        }

        func edit(_ part: String, _ replacement: String) throws {
            let file = "\(directory)/deliveries/loans.csv"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try #require(text.contains(part))
            try Data(text.replacing(part, with: replacement).utf8).write(to: URL(fileURLWithPath: file))
        }

        func diff(_ arguments: String...) throws -> String {
            let outcome = try uptake(["diff", "loans", "--period", "2024"] + arguments)
            try #require(outcome.status == 0, "\(outcome.standardError)")
            return outcome.standardOutput
        }
    }

    private func withLibrary(_ body: (Trial) throws -> Void) throws {
        try EndToEndTests.withLibrary(isLoaded: false) { directory, uptake in
            try body(Trial(directory: directory, uptake: uptake))
        }
    }

    @Test("lists the figures that changed, by how much, and the deliveries that gave them other rows")
    func listsChanges() throws {
        try withLibrary { trial in
            let before = try trial.load()
            #expect(try trial.diff("--between", "\(before),now") == "loans 2024: all 9 figures are the same.\n")
            // Of the two loans of the north in 2024 one was renewed (50 %), of the one of 2023 that one (100 %).
            try trial.edit("4;1.3.2024;n;yes;28", "4;1.3.2024;n;no;28")
            let after = try trial.load()
            #expect(
                try trial.diff("--between", "\(before),\(after)", "--format", "csv").split(separator: "\n").map(
                    String.init)
                    == [
                        "sheet,row,row.key,column,metric,period,before,after,change,deliveries",
                        #"Loans by branch,"North, ""old"" wing",n,Share renewed (%),renewal_rate,2024,50.0 [p],0.0 [p],-50.0,1 2"#,
                        #"Loans by branch,"North, ""old"" wing",n,Change (percentage points),renewal_rate_change,2024,-50.0 [p],-100.0 [p],-50.0,1 2"#,
                        "Loans by branch,Total,,Share renewed (%),renewal_rate,2024,33.3 [p],0.0 [p],-33.3,1 2",
                        "Loans by branch,Total,,Change (percentage points),renewal_rate_change,2024,-16.7 [p],-50.0 [p],-33.3,1 2",
                    ])
            // The file has three good rows of 2024, of which two are the north's; all come by another delivery now.
            let table = try trial.diff("--between", "\(before),now")
            #expect(table.contains("4 of 9 figures changed"))
            #expect(table.contains("1 (2 → 0), 2 (0 → 2)"))
            #expect(table.contains("1 (3 → 0), 2 (0 → 3)"))
            #expect(table.contains("deliveries/loans.csv"))
            // Backwards, the other way round.
            let back = try trial.diff("--between", "now,\(before)", "--json")
            #expect(back.contains("\"before\" : \"0.0 [p]\""))
            #expect(back.contains("\"change\" : \"50.0\""))
        }
    }

    @Test("shows what is left of a member whose rows have gone")
    func memberWithoutRows() throws {
        try withLibrary { trial in
            let before = try trial.load()
            try trial.edit("5;2.3.2024;s;no;7\n6", "5;2.3.2025;s;no;7\n6")
            try trial.edit("8;4.3.2024;s;perhaps;7\n5;2.3.2024;s;no;7\n", "")
            _ = try trial.load()
            let lines = try trial.diff("--between", "\(before),now", "--format", "csv").split(separator: "\n")
            // Its loan of December 2023 is the base of the change.
            #expect(
                lines.filter { $0.contains(",South 100%,") } == [
                    "Loans by branch,South 100%,s,Loans,loans,2024,1 [p],0 [p],-1,1",
                    "Loans by branch,South 100%,s,Share renewed (%),renewal_rate,2024,0.0 [p],[z],,1",
                    "Loans by branch,South 100%,s,Change (percentage points),renewal_rate_change,2024,0.0 [p],[z],,1 2",
                ])
        }
    }

    @Test("tells branches of one name apart by their keys, also where one of them is gone")
    func twins() throws {
        try withLibrary { trial in
            let branches = "\(trial.directory)/warehouse/reference/branch.csv"
            let text = try String(contentsOfFile: branches, encoding: .utf8)
            let twin = "m,\"North, \"\"old\"\" wing\",สาขาเหนือใหม่\n"
            try (text + twin).write(toFile: branches, atomically: true, encoding: .utf8)
            // In 2024 the old wing has the loans 3 and 4, the new one of its name the loan 5; then the old one has none at all.
            try trial.edit("5;2.3.2024;s;no;7\n6", "5;2.3.2024;m;no;7\n6")
            let before = try trial.load()
            for loan in ["1;1.1.2023;n", "3;29.2.2024;n;no", "4;1.3.2024;n"] {
                try trial.edit(loan, loan.replacing(";n", with: ";s", maxReplacements: 1))
            }
            _ = try trial.load()
            let lines = try trial.diff("--between", "\(before),now", "--format", "csv").split(separator: "\n")
            #expect(
                lines.filter { $0.contains(",Loans,") } == [
                    "Loans by branch,South 100%,s,Loans,loans,2024,0 [p],2 [p],2,2",
                    #"Loans by branch,"North, ""old"" wing",n,Loans,loans,2024,2 [p],,,1 2"#,
                ])
            struct Answer: Decodable {
                struct Figure: Decodable { let row, keys: [String]? }
                let changed: [Figure]
            }
            let json = try trial.diff("--between", "\(before),now", "--json")
            let changed = try JSONDecoder().decode(Answer.self, from: Data(json.utf8)).changed
            #expect(Set(changed.map { $0.keys ?? $0.row }) == [["s"], ["n"]])
        }
    }

    @Test("says what moments and reports are")
    func usage() throws {
        try withLibrary { trial in
            for (arguments, words) in [
                (["diff", "loans", "--between", "2024-01-01"], "name two moments"),
                (["diff", "loans", "--between", "yesterdayy,now"], "`yesterdayy` is not a moment"),
                (["diff", "loan", "--between", "now,now"], "Did you mean `loans`?"),
            ] {
                let outcome = try trial.uptake(arguments)
                #expect(outcome.status == 64)
                #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
            }
        }
    }
}
