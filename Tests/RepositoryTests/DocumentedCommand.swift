import Foundation

/// A call of `uptake` as it stands in a code block.
struct DocumentedCommand: Hashable, CustomStringConvertible {
    let words: [String]
    let flags: [String]

    var description: String { (["uptake"] + words + flags).joined(separator: " ") }

    /// Reads the calls in a Markdown text's code blocks.
    static func all(inMarkdown text: String) -> [DocumentedCommand] {
        var isCode = false
        var commands: [DocumentedCommand] = []
        for line in text.split(separator: "\n") {
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
                isCode.toggle()
            } else if isCode {
                commands += all(inLine: String(line))
            }
        }
        return commands
    }

    /// Reads the calls in one line, which may be parted by `;`, `|` or `&&` and end in a comment.
    static func all(inLine line: String) -> [DocumentedCommand] {
        let code = line.split(separator: /(?:^|\s)#/, maxSplits: 1, omittingEmptySubsequences: false)[0]
        return code.split(separator: /\s(?:;|\||&&)\s/).compactMap { DocumentedCommand(call: String($0)) }
    }

    /// Reads one call; nil when it is of something else.
    ///
    /// Before the program there may be a prompt, variables, its folder. What follows two spaces describes the call.
    private init?(call: String) {
        let pattern = /\s*(?:\$\s+)?(?:\w+=\S*\s+)*(?:\S*\/)?uptake(?:\s(.*))?/
        guard let match = call.wholeMatch(of: pattern) else { return nil }
        let arguments = (match.1 ?? "").split(separator: /\s{2,}/, maxSplits: 1).first ?? ""
        let plain = arguments.replacing(/[\[\]]/, with: " ")
        let parts = plain.split(separator: /\s+/).map(String.init)
        flags = parts.compactMap { $0.firstMatch(of: /^--[a-z][a-z-]*/).map { String($0.output) } }
        // Commands are lower case; what is in capitals or has other signs in it is an argument.
        words = parts.filter { $0.wholeMatch(of: /[a-z][a-z-]*/) != nil }
    }
}
