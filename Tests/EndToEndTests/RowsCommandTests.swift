import Foundation
import TestSupport
import Testing

/// From a figure to deliveries, files and lines, as somebody asks for them on the command line.
@Suite struct RowsCommandTests {
    @Test("leads to the lines that stand in the file")
    func lines() throws {
        try withLibrary { directory, uptake in
            let outcome = try uptake(["rows", "loans", "--period", "2024", "--lines", "--format", "csv"])
            #expect(outcome.status == 0, "\(outcome.standardError)")
            let rows = outcome.standardOutput.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let header = try #require(rows.first)
            #expect(
                header == [
                    "metric", "role", "period", "source", "line", "pipeline", "slice_period", "slice_part", "lent.date",
                    "branch.code", "number", "renewed", "days",
                ])
            #expect(rows.count == 4)
            for row in rows.dropFirst() {
                let file = try String(contentsOfFile: "\(directory)/\(row[3])", encoding: .utf8)
                let line = try #require(Int(row[4]))
                let text = file.split(separator: "\n", omittingEmptySubsequences: false)[line - 1]
                // number;day;branch;renewed;days
                let fields = text.split(separator: ";").map(String.init)
                #expect([fields[0], fields[2], fields[4]] == [row[10], row[9], row[12]], "\(text)")
            }
        }
    }

    @Test("names deliveries with their hashes, both sides of a rate and both periods of a change")
    func deliveries() throws {
        try withLibrary { directory, uptake in
            let file = "\(directory)/deliveries/loans.csv"
            let hash = try runProgram("sha256sum", [file]).standardOutput.prefix(64)
            let rate = try uptake(["rows", "renewal_rate", "--period", "2567", "--language", "en"])
            #expect(rate.status == 0, "\(rate.standardError)")
            let lines = rate.standardOutput.split(separator: "\n").map(String.init)
            #expect(
                lines.filter { $0.contains("from") } == [
                    "Renewals (renewals, numerator), 2024: 1 [p], from 1 row of loan in 1 delivery",
                    "Loans (loans, denominator), 2024: 3 [p], from 3 rows of loan in 1 delivery",
                ])
            #expect(lines.filter { $0.hasSuffix(hash) }.count == 2, "\(rate.standardOutput)")
            let change = try uptake(["rows", "renewal_rate_change", "--period", "2024", "--json"])
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(change.standardOutput.utf8)) as? [String: Any])
            let parts = try #require(document["parts"] as? [[String: Any]])
            #expect(parts.compactMap { $0["rows"] as? Int } == [1, 3, 1, 2])
            #expect(parts.compactMap { $0["period"] as? String } == ["2024", "2024", "2023", "2023"])
            let north = try uptake([
                "rows", "loans", "--period", "2024", "--where", "branch.name=North, \"old\" wing", "--lines",
                "--limit", "1",
            ])
            #expect(north.standardOutput.contains("from 2 rows of loan in 1 delivery"), "\(north.standardOutput)")
            #expect(north.standardOutput.contains("More rows: 1; --limit shows more of them."))
            let nobody = try uptake(["rows", "loans", "--period", "2024", "--where", "branch.code="])
            #expect(nobody.standardOutput.hasPrefix("Loans (loans), 2024: 0 [p], from 0 rows of loan in 0 deliveries"))
        }
    }

    @Test("tells what is wrong with a question, with the status of a usage error")
    func usage() throws {
        try withLibrary { _, uptake in
            for (arguments, message) in [
                (["loan", "--period", "2024"], "there is no metric `loan`; did you mean `loans`?"),
                (["loans", "--period", "24"], "`24` is not a period."),
                (["loans", "--period", "2024", "--where", "branch.cod=n"], "has no column `cod`"),
                (["loans", "--period", "2024", "--as-of", "then"], "`then` is not a moment."),
                (["loans", "--period", "2024", "--lines", "--limit", "0"], "Please show at least one row (--limit)."),
            ] {
                let outcome = try uptake(["rows"] + arguments)
                #expect(outcome.status == 64)
                #expect(outcome.standardError.contains(message), "\(outcome.standardError)")
            }
            let sql = try uptake(["rows", "loans", "--period", "2024", "--where", "branch.code=n'; --", "--sql"])
            #expect(sql.standardOutput.contains("d1.\"code\" = $3"), "\(sql.standardOutput)")
        }
    }
}
