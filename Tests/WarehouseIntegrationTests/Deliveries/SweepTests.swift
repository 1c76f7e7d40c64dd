import Foundation
import Synchronization
import Testing

@testable import Pipelines

/// The folder that published files are moved to.
@Suite struct SweepTests {
    private let archive = (part: "path: \"in/sales*.csv\"", replacement: "path: \"in/sales*.csv\", archive: done/sales")
    private let control = (
        part: "load: sale", replacement: "control: { file: \"{stem}.ok\", rows: N, required: false }\nload: sale"
    )

    private func names(_ trial: Trial, _ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: trial.directory + "/" + folder).sorted()
    }

    @Test("moves what is published with its control file, keeps the rest, and overwrites nothing")
    func moves() throws {
        try Trial.with(try salesProject(archive, control)) { trial in
            for (day, amount) in [(5, "1"), (6, "2"), (7, "3")] {
                try trial.write(sales("1,2024-01-0\(day),,7,,\(amount)"), to: "in/sales.csv")
                try trial.write("N\n1\n", to: "in/sales.ok")
                #expect(try trial.run("sales").map(\.state) == [.published])
            }
            try trial.write(sales("x,,,7,,1"), to: "in/sales-bad.csv")
            #expect(try trial.run("sales").map(\.state) == [.refused])
            #expect(try names(trial, "in") == ["sales-bad.csv", "shops.csv"])
            #expect(
                try names(trial, "done/sales")
                    == ["2-sales.csv", "2-sales.ok", "3-sales.csv", "3-sales.ok", "sales.csv", "sales.ok"])
            #expect(
                try String(contentsOfFile: trial.directory + "/done/sales/2-sales.csv", encoding: .utf8)
                    == sales("1,2024-01-06,,7,,2"))
            // What was left behind by a run that was killed before it swept is known, and swept.
            try trial.write(sales("1,2024-01-07,,7,,3"), to: "in/sales.csv")
            #expect(Set(try trial.run("sales").map(\.state)) == [.refused, .unchanged])
            #expect(try names(trial, "in") == ["sales-bad.csv", "shops.csv"])
            #expect(try names(trial, "done/sales").count == 7)
        }
    }

    @Test("a dry run moves nothing")
    func staysDry() throws {
        try Trial.with(try salesProject(archive)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales.csv")
            try trial.run("sales", dryRun: true)
            #expect(try names(trial, "in") == ["sales.csv", "shops.csv"])
        }
    }

    @Test("a file that has taken the place of the one that was read is not swept unread")
    func keepsNewcomers() throws {
        try Trial.with(try salesProject(archive)) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1"), to: "in/sales-a.csv")
            try trial.write(sales("1,2024-01-05,,8,,1"), to: "in/sales-b.csv")
            let isDone = Mutex(false)
            // While b is read a is finished; the sender already delivers its next file under the same name.
            let outcomes = try trial.run("sales", jobs: 1) { source, _ in
                guard source == "in/sales-b.csv",
                    isDone.withLock({
                        let was = $0; $0 = true; return !was
                    })
                else { return }
                #expect(throws: Never.self) { try trial.write(sales("1,2024-02-05,,7,,1"), to: "in/sales-a.csv") }
            }
            #expect(outcomes.map(\.state) == [.published, .published])
            #expect(try names(trial, "in") == ["sales-a.csv", "shops.csv"])
            #expect(states(try trial.run("sales")) == ["sales-a.csv published"])
            #expect(try trial.sales() == "7|1|01-05|1.00\n7|1|02-05|1.00\n8|1|01-05|1.00")
        }
    }
}
