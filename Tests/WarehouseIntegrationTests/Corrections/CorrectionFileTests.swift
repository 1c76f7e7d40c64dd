import Foundation
import Pipelines
import TestSupport
import Testing

/// The file of rows to correct: who can read it, what is in it, when it is not written.
@Suite struct CorrectionFileTests {
    private let bad = "2,2024-02-30,,7,,2"
    private let good = "1,2024-01-05,,7,,1"

    private func withRejects(_ body: (Trial) throws -> Void) throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales(good, bad), to: "in/sales.csv")
            try trial.run("sales")
            try body(trial)
        }
    }

    private func refusal(_ trial: Trial, of pipeline: String = "sales", to file: String) throws -> CorrectionError {
        try #require(throws: CorrectionError.self) { try writeCorrections(trial, of: pipeline, to: file) }
    }

    @Test("only its owner can read it, and nothing else is left beside it")
    func isPrivate() throws {
        try withRejects { trial in
            try writeCorrections(trial, of: "sales")
            var status = stat()
            #expect(stat(trial.directory + "/out/fix.amend.csv", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(status.st_nlink == 1)
            #expect(try names(trial) == ["fix.amend.csv"])
        }
    }

    @Test("never takes the place of a file, or of what a link points to")
    func overwritesNothing() throws {
        try withRejects { trial in
            try trial.write("mine", to: "out/fix.amend.csv")
            let error = try refusal(trial, to: "out/fix.amend.csv")
            #expect(error.kind == .cannotWrite)
            #expect(error.description.contains("is there already, and is not overwritten"))
            #expect(try text(trial) == "mine")
            try FileManager.default.createSymbolicLink(
                atPath: trial.directory + "/out/link.amend.csv", withDestinationPath: trial.directory + "/elsewhere")
            #expect(try refusal(trial, to: "out/link.amend.csv").kind == .cannotWrite)
            try trial.write("left", to: "out/other.amend.csv.part")
            #expect(try refusal(trial, to: "out/other.amend.csv").description.contains("remove it"))
            #expect(
                try names(trial) == ["fix.amend.csv", "link.amend.csv", "other.amend.csv.part"])
            #expect(!FileManager.default.fileExists(atPath: trial.directory + "/elsewhere"))
        }
    }

    @Test(
        "has a name that a run knows corrections by",
        arguments: ["fix.csv", "fix.amend.csv.gz", "amend.csv", ".amend.csv"])
    func hasItsName(name: String) throws {
        try withRejects { trial in
            let error = try refusal(trial, to: "out/" + name)
            #expect(error.kind == .request)
            #expect(error.description.contains("must end in .amend.csv"))
            #expect(try names(trial) == [])
        }
    }

    @Test("is not written where the next run would take it before it is corrected")
    func staysOutOfTheWay() throws {
        try withRejects { trial in
            let error = try refusal(trial, to: "in/sales-fix.amend.csv")
            #expect(error.description.contains("before they are corrected"))
            #expect(try names(trial, "in") == ["sales.csv", "shops.csv"])
            // A name that is not looked for is no danger there.
            try writeCorrections(trial, of: "sales", to: "in/fix.amend.csv")
        }
    }

    @Test("says where the corrected file is to be put, and what is in the way")
    func advises() throws {
        try withRejects { trial in
            let fitting = try writeCorrections(trial, of: "sales", to: "out/sales-fix.amend.csv")
            #expect(
                fitting.advice?.contains("and put it into in: the next `uptake run sales` merges them by number")
                    == true)
            let other = try writeCorrections(trial, of: "sales", to: "out/fix.amend.csv")
            #expect(
                other.advice?.contains(
                    "now that is `in/sales*.csv` (pipelines/sales.yaml:3:24), which `fix.amend.csv` does not match")
                    == true)
        }
    }

    @Test("is not written from a file that has changed or gone")
    func needsTheOriginal() throws {
        try withRejects { trial in
            try trial.write(sales(good, bad, good), to: "in/sales.csv")
            let changed = try writeCorrections(trial, of: "sales")
            #expect(changed.parts.map(\.source) == ["in/sales.csv"])
            #expect(changed.parts.first?.problem?.hasPrefix("the file has changed since delivery") == true)
            #expect(changed.advice == nil)
            #expect(try names(trial) == [])
            try trial.remove("in/sales.csv")
            let gone = try writeCorrections(trial, of: "sales")
            #expect(gone.parts.first?.problem?.hasSuffix("is gone; bring it back and repeat the command") == true)
            #expect(try names(trial) == [])
            try trial.write(sales(good, bad), to: "in/sales.csv")
            #expect(try writeCorrections(trial, of: "sales").rows == 1)
        }
    }

    @Test("has the rows of the files that are as they were, and tells of the others")
    func leavesOutChangedFiles() throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales(good, bad), to: "in/sales-a.csv")
            try trial.write(sales("3,2024-01-05,,8,,1", "4,2024-01-05,,8,,x"), to: "in/sales-b.csv")
            try trial.run("sales")
            try trial.write(sales(good), to: "in/sales-a.csv")
            let result = try writeCorrections(trial, of: "sales")
            #expect(result.parts.map(\.rows) == [0, 1])
            #expect(result.parts.map { $0.problem == nil } == [false, true])
            #expect(try text(trial) == sales("4,2024-01-05,,8,,x"))
        }
    }

    @Test("has the rows of several files with the same header, whatever ends their lines")
    func joinsFiles() throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales(good, bad), to: "in/sales-a.csv")
            try trial.write(
                "\u{FEFF}no,day,back,shop,id,amount\r\n3,2024-01-05,,8,,1\r\n4,2024-01-05,,8,,x", to: "in/sales-b.csv")
            try trial.run("sales")
            #expect(try writeCorrections(trial, of: "sales").rows == 2)
            #expect(try text(trial) == "no,day,back,shop,id,amount\n\(bad)\n4,2024-01-05,,8,,x\r\n")
        }
    }

    @Test("is not written from files with different headers, unless one is named")
    func keepsHeadersApart() throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales(good, bad), to: "in/sales-a.csv")
            try trial.write(
                "day,no,back,shop,id,amount\n2024-01-05,3,,8,,1\n2024-01-05,4,,8,,x\n", to: "in/sales-b.csv")
            try trial.run("sales")
            let error = try refusal(trial, to: "out/fix.amend.csv")
            #expect(error.kind == .badData)
            #expect(error.description.contains("in/sales-b.csv (delivery "))
            #expect(error.description.contains("in/sales-a.csv (delivery "))
            #expect(try names(trial) == [])
            let number = try #require(
                Int32(try trial.sql("select delivery_key from ledger.delivery where source = 'in/sales-b.csv'")))
            #expect(try writeCorrections(trial, of: "sales", delivery: number).rows == 1)
            #expect(try text(trial) == "day,no,back,shop,id,amount\n2024-01-05,4,,8,,x\n")
        }
    }

    @Test("has the rows of a compressed file, which may have been swept into the archive")
    func readsCompressedAndArchived() throws {
        var files = lenientShopProject(path: "in/sales*.csv*")
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing("path: \"in/sales*.csv*\"", with: "path: \"in/sales*.csv*\", archive: done")
        try Trial.with(files) { trial in
            try trial.remove("in/sales.csv")
            try trial.write("another", to: "done/sales.csv.gz")
            try trial.write(sales(good, bad), to: "in/sales.csv")
            #expect(try runProgram("gzip", [trial.directory + "/in/sales.csv"]).status == 0)
            #expect(try trial.load("sales").state == .published)
            #expect(try names(trial, "in") == ["shops.csv"])
            #expect(try names(trial, "done") == ["2-sales.csv.gz", "sales.csv.gz"])
            #expect(try writeCorrections(trial, of: "sales").rows == 1)
            #expect(try text(trial) == sales(bad))
        }
    }

    @Test("has no row of a delivery that was refused: its others are not loaded either")
    func leavesOutRefused() throws {
        var files = lenientShopProject()
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?.replacing("at_most: 100%", with: "at_most: 0")
        try Trial.with(files) { trial in
            try trial.write(sales(good, bad), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .refused)
            let result = try writeCorrections(trial, of: "sales")
            #expect(result.parts.first?.problem?.contains("none of its rows is loaded") == true)
            #expect(try names(trial) == [])
        }
    }

    @Test("has no row that later deliveries have replaced, unless its delivery is named")
    func leavesOutReplaced() throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales(good, bad), to: "in/sales-1.csv")
            try trial.run("sales")
            let number = try #require(
                Int32(try trial.sql("select delivery_key from ledger.delivery where source = 'in/sales-1.csv'")))
            try trial.write(sales(good, "2,2024-01-30,,7,,2"), to: "in/sales-2.csv")
            try trial.run("sales")
            let result = try writeCorrections(trial, of: "sales")
            #expect(result.parts.first?.problem?.contains("have replaced all of delivery \(number)") == true)
            #expect(try names(trial) == [])
            let named = try writeCorrections(trial, of: "sales", delivery: number)
            #expect(named.rows == 1)
            #expect(named.parts.first?.note?.contains("on top of theirs") == true)
        }
    }

    @Test("is not written when there is nothing to correct")
    func isNotEmpty() throws {
        try Trial.with(lenientShopProject()) { trial in
            try trial.write(sales(good, good), to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 2 read, 1 loaded, 0 rejected, 1 duplicate")
            let result = try writeCorrections(trial, of: "sales")
            #expect(result.parts.isEmpty)
            #expect(result.advice == nil)
            #expect(try names(trial) == [])
        }
    }

    @Test("is not written of what a database or a fixed-width file delivers")
    func needsCSV() throws {
        var files = lenientShopProject()
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?.replacing(
            "csv: { path: \"in/sales*.csv\" }", with: "postgres: { connection: till, query: select 1 }")
        try Trial.with(files) { trial in
            let error = try refusal(trial, to: "out/fix.amend.csv")
            #expect(error.kind == .request)
            #expect(error.description.contains("are corrected at the sender"))
        }
    }

    @Test("has every row to correct once, in the order of the file, however many they are")
    func writesMany() throws {
        try Trial.with(lenientShopProject()) { trial in
            var lines: [String] = []
            var expected: [String] = []
            for number in 0..<25_000 {
                // Two faults in one row are still one row.
                let line = number % 5 == 0 ? "\(number),2024-01-05,,7,,1" : "\(number),2024-02-30,,7,\"a\nb\",x"
                lines.append(line)
                if number % 5 != 0 { expected.append(line) }
            }
            let header = "no,day,back,shop,id,amount"
            try trial.write(([header] + lines).joined(separator: "\n") + "\n", to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            #expect(try writeCorrections(trial, of: "sales").rows == 20_000)
            #expect(try text(trial) == ([header] + expected).joined(separator: "\n") + "\n")
        }
    }
}
