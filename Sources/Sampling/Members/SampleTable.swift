import Definitions
import Foundation

/// A small table of words that recipes draw rows from, read from a CSV file beside them.
struct SampleTable {
    let name: String
    let columns: [String]
    let rows: [[String]]

    func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

    /// Reads `{ csv: file }`, the path relative to the recipes.
    init?(name: String, _ node: YAMLNode, directory: String) {
        guard var mapping = node.mapping(name) else { return nil }
        let file = mapping.string("csv")
        mapping.rejectUnreadKeys()
        guard let file else { return nil }
        do {
            let text = try String(contentsOfFile: directory + "/" + file.value, encoding: .utf8)
            var lines = try Self.records(text)
            guard !lines.isEmpty else { throw MalformedTable(line: 1) }
            let header = lines.removeFirst()
            if let index = lines.firstIndex(where: { $0.count != header.count }) {
                throw MalformedTable(line: index + 2)
            }
            self.name = name
            columns = header
            rows = lines
        } catch let error as MalformedTable {
            node.collector.error(
                at: SourceLocation(file: directory + "/" + file.value, line: error.line, column: 1),
                "this is not a row of the table",
                remedy: "give every row as many fields as the header, quotes closed on the same line")
            return nil
        } catch {
            node.collector.error(
                at: file.location, "cannot read `\(file.value)`: \(error.localizedDescription)")
            return nil
        }
    }

    private struct MalformedTable: Error { let line: Int }

    private static func records(_ text: String) throws -> [[String]] {
        try text.split(whereSeparator: \.isNewline).enumerated().map { index, line in
            var fields = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == ",", !isQuoted {
                    fields.append("")
                } else {
                    fields[fields.count - 1].append(character)
                }
            }
            if isQuoted { throw MalformedTable(line: index + 1) }
            return fields
        }
    }
}
