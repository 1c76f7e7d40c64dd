internal import CSVParsing
internal import Definitions

/// The header of a CSV file, held against what the pipeline reads.
struct CSVHeader {
    /// A header may take several lines, because a quoted name may; but not as many as this.
    private static let maximumLines = 100
    /// However short the records must be.
    private static let maximumBytes = 1 << 20
    /// How many rows of titles a spreadsheet may have above its header to be recognised.
    private static let maximumTitles = 20

    let names: [String]
    let source: String

    init(names: [String], source: String) {
        self.names = names
        self.source = source
    }

    /// Reads the first record of a file and leaves an empty parser.
    init(_ lines: inout LineReader, _ parser: inout CSVParser, source: String) throws {
        while parser.rowCount == 0 {
            guard try lines.advance() else {
                _ = parser.finish()
                if parser.rowCount > 0 { break }
                throw ExtractionError(
                    .badInput, source: source, line: 1, "the file has no header line",
                    remedy: "deliver it with the names of its columns in the first line")
            }
            guard !lines.isTooLong, lines.offset + lines.length <= Int64(Self.maximumBytes),
                lines.number < Self.maximumLines, lines.withLine({ parser.parse($0) }) == .read
            else {
                throw ExtractionError(
                    .badInput, source: source, line: Int(lines.number), "the header line is not CSV",
                    remedy: "check its quotes and the declared delimiter")
            }
        }
        if parser.undecodableCount > 0 {
            throw ExtractionError(
                .badInput, source: source, line: 1,
                "the name of column \(parser.undecodableField(0) + 1) is not text in the declared encoding",
                remedy: "set `encoding:` in the pipeline to that of the file")
        }
        var names = parser.withRows { bytes, ends, _ in
            var start = 0
            return ends.indices.map { index in
                defer { start = Int(ends[index]) }
                return bytes.extracting(start..<Int(ends[index])).withUnsafeBufferPointer {
                    String(decoding: $0, as: UTF8.self)
                }
            }
        }
        // Excel writes empty columns behind the last one; they carry nothing.
        while names.last == "" { names.removeLast() }
        parser.clear()
        self.init(names: names, source: source)
    }

    /// Refuses a file whose header stands below titles, as spreadsheets have them.
    func checkTitles(
        required: [Located<String>], _ lines: inout LineReader, _ parser: inout CSVParser
    ) throws {
        guard !required.isEmpty, !required.contains(where: { names.contains($0.value) }) else { return }
        for titles in 1...Self.maximumTitles {
            let next: CSVHeader
            // What cannot be read as a header is none; the file is refused for what stands in its place.
            do { next = try CSVHeader(&lines, &parser, source: source) } catch { return }
            guard required.allSatisfy({ next.names.contains($0.value) }) else { continue }
            throw ExtractionError(
                .badInput, source: source, line: Int(lines.number),
                "\(titles) \(titles == 1 ? "row stands" : "rows stand") above the header, as in a spreadsheet",
                remedy: "take out what is above line \(lines.number), or ask for the file as the system wrote it")
        }
    }

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

    /// Names the columns that nobody reads, as the pipeline wants it.
    ///
    /// - Returns: what is worth saying once a delivery.
    func added(to required: [Located<String>], _ policy: AddedColumns) throws(ExtractionError) -> [String] {
        let known = Set(required.map(\.value))
        let added = names.enumerated().filter { !known.contains($0.element) }.map { index, name in
            name.isEmpty ? "\(index + 1), which has no name" : "`\(name)`"
        }
        switch policy {
        case .ignore: return []
        case .report: return added.map { "added column \($0)" }
        case .refuse:
            if added.isEmpty { return [] }
            throw ExtractionError(
                .badInput, source: source, line: 1,
                "this pipeline does not read column \(added.joined(separator: ", column "))",
                remedy: "read it, or set `added_columns: report` in the pipeline")
        }
    }
}
