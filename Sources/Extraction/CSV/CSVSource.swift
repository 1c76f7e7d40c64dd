internal import CSVParsing
package import Definitions
package import Records

/// Reads the records of a CSV file with a header line.
package final class CSVSource: RecordSource {
    package let columns: [String]
    private let path: String
    private let source: String
    private let maximumBytes: Int
    private let decoder: FieldDecoder
    private var lines: LineReader
    private var parser: CSVParser
    /// The places of the rows that stand finished in the parser.
    private var places: [Reject.Place] = []
    /// Where the row began that has not ended yet.
    private var openRow: Line?

    private struct Line {
        let number: Int32
        let offset: Int64
        let length: Int64

        var end: Int64 { offset + length }

        func place(to end: Int64) -> Reject.Place {
            Reject.Place(line: number, byteOffset: offset, byteLength: Int32(clamping: end - offset))
        }
    }

    /// Opens a file and reads its header.
    ///
    /// - Parameter required: the columns that must be there, each with the place that asks for it.
    package init(
        _ definition: CSVSourceDefinition, path: String, source: String, required: [Located<String>]
    ) throws {
        self.path = path
        self.source = source
        maximumBytes = definition.maximumRecordBytes
        decoder = FieldDecoder(definition.encoding)
        lines = try LineReader(path: path, source: source, maximumBytes: definition.maximumRecordBytes)
        parser = CSVParser(delimiter: definition.delimiter)
        columns = try Self.readHeader(&lines, &parser, decoder, source)
        try CSVHeader(names: columns, source: source).check(required: required)
    }

    private static func readHeader(
        _ lines: inout LineReader, _ parser: inout CSVParser, _ decoder: FieldDecoder, _ source: String
    ) throws -> [String] {
        while parser.rowCount == 0 {
            guard try lines.advance() else {
                _ = parser.finish()
                if parser.rowCount > 0 { break }
                throw ExtractionError(
                    .badInput, source: source, line: 1, "the file has no header line",
                    remedy: "deliver it with the names of its columns in the first line")
            }
            guard lines.withLine({ parser.parse($0) }) == .read, lines.number < 100 else {
                throw ExtractionError(
                    .badInput, source: source, line: Int(lines.number), "the header line is not CSV",
                    remedy: "check its quotes and the declared delimiter")
            }
        }
        var names: [String] = []
        var problem: ExtractionError?
        parser.withFields { bytes, ends in
            var start = 0
            for index in ends.indices {
                var name: [UInt8] = []
                if decoder.append(bytes, start..<Int(ends[index]), to: &name) != nil, problem == nil {
                    problem = ExtractionError(
                        .badInput, source: source, line: 1,
                        "the name of column \(index + 1) is not text in the declared encoding",
                        remedy: "set `encoding:` in the pipeline to that of the file")
                }
                names.append(String(decoding: name, as: UTF8.self))
                start = Int(ends[index])
            }
        }
        if let problem { throw problem }
        // Excel writes empty columns behind the last one; they carry nothing.
        while names.last == "" { names.removeLast() }
        parser.clear()
        return names
    }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        batch.removeAll()
        var more = true
        // The parser can only be emptied between rows, so a batch goes on until an open row has ended.
        while more, openRow != nil || (parser.byteCount < batchBytes && places.count < 50_000) {
            if try lines.advance() {
                try readLine(&rejects)
            } else {
                more = try finish(&rejects)
            }
        }
        try transfer(to: &batch, &rejects)
        return more
    }

    /// Feeds the current line to the parser and notes the places of the rows that end on it.
    private func readLine(_ rejects: inout [Reject]) throws {
        let line = Line(number: lines.number, offset: lines.offset, length: lines.length)
        var start = openRow ?? line
        if lines.isTooLong || line.end - start.offset > maximumBytes {
            try refuse(start, .tooLong(limit: maximumBytes), &rejects)
            return
        }
        let outcome = lines.withLine { parser.parse($0) }
        if parser.rowCount > places.count {
            while places.count < parser.rowCount { places.append(start.place(to: line.end)) }
            // A carriage return ends a row too; what follows it on the line belongs to the next one.
            start = line
        }
        switch outcome {
        case .read: openRow = parser.isRowOpen ? start : nil
        case .broken: try refuse(start, .brokenQuotes, &rejects)
        }
    }

    /// Ends the last row.
    ///
    /// - Returns: true when there are lines to be read again.
    private func finish(_ rejects: inout [Reject]) throws -> Bool {
        guard let start = openRow else { return false }
        openRow = nil
        if parser.finish() == .read, parser.rowCount > places.count {
            places.append(start.place(to: lines.offset))
            return false
        }
        return try refuse(start, .brokenQuotes, &rejects)
    }

    /// Rejects the line on which a row began and goes on with the next one: a quote that is never closed takes no line
    /// with it but its own.
    ///
    /// - Returns: true when there are lines to be read again.
    @discardableResult
    private func refuse(_ start: Line, _ problem: StructuralReject, _ rejects: inout [Reject]) throws -> Bool {
        rejects.append(problem.reject(at: start.place(to: start.end)))
        parser.recover()
        openRow = nil
        guard start.number < lines.number else { return false }
        try lines.rewind(to: start.end, line: start.number + 1)
        return true
    }

    /// Moves the finished rows into the batch, decoded; rows of the wrong width or encoding become rejects.
    private func transfer(to batch: inout RecordBatch, _ rejects: inout [Reject]) throws {
        let width = columns.count
        let fieldCounts = (0..<places.count).map { parser.fieldCount(ofRow: $0) }
        try parser.withFields { bytes, ends in
            var field = 0
            for (row, place) in places.enumerated() {
                let count = fieldCounts[row]
                defer { field += count }
                if count != width, count < width || !Self.restIsEmpty(ends, field + width, field + count) {
                    let problem: StructuralReject =
                        count < width
                        ? .missingColumn(expected: width, found: count) : .extraColumn(expected: width, found: count)
                    rejects.append(problem.reject(at: place))
                    continue
                }
                var bad: Int?
                for column in 0..<width where bad == nil {
                    let index = field + column
                    let start = index == 0 ? 0 : Int(ends[index - 1])
                    if decoder.append(bytes, start..<Int(ends[index]), to: &batch.bytes) != nil { bad = column }
                    batch.ends.append(Int32(truncatingIfNeeded: batch.bytes.count))
                }
                if let bad {
                    batch.dropOpenRow()
                    rejects.append(try undecodable(column: bad, at: place).reject(at: place))
                    continue
                }
                batch.endRow(line: place.line, offset: place.byteOffset, length: place.byteLength)
            }
        }
        parser.clear()
        places.removeAll(keepingCapacity: true)
    }

    /// Finds the byte in the file: quotes and stripped blanks have shifted it in the parsed fields.
    private func offsetOfUndecodableByte(in place: Reject.Place) -> Int64 {
        var decoded: [UInt8] = []
        guard let raw = readBytes(of: path, from: place.byteOffset, count: Int(place.byteLength)),
            let index = decoder.append(raw.span, 0..<raw.count, to: &decoded)
        else { return place.byteOffset }
        return place.byteOffset + Int64(index)
    }

    /// Names the byte that means nothing.
    ///
    /// Quotes and blanks that the parser took out shift what is behind them, so it is looked for in the file.
    private func undecodable(column: Int, at place: Reject.Place) throws -> StructuralReject {
        let bytes = try lines.bytes(at: place.byteOffset, count: Int(place.byteLength))
        var text: [UInt8] = []
        let index = decoder.append(bytes.span, bytes.indices, to: &text) ?? 0
        return .encoding(
            column: columns[column], index: column, byte: bytes[index], offset: place.byteOffset + Int64(index))
    }

    private static func restIsEmpty(_ ends: borrowing Span<Int32>, _ from: Int, _ to: Int) -> Bool {
        from > 0 && ends[to - 1] == ends[from - 1]
    }
}
