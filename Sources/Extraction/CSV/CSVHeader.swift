internal import Definitions

/// The header of a CSV file, held against what the pipeline reads.
struct CSVHeader {
    let names: [String]
    let source: String

    /// Refuses a header that lacks a column, or has one twice that is read.
    func check(required: [Located<String>]) throws(ExtractionError) {
        let missing = required.filter { !names.contains($0.value) }
        if !required.isEmpty, missing.count == required.count {
            throw ExtractionError(
                .badInput, source: source, line: 1,
                "none of the columns this pipeline reads is there; the header is \(names.joined(separator: ", "))",
                remedy: "this looks like the file of another feed, or like another delimiter or encoding")
        }
        if let first = missing.first {
            let nearest = nearestWord(
                to: first.value, among: names.filter { name in !required.contains { $0.value == name } })
            let list = missing.map { "`\($0.value)`" }.joined(separator: ", ")
            let hint = nearest.map { "if `\($0)` is `\(first.value)` renamed, change `from:` at \(first.location)" }
            throw ExtractionError(
                .badInput, source: source, line: 1, "the header lacks \(list)",
                remedy: hint ?? "ask the sender for it, or drop it at \(first.location)")
        }
        for column in required where names.filter({ $0 == column.value }).count > 1 {
            throw ExtractionError(
                .badInput, source: source, line: 1, "the header has `\(column.value)` twice",
                remedy: "ask the sender which one is meant")
        }
    }

    /// Judges the columns that nobody reads.
    ///
    /// - Returns: what there is to say of them.
    func added(to required: [Located<String>], _ policy: AddedColumns) throws(ExtractionError) -> [String] {
        let added = names.filter { name in !required.contains { $0.value == name } }
        guard !added.isEmpty, policy != .ignore else { return [] }
        let list = added.map { "`\($0)`" }.joined(separator: ", ")
        guard policy == .report else {
            throw ExtractionError(
                .badInput, source: source, line: 1, "the header has \(list), which the pipeline does not read",
                remedy: "read them, or set `added_columns: report` at the source")
        }
        return ["columns that nobody reads: \(list)"]
    }
}
