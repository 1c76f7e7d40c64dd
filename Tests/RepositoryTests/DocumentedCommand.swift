import Foundation

/// A call of `uptake` as it stands in a code block.
struct DocumentedCommand: Hashable, CustomStringConvertible {
    let words: [String]
    let flags: [String]

    var description: String { (["uptake"] + words + flags).joined(separator: " ") }

    /// Reads the calls in a Markdown text's code blocks: lines that begin with `uptake`, perhaps with its folder, `$`
    /// or variables before it.
    static func all(inMarkdown text: String) -> [DocumentedCommand] {
        var isCode = false
        var commands: [DocumentedCommand] = []
        for line in text.split(separator: "\n") {
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
                isCode.toggle()
            } else if isCode, let command = DocumentedCommand(line: String(line)) {
                commands.append(command)
            }
        }
        return commands
    }

    /// Reads one line; nil when it calls something else.
    ///
    /// What follows a pipe, a comment or `&&` is left out.
    init?(line: String) {
        let call = /\s*(?:\$\s+)?(?:\w+=\S*\s+)*(?:\S*\/)?uptake(?:\s+(.*))?/
        guard let match = line.wholeMatch(of: call) else { return nil }
        let arguments = (match.1 ?? "").split(separator: /\s(?:\||#|&&|>|—)/, maxSplits: 1).first ?? ""
        let plain = arguments.replacing(/[\[\]]/, with: " ")
        let parts = plain.split(separator: /\s+/).map(String.init)
        flags = parts.compactMap { $0.firstMatch(of: /^--[a-z][a-z-]*/).map { String($0.output) } }
        // Commands are lower case; what is in capitals or has other signs in it is an argument.
        words = parts.filter { $0.wholeMatch(of: /[a-z][a-z-]*/) != nil }
    }
}
