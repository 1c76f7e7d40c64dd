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
    private var openRow: (line: Int32, offset: Int64)?

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
                        .badInput, source: source, line: 1, "the name of column \(index + 1) is not text in the declared encoding",
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
        while openRow != nil || (parser.byteCount < batchBytes && places.count < 50_000) {
            guard try lines.advance() else {
                more = false
                finish(&rejects)
                break
            }
            readLine(&rejects)
        }
        transfer(to: &batch, &rejects)
        return more
    }

    /// Feeds the current line to the parser and notes the places of the rows that end on it.
    private func readLine(_ rejects: inout [Reject]) {
        let start = openRow ?? (line: lines.number, offset: lines.offset)
        let end = lines.offset + lines.length
        func place() -> Reject.Place {
            Reject.Place(line: start.line, byteOffset: start.offset, byteLength: Int32(clamping: end - start.offset))
        }
        if lines.isTooLong || end - start.offset > maximumBytes {
            rejects.append(StructuralReject.tooLong(limit: maximumBytes).reject(at: place()))
            parser.recover()
            openRow = nil
            return
        }
        guard lines.withLine({ parser.parse($0) }) == .read else {
            rejects.append(StructuralReject.brokenQuotes.reject(at: place()))
            parser.recover()
            openRow = nil
            return
        }
        if parser.rowCount > places.count {
            while places.count < parser.rowCount { places.append(place()) }
            openRow = nil
        } else if openRow != nil || !isBlank() {
            openRow = start
        }
    }

    private func isBlank() -> Bool {
        lines.withLine { line in
            for index in line.indices {
                let byte = line[index]
                if byte != 0x20, byte != 0x09, byte != 0x0D, byte != 0x0A { return false }
            }
            return true
        }
    }

    private func finish(_ rejects: inout [Reject]) {
        guard let start = openRow else { return }
        let place = Reject.Place(
            line: start.line, byteOffset: start.offset,
            byteLength: Int32(clamping: lines.offset + lines.length - start.offset))
        if parser.finish() == .read, parser.rowCount > places.count {
            places.append(place)
        } else {
            rejects.append(StructuralReject.brokenQuotes.reject(at: place))
            parser.recover()
        }
        openRow = nil
    }

    /// Moves the finished rows into the batch, decoded; rows of the wrong width or encoding become rejects.
    private func transfer(to batch: inout RecordBatch, _ rejects: inout [Reject]) {
        let width = columns.count
        let fieldCounts = (0..<places.count).map { parser.fieldCount(ofRow: $0) }
        parser.withFields { bytes, ends in
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
                var bad: (column: Int, index: Int)?
                for column in 0..<width where bad == nil {
                    let index = field + column
                    let start = index == 0 ? 0 : Int(ends[index - 1])
                    if let position = decoder.append(bytes, start..<Int(ends[index]), to: &batch.bytes) {
                        bad = (column, position)
                    }
                    batch.ends.append(Int32(truncatingIfNeeded: batch.bytes.count))
                }
                if let bad {
                    batch.dropOpenRow()
                    rejects.append(
                        StructuralReject.encoding(
                            column: columns[bad.column], index: bad.column, byte: bytes[bad.index],
                            offset: offsetOfUndecodableByte(in: place)
                        ).reject(at: place))
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

    private static func restIsEmpty(_ ends: borrowing Span<Int32>, _ from: Int, _ to: Int) -> Bool {
        from > 0 && ends[to - 1] == ends[from - 1]
    }
}
