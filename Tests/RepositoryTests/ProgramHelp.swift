import Foundation
import TestSupport
import Testing

/// Reads what the built program says about its commands.
final class ProgramHelp {
    private var texts: [[String]: String] = [:]

    /// Returns the names under SUBCOMMANDS.
    func subcommands(of path: [String]) throws -> Set<String> {
        let lines = try text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("SUBCOMMANDS:") }) else { return [] }
        let names = lines[(start + 1)...].prefix { !$0.isEmpty }
            .compactMap { $0.firstMatch(of: /^  ([a-z][a-z-]*)/).map { String($0.1) } }
        return Set(names)
    }

    /// Returns the long flags that it takes.
    func flags(of path: [String]) throws -> Set<String> {
        Set(try text(of: path).matches(of: /--[a-z][a-z-]*/).map { String($0.output) })
    }

    private func text(of path: [String]) throws -> String {
        if let text = texts[path] { return text }
        try #require(
            FileManager.default.isExecutableFile(atPath: uptakeProgram),
            "\(uptakeProgram) is missing: swift build --product uptake")
        let outcome = try runUptake(path + ["--help"])
        try #require(
            outcome.status == 0, "uptake \(path.joined(separator: " ")) --help: \(outcome.standardError)")
        texts[path] = outcome.standardOutput
        return outcome.standardOutput
    }
}
