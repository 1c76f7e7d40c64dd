import Foundation
import TestSupport
import Testing

@Suite struct SourceFormTests {
    /// They belong to one agency's data, hence to YAML and CSV; an engine that knows them serves nobody else.
    static let domainWords: Set = ["claim", "benefit", "channel", "baht", "promptpay", "thaid", "wcf"]

    @Test func theEngineKnowsNoWordOfTheDomain() throws {
        let files = try repositoryFiles(under: "Sources").filter { !$0.hasSuffix(".md") }
        #expect(files.count > 0)
        for file in files {
            let lines = try repositoryFile(file).split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                let found = words(of: String(line)).intersection(Self.domainWords)
                if !found.isEmpty {
                    Issue.record("\(file):\(index + 1): \(found.sorted().joined(separator: ", "))")
                }
            }
        }
    }

    @Test(
        "finds words in prose and in names",
        arguments: [
            ("// Each Claim.", ["each", "claim"]),
            (
                "let claimCount = \"wcf_transaction\"",
                [
                    "let", "claim", "count",
                    "wcf", "transaction",
                ]
            ), ("claims, disclaimer", ["claim", "disclaimer"]),
        ])
    func findsWords(line: String, expected: [String]) {
        #expect(words(of: line) == Set(expected))
    }

    @Test func noFileIsTooLongToReadAtOnce() throws {
        for file in try repositoryFiles(under: "Sources") where file.hasSuffix(".swift") {
            let count =
                try repositoryFile(file).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(count <= 400, "\(file) has \(count) lines")
        }
    }

    @Test func noFileCrashesOnBadDataOrIsLeftUnfinished() throws {
        let crashes = ["try!", "fatalError(", "as! ", "TO" + "DO", "FIX" + "ME"]
        for file in try repositoryFiles(under: "Sources") where file.hasSuffix(".swift") {
            let lines = try repositoryFile(file).split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where crashes.contains(where: line.contains) {
                Issue.record("\(file):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))")
            }
        }
    }

    /// Splits a line into its words, those within names too, in lower case and without a plural's s.
    private func words(of line: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        func finish() {
            let isPlural = word.hasSuffix("s") && Self.domainWords.contains(String(word.dropLast()))
            if !word.isEmpty { words.insert(isPlural ? String(word.dropLast()) : word) }
            word = ""
        }
        var previousIsLowerCase = false
        for byte in line.utf8 {
            let isUpperCase = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            let isLowerCase = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            if !isUpperCase && !isLowerCase || isUpperCase && previousIsLowerCase { finish() }
            if isUpperCase || isLowerCase { word.append(Character(UnicodeScalar(byte | 0x20))) }
            previousIsLowerCase = isLowerCase
        }
        finish()
        return words
    }
}
