import Foundation
import TestSupport
import Testing

/// Workbooks and answers that cannot be written where they are asked for: exit status 73, and what stood there stays.
@Suite struct UnwritableOutputTests {
    private static let question = ["metric", "loans", "--by", "branch.name", "--period", "2024"]

    private func expect(_ outcome: ProgramOutcome, says texts: String...) {
        #expect(outcome.status == 73, "\(outcome.standardError)")
        for text in texts { #expect(outcome.standardError.contains(text), "\(outcome.standardError)") }
    }

    @Test("names the folder that is not there, or is no folder, and leaves what stood there")
    func places() throws {
        try withLibrary { directory, uptake in
            let metric = Self.question + ["--format", "xlsx", "--out"]
            expect(
                try uptake(metric + ["nowhere/answer.xlsx"]), says: "cannot write \(directory)/nowhere/answer.xlsx",
                "No such file or directory", "what stood there is as it was", "--out")
            expect(try uptake(metric + ["uptake.yaml/answer.xlsx"]), says: "Not a directory")
            expect(try uptake(["report", "loans", "--out", "\(directory)/uptake.yaml"]), says: "cannot write", "--out")
            // A folder stands where the second workbook, the Thai one, would: the first is written and stays.
            let place = "\(directory)/workbooks/loans-2024-th.xlsx"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            expect(
                try uptake(["report", "loans"]), says: "cannot write \(place)", "Is a directory",
                "workbooks that were written before it stay")
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/workbooks")
            #expect(files.sorted() == ["loans-2024-en.xlsx", "loans-2024-th.xlsx"])
        }
    }

    /// `ulimit -f` stands for a full disk: beyond so many blocks no byte is taken.
    @Test("keeps the old workbook when there is no room for the new one, and leaves no part of it")
    func room() throws {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let directory = "\(folder)/library"
                try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
                let place = ["--project", directory, "--database", database]
                try #require(try runUptake(["run"] + place, in: directory).status == 0)
                try #require(try runUptake(["report", "loans"] + place, in: directory).status == 0)
                let file = "\(directory)/workbooks/loans-2024-en.xlsx"
                let before = try Data(contentsOf: URL(filePath: file))
                let script = "trap '' XFSZ; ulimit -f 2; exec \"$@\""
                for words in [
                    ["report", "loans", "--language", "en"], Self.question + ["--format", "xlsx", "--out", file],
                ] {
                    let outcome = try runProgram(
                        "bash", ["-c", script, "bash", uptakeProgram] + words + place, in: directory)
                    expect(outcome, says: "cannot write \(file)", "what stood there is as it was")
                }
                #expect(try Data(contentsOf: URL(filePath: file)) == before)
                let names = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/workbooks")
                #expect(names.sorted() == ["loans-2024-en.xlsx", "loans-2024-th.xlsx"])
                let answer = try runProgram(
                    "bash",
                    ["-c", "\"$@\" > /dev/full", "bash", uptakeProgram] + Self.question + ["--format", "csv"] + place,
                    in: directory)
                expect(answer, says: "standard output", "No space left on device")
            }
        }
    }
}
