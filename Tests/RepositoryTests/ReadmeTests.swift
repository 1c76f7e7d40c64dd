import Foundation
import TestSupport
import Testing

@Suite struct ReadmeTests {
    @Test func everyCallInTheReadmeExists() throws {
        let help = ProgramHelp()
        let topCommands = try help.subcommands(of: [])
        try #require(!topCommands.isEmpty)
        let commands = DocumentedCommand.all(inMarkdown: try repositoryFile("README.md"))
        try #require(!commands.isEmpty, "README.md calls uptake in no code block")

        for command in commands {
            guard let start = command.words.firstIndex(where: topCommands.contains) else {
                #expect(command.words.isEmpty, "`\(command)`: there is no such command")
                continue
            }
            var path = [command.words[start]]
            for word in command.words[(start + 1)...] {
                guard try help.subcommands(of: path).contains(word) else { break }
                path.append(word)
            }
            let known = try help.flags(of: path).union(help.flags(of: []))
            for flag in command.flags {
                #expect(
                    known.contains(flag), "`\(command)`: uptake \(path.joined(separator: " ")) has no \(flag)"
                )
            }
        }
    }

    @Test func everyCommandIsInTheReadmesSectionOnCommands() throws {
        let readme = try repositoryFile("README.md")
        let heading = try #require(
            readme.firstMatch(of: /(?m)^## Commands$/), "README.md has no such section")
        let section = readme[heading.range.upperBound...].split(separator: "\n## ", maxSplits: 1)[0]
        for command in try ProgramHelp().subcommands(of: []) where command != "help" {
            #expect(
                try section.contains(Regex("uptake (?:--\\S+ \\S+ )*\(command)\\b")),
                "README.md's section on commands does not show `uptake \(command)`")
        }
    }

    @Test(
        "reads calls from lines of code",
        arguments: [
            ("uptake up", ["up"], []),
            (
                "$ .build/release/uptake run claims --dry-run # shows what would be", ["run", "claims"],
                ["--dry-run"]
            ),
            ("UPTAKE_DATABASE_URL=postgres:///x uptake server start", ["server", "start"], []),
            (
                "uptake metric METRIC… [--by ATTRIBUTE,…] --format=csv | less", ["metric"],
                ["--by", "--format"]
            ),
            ("uptake --project DIR check   every definition", ["check"], ["--project"]),
            ("0 6 * * *  cd /srv/uptake && bin/uptake schedule --once", ["schedule"], ["--once"]),
            ("ExecStart=/srv/uptake/bin/uptake run", ["run"], []),
        ])
    func readsCalls(line: String, words: [String], flags: [String]) throws {
        let commands = DocumentedCommand.all(inLine: line)
        try #require(commands.count == 1)
        #expect(commands[0].words == words)
        #expect(commands[0].flags == flags)
    }

    @Test(arguments: ["swift build", "cd uptake", "uptakes up", "# uptake up"])
    func leavesOtherLinesAlone(line: String) {
        #expect(DocumentedCommand.all(inLine: line).isEmpty)
    }
}
