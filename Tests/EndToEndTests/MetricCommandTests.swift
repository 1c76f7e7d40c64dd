import Foundation
import TestSupport
import Testing

/// Declared numbers as somebody asks for them on the command line, in every form.
@Suite struct MetricCommandTests {
    /// In 2024 two of three loans of the old north wing renewed, one of two in the south, none of one of the new north
    /// wing, which has the same name; January to March of 2023 had four loans, December one.
    private static let loans = """
        no;day;branch;renewed;days
        1;5.1.2023;n;yes;10
        2;31.1.2023;s;no;20
        3;1.2.2023;n;no;14
        4;1.3.2023;n;yes;28
        5;2.12.2023;s;no;7
        6;1.1.2024;n;yes;7
        7;2.1.2024;n;no;7
        8;29.2.2024;s;yes;7
        9;28.2.2024;m;no;7
        10;1.3.2024;n;yes;7
        11;31.3.2024;s;no;7

        """
    private static let metrics = """

          - { name: fair_growth, type: change, of: loans, offset: 1 year, kind: relative_change, same_portion: true, decimals: 1, label: { en: Growth, th: การเติบโต } }
        """
    /// Of Wilson's intervals by SciPy, in percent with one decimal: 2 of 3, 0 of 1, 1 of 2, 3 of 6.
    private static let north = "\"North, \"\"old\"\" wing\""
    private static let rates = """
        branch.name,branch.name.key,renewal_rate,renewal_rate.marks,renewal_rate.numerator,renewal_rate.denominator,renewal_rate.n,\
        renewal_rate.low,renewal_rate.high,renewal_rate.target,renewal_rate.gap
        \(north),n,66.7,[p] [u],2,3,3,20.8,93.9,60.0,6.7
        \(north),m,0.0,[p] [u],0,1,1,0.0,79.3,60.0,-60.0
        South 100%,s,50.0,[p] [u],1,2,2,9.5,90.5,60.0,-10.0

        """

    private func withLibrary(
        _ body: (_ directory: String, _ metric: ([String]) throws -> ProgramOutcome) throws -> Void
    )
        throws
    {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                try Self.loans.write(
                    toFile: "\(directory)/deliveries/loans.csv", atomically: true, encoding: .utf8)
                let branches = "\(directory)/warehouse/reference/branch.csv"
                let text = try String(contentsOfFile: branches, encoding: .utf8)
                let twin = "m,\(Self.north),สาขาเหนือใหม่\n"
                try text.replacingOccurrences(of: "\ns,", with: "\n\(twin)s,")
                    .write(toFile: branches, atomically: true, encoding: .utf8)
                let file = "\(directory)/reports/metrics/loans.yaml"
                try (try String(contentsOfFile: file, encoding: .utf8) + Self.metrics)
                    .replacingOccurrences(
                        of: "    denominator: loans\n",
                        with: "    denominator: loans\n    interval: wilson\n    targets: { 2567: 60 }\n"
                    )
                    .write(toFile: file, atomically: true, encoding: .utf8)
                func uptake(_ arguments: [String]) throws -> ProgramOutcome {
                    try runUptake(arguments + ["--project", directory, "--database", database], in: directory)
                }
                let loaded = try uptake(["run"])
                try #require(loaded.status == 0, "\(loaded.standardError)")
                try body(directory) { try uptake(["metric"] + $0) }
            }
        }
    }

    @Test("writes every form with states, marks, both sides, n, interval and target, the same each time")
    func forms() throws {
        try withLibrary { directory, metric in
            let question = ["renewal_rate", "--by", "branch.name", "--period", "2567"]
            let csv = try metric(question + ["--format", "csv"])
            #expect(csv.standardOutput == Self.rates, "\(csv.standardError)")
            #expect(try metric(question + ["--format", "csv"]).standardOutput == csv.standardOutput)
            #expect(try metric(question + ["--format", "csv", "--bom"]).standardOutput == "\u{FEFF}" + Self.rates)

            let table = try metric(question).standardOutput
            for text in [
                "period 2024", "95 % interval", "66.7 % [p] [u]", "20.8 – 93.9", "-10.0", "Total",
                "50.0 % [p] [u]", "18.8 – 81.2", "[u] Low reliability: based on few cases",
            ] {
                #expect(table.contains(text), "\(text) in \(table)")
            }

            struct Answer: Decodable {
                struct Row: Decodable {
                    let level: Int
                    let members: [String: String?]
                    let keys: [String]?
                    let figures: [String: [String: Value]]
                }
                enum Value: Decodable, Equatable {
                    case text(String), number(Int)
                    init(from decoder: any Decoder) throws {
                        let single = try decoder.singleValueContainer()
                        if let number = try? single.decode(Int.self) {
                            self = .number(number)
                        } else {
                            self = .text(try single.decode(String.self))
                        }
                    }
                }
                let period: String
                let rows: [Row]
                let total: Row
            }
            let json = try metric(question + ["--json"]).standardOutput
            let answer = try JSONDecoder().decode(Answer.self, from: Data(json.utf8))
            #expect(answer.period == "2024" && answer.rows.map(\.level) == [1, 1, 1])
            // What tells the two north wings apart.
            #expect(answer.rows.map(\.keys) == [["n"], ["m"], ["s"]])
            #expect(
                answer.total.figures["renewal_rate"] == [
                    "value": .text("50.0"), "marks": .text("[p] [u]"), "numerator": .text("3"),
                    "denominator": .text("6"), "count": .number(6), "low": .text("18.8"), "high": .text("81.2"),
                    "base": .text("6"), "target": .text("60.0"), "gap": .text("-10.0"),
                ])

            let file = "\(directory)/answer.xlsx"
            let written = try metric(question + ["--format", "xlsx", "--out", "answer.xlsx"])
            #expect(written.standardOutput == "\(file)\n", "\(written.standardError)")
            let bytes = try Data(contentsOf: URL(filePath: file))
            _ = try metric(question + ["--format", "xlsx", "--out", file])
            #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
            let workbook = try Workbook.read(file)
            let formula = "Renewals ÷ Loans; 95 % interval: Wilson; [u] below 30 (n)"
            #expect(workbook.sheet("Definitions")?.rows.contains { $0.contains(.text(formula)) } == true)
            let sheet = try #require(workbook.sheet("Figure"))
            let rows = sheet.rows.filter { ["South 100%", "Total"].contains($0.first?.text ?? "") }
            // What tells the two north wings apart stands behind their names.
            let heading = try #require(sheet.rows.firstIndex { $0.first?.text == "Branch" })
            #expect(sheet.rows[heading...].map { $0[1].text } == ["Branch: key", "n", "m", "s", nil])
            // Rate, renewals, loans, n, interval, target, gap: shares are stored as fractions, points as points.
            let expected = [
                ["0.5", "1", "2", "2", "0.095", "0.905", "0.6", "-10"],
                ["0.5", "3", "6", "6", "0.188", "0.812", "0.6", "-10"],
            ]
            #expect(rows.map { $0.dropFirst(2).prefix(8).map { $0.number?.description } } == expected)
        }
    }

    @Test("adds subtotals, compares the same months, and stops at the last complete one")
    func periods() throws {
        try withLibrary { _, metric in
            let csv = try metric([
                "loans", "--by", "lent.quarter,branch.code", "--period", "2023", "--format", "csv", "--subtotals",
            ])
            #expect(
                csv.standardOutput == """
                    level,lent.quarter,branch.code,loans,loans.marks
                    2,1,n,3,[p]
                    2,1,s,1,[p]
                    1,1,,4,[p]
                    2,4,s,1,[p]
                    1,4,,1,[p]
                    0,,,5,[p]

                    """, "\(csv.standardError)")
            // Six loans against the four of the same three months, which are what its n are too.
            let growth = try metric(["fair_growth", "--period", "2024", "--format", "csv"])
            #expect(
                growth.standardOutput == """
                    fair_growth,fair_growth.marks,fair_growth.n,fair_growth.n_before,fair_growth.period
                    50.0,,6,4,2024-01..2024-03

                    """)
            // A rate's n is its denominator's; of the new north wing there was nothing the year before.
            let change = try metric([
                "renewal_rate_change", "--by", "branch.code", "--period", "2024", "--format", "csv", "--subtotals",
            ])
            #expect(
                change.standardOutput == """
                    level,branch.code,renewal_rate_change,renewal_rate_change.marks,renewal_rate_change.n,renewal_rate_change.n_before
                    1,n,0.0,[p] [u],3,3
                    1,m,[z],,1,0
                    1,s,50.0,[p] [u],2,2
                    0,,10.0,[p] [u],6,5

                    """, "\(change.standardError)")
            #expect(
                try metric(["fair_growth", "--period", "2567", "--language", "th"]).standardOutput
                    .contains("การเติบโต, 2567 (ม.ค.–มี.ค.)"))
            let toDate = try metric(["loans", "--period", "2567-YTD"])
            #expect(toDate.standardOutput.contains("period 2024 (Jan–Mar)"))
            #expect(!toDate.standardOutput.contains("[p]"))
            #expect(try metric(["loans", "--period", "2025-YTD"]).status == 64)
            #expect(try metric(["loans", "--period", "2024-13"]).status == 64)
            #expect(try metric(["loans", "--format", "xlsx"]).status == 64)
            #expect(
                try metric(["loans", "--format", "xlsx", "--out", "/proc/none/x.xlsx", "--period", "2024"]).status == 73
            )
        }
    }
}
