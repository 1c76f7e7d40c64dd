import Foundation
import TestSupport
import Testing

@testable import Pipelines

/// Files that arrive packed.
@Suite struct CompressedTests {
    private let change = (part: "in/sales*.csv", replacement: "in/sales*.csv*")

    /// The rows, and what was rejected with its place in the text.
    private func contents(_ trial: Trial) throws -> String {
        try trial.sql("select number, sold_key, amount, line from star.sale order by line") + "\n"
            + trial.sql("select line, byte_offset, byte_length, class, rule, detail from ledger.reject order by 1")
            .replacing(".csv.gz", with: ".csv")
    }

    @Test("a packed file gives the same rows and the same rejects as the plain one")
    func readsTheSame() throws {
        var text = sales()
        for number in 0..<30_000 {
            text +=
                number % 1000 == 999
                ? "\(number),2024-02-30,,7,,\"1\"\n"
                : "\(number % 29_000),2024-0\(number % 29_000 % 9 + 1)-05,,7,,\(number)\n"
        }
        var seen: [String] = []
        for isPacked in [false, true] {
            try Trial.with(try salesProject(change)) { trial in
                try trial.write(text, to: "in/sales.csv")
                if isPacked {
                    #expect(try runProgram("gzip", [trial.directory + "/in/sales.csv"]).status == 0)
                }
                let outcome = try trial.load("sales")
                #expect(outcome.state == .published)
                #expect(outcome.source == (isPacked ? "in/sales.csv.gz" : "in/sales.csv"))
                seen.append(counts(outcome) + "\n" + (try contents(trial)))
                #expect(try trial.load("sales").state == .unchanged)
            }
        }
        #expect(seen[0] == seen[1])
        #expect(seen[0].contains("|cast|"))
        #expect(seen[0].contains("|duplicate|"))
    }

    @Test(
        "refuses a packed file that is damaged, whatever of it could be read",
        arguments: ["cut", "bit", "text", "empty", "tail"])
    func refusesDamage(kind: String) throws {
        try Trial.with(try salesProject(change)) { trial in
            let rows = (0..<20_000).map { "\($0),2024-01-05,,7,,\($0 &* 7919 % 1000)\n" }.joined()
            try trial.write(sales() + rows, to: "in/sales.csv")
            try #require(try runProgram("gzip", [trial.directory + "/in/sales.csv"]).status == 0)
            var bytes = try Data(contentsOf: URL(filePath: trial.directory + "/in/sales.csv.gz"))
            switch kind {
            case "cut": bytes.removeLast(100)
            case "bit": bytes[bytes.count / 2] ^= 0x10
            case "text": bytes = Data(sales("1,2024-01-05,,7,,1").utf8)
            case "tail": bytes += Data("x".utf8)
            default: bytes = Data()
            }
            try trial.write(bytes, to: "in/sales.csv.gz")
            let before = try trial.checksums()
            let outcome = try trial.load("sales")
            #expect(outcome.state == .refused, "\(outcome)")
            #expect(outcome.reason?.contains("gzip") == true, "\(outcome.reason ?? "")")
            #expect(try trial.checksums() == before)
        }
    }
}
