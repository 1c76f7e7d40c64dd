import Foundation
import TestSupport
import Testing

/// Why a figure has moved, as somebody asks for it on the command line.
///
/// By hand from deliveries/loans.csv: in 2023 one loan in the north, renewed, and one in the south, not; in 2024 two in
/// the north, one of them renewed, and one in the south, not. So the share renewed fell from 1/2 to 1/3. Within the
/// north it fell from 1 to 1/2, at a weight of ½(1/2 + 2/3): -7/24; the north's share grew by 1/6, at ½(1 + 1/2): +1/8.
@Suite struct ExplainCommandTests {
    @Test("is told in a sentence and a table, in either language and by any form")
    func forms() throws {
        try withLibrary { _, uptake in
            let question = ["explain", "renewal_rate", "--period", "2567", "--by", "branch.name"]
            let table = try uptake(question)
            #expect(table.status == 0, "\(table.standardError)")
            let lines = table.standardOutput.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(
                lines.first?.hasPrefix(
                    "Share renewed fell by 16.7 points to 33.3 % [p] in 2024, from 50.0 % [p] in 2023; by branch, the members themselves changed it by -29.2, the mix between them by +12.5, members that came or went by 0.0; the largest contribution is North, \"old\" wing ("
                ) == true, "\(table.standardOutput)")
            let rows = lines.map { $0.split(separator: " ").map(String.init) }
            #expect(rows.contains(["change", "-16.7", "points"]))
            #expect(rows.contains(["within", "-29.2"]) && rows.contains(["mix", "+12.5"]))
            #expect(rows.contains(["Total", "-29.2", "+12.5", "0.0", "-16.7"]))

            let thai = try uptake(question + ["--language", "th"])
            #expect(
                thai.standardOutput.hasPrefix(
                    "สัดส่วนการยืมต่อลดลง 16.7 จุด เป็น 33.3 % [p] ในปี 2567 จาก 50.0 % [p] ในปี 2566"))

            // Mix is measured from the average rate of ½(1/2 + 1/3): the north has (3/4 − 5/12)/6, the south (0 − 5/12)/-6.
            let csv = try uptake(question + ["--format", "csv"])
            #expect(
                csv.standardOutput == """
                    level,branch.name,branch.name.key,numerator_2023,denominator_2023,numerator_2024,denominator_2024,within,mix,entry_exit,contribution
                    0,,,1,2,1,3,-29.166667,12.500000,0.000000,-16.666667
                    1,"North, ""old"" wing",n,1,1,1,2,-29.166667,5.555556,0.000000,-23.611111
                    1,South 100%,s,0,1,0,1,0.000000,6.944444,0.000000,6.944444

                    """)
            let json = try uptake(question + ["--json", "--top", "1", "--against", "2566"])
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any])
            #expect(document["change"] as? String == "-16.666667")
            #expect((document["members"] as? [Any])?.count == 2)
            let sql = try uptake(question + ["--sql"])
            #expect(sql.standardOutput.contains("group by 1, 2"), "\(sql.standardOutput)")
        }
    }

    @Test("keeps what has been restated since a figure was published on a line of its own")
    func restatement() throws {
        try withLibrary { directory, uptake in
            let published = ISO8601DateFormatter().string(from: Date.now.addingTimeInterval(1))
            Thread.sleep(forTimeInterval: 2)
            // A second loan in the south in 2023, not renewed: the share of that year falls from 1/2 to 1/3.
            let file = "\(directory)/deliveries/loans.csv"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try (text + "12;30.12.2023;s;no;3\n").write(toFile: file, atomically: true, encoding: .utf8)
            let run = try uptake(["run", "--quiet"])
            try #require(run.status == 0, "\(run.standardError)")

            let question = ["explain", "renewal_rate", "--period", "2024", "--by", "branch.code"]
            let now = try uptake(question + ["--against-as-of", published])
            #expect(now.status == 0, "\(now.standardError)")
            let rows = now.standardOutput.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(rows.contains(["2023", "33.3", "%", "[p]"]), "\(now.standardOutput)")
            #expect(rows.contains(["change", "0.0", "points"]))
            #expect(rows.contains(["2023", "as", "known", "at", published, "50.0", "%", "[p]"]))
            #expect(rows.contains(["restatement", "of", "2023", "-16.7"]))
            #expect(rows.contains(["change", "from", "the", "published", "figure", "-16.7"]))
            // As known then the share fell by 16.7 points; both years are what they are known as now, less the restatement.
            let then = try uptake(question + ["--as-of", published, "--json"])
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(then.standardOutput.utf8)) as? [String: Any])
            #expect(document["change"] as? String == "-16.666667")
            let since = try #require(document["since"] as? [String: Any])
            #expect(since["before_effect"] as? String == "-16.666667")
            #expect(since["after_effect"] as? String == "0.000000")
            #expect(since["change"] as? String == "0.000000")
        }
    }

    @Test("tells what is wrong with a question, with the status of a usage error")
    func usage() throws {
        try withLibrary { _, uptake in
            for (arguments, message) in [
                (
                    ["renewal_rat", "--period", "2024"],
                    "there is no metric `renewal_rat`; did you mean `renewal_rate`?"
                ),
                (["renewal_rate", "--period", "20x4"], "`20x4` is not a period."),
                (["renewal_rate", "--period", "2024", "--against", "x"], "`x` is not a period."),
                (["renewal_rate", "--period", "2024", "--language", "fr"], "Please choose --language th or en."),
                (["renewal_rate", "--period", "2024", "--where", "branch"], "`branch` is not a condition."),
                (["renewal_rate", "--period", "2024", "--by", "brunch.name"], "fact `loan` has no dimension `brunch`"),
                (["renewal_rate", "--period", "2024", "--as-of", "then"], "`then` is not a moment."),
                (
                    ["renewal_rate", "--period", "2024", "--against-as-of", "2024-13-01"],
                    "`2024-13-01` is not a moment."
                ),
                (["renewal_rate", "--period", "2024", "--top", "0"], "Please show at least one member (--top)."),
            ] {
                let outcome = try uptake(["explain"] + arguments)
                #expect(outcome.status == 64)
                #expect(outcome.standardError.contains(message), "\(outcome.standardError)")
            }
            let nothing = try uptake(["explain", "renewal_rate", "--period", "2021", "--by", "branch.name"])
            #expect(nothing.status == 0)
            #expect(nothing.standardOutput.contains("2021 has no value [x]: nothing of loan is published for it."))
        }
    }
}
