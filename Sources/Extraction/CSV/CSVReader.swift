internal import CSVParsing
internal import Definitions
internal import Records

/// Reads CSV physical line by physical line, so that every record's place in the file is known.
struct CSVReader: ~Copyable {
    private let path: String
    private let source: String
    private let maximumBytes: Int
    private let decoder: FieldDecoder
    private let trailerMarker: [UInt8]
    private let trailerDefinition: Trailer?
    private var lines: LineReader
    private var parser: CSVParser
    private var columns: [String] = []
    /// The places of the rows that stand finished in the parser.
    private var places: [Reject.Place] = []
    /// Where the row began that has not ended yet.
    private var openRow: Line?
    private var trailer: CSVTrailer?
    private var dataRecords = 0

    private struct Line {
        let number: Int32
        let offset: Int64
        let length: Int64

        var end: Int64 { offset + length }

        func place(to end: Int64) -> Reject.Place {
            Reject.Place(line: number, byteOffset: offset, byteLength: Int32(clamping: end - offset))
        }
    }

    init(_ definition: CSVSourceDefinition, path: String, source: String) throws {
        self.path = path
        self.source = source
        maximumBytes = definition.maximumRecordBytes
        let decoder = FieldDecoder(definition.encoding)
        self.decoder = decoder
        trailerDefinition = definition.trailer
        trailerMarker = definition.trailer.map { decoder.encode($0.marker) } ?? []
        lines = try LineReader(path: path, source: source, maximumBytes: definition.maximumRecordBytes)
        parser = CSVParser(delimiter: definition.delimiter)
    }

    /// Reads the names of the columns.
    mutating func readHeader() throws -> [String] {
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
        for index in 0..<parser.fieldCount(ofRow: 0) {
            var name: [UInt8] = []
            guard decode(index, into: &name) == nil else {
                throw ExtractionError(
                    .badInput, source: source, line: 1,
                    "the name of column \(index + 1) is not text in the declared encoding",
                    remedy: "set `encoding:` in the pipeline to that of the file")
            }
            names.append(String(decoding: name, as: UTF8.self))
        }
        // Excel writes empty columns behind the last one; they carry nothing.
        while names.last == "" { names.removeLast() }
        parser.clear()
        columns = names
        return names
    }

    mutating func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        batch.removeAll()
        var more = true
        // The parser can only be emptied between rows, so a batch goes on until an open row has ended.
        while more, openRow != nil || (parser.byteCount < batchBytes && places.count < 50_000) {
            if try lines.advance() {
                try readLine(&rejects)
            } else {
                more = try endLastRow(&rejects)
            }
        }
        transfer(to: &batch, &rejects)
        return more
    }

    /// Tells what was read; the file must have been read to its end.
    mutating func finish() throws -> SourceSummary {
        var summary = SourceSummary(sha256: try lines.finish())
        summary.dataRecords = dataRecords
        guard let definition = trailerDefinition else { return summary }
        guard let trailer else {
            throw ExtractionError(
                .badInput, source: source, line: Int(lines.number),
                "the file does not end with its trailer `\(definition.marker)`; it was cut off",
                remedy: "ask the sender for the whole file")
        }
        summary.stated = try trailer.totals(definition, source)
        return summary
    }

    /// Feeds the current line to the parser and notes the places of the rows that end on it.
    private mutating func readLine(_ rejects: inout [Reject]) throws {
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
    private mutating func endLastRow(_ rejects: inout [Reject]) throws -> Bool {
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
    private mutating func refuse(
        _ start: Line, _ problem: StructuralReject, _ rejects: inout [Reject]
    ) throws -> Bool {
        dataRecords += 1
        rejects.append(problem.reject(at: start.place(to: start.end)))
        parser.recover()
        openRow = nil
        guard start.number < lines.number else { return false }
        try lines.rewind(to: start.end, line: start.number + 1)
        return true
    }

    // MARK: From the parser into the batch

    /// Moves the finished rows into the batch, decoded; rows of the wrong width or encoding become rejects.
    private mutating func transfer(to batch: inout RecordBatch, _ rejects: inout [Reject]) {
        let rows = places.count
        var row = 0
        while row < rows {
            let end = endOfRun(from: row)
            if end > row {
                append(row..<end, to: &batch, &rejects)
                row = end
            } else {
                takeOddRow(row, to: &batch, &rejects)
                row += 1
            }
        }
        parser.clear()
        places.removeAll(keepingCapacity: true)
    }

    /// How far rows of the right width go on.
    private func endOfRun(from first: Int) -> Int {
        guard trailerDefinition == nil else { return first }
        let width = columns.count
        var row = first
        while row < places.count, parser.fieldCount(ofRow: row) == width { row += 1 }
        return row
    }

    /// Appends rows of the right width, all at once unless a byte among them is no text.
    private mutating func append(_ rows: Range<Int>, to batch: inout RecordBatch, _ rejects: inout [Reject]) {
        let width = columns.count
        let first = parser.firstField(ofRow: rows.lowerBound)
        let isClean = parser.withFields { bytes, ends in
            decoder.appendFields(bytes, ends, first..<first + rows.count * width, to: &batch)
        }
        guard isClean else {
            for row in rows { appendRow(row, to: &batch, &rejects) }
            return
        }
        dataRecords += rows.count
        for row in rows {
            let place = places[row]
            batch.endRow(line: place.line, offset: place.byteOffset, length: place.byteLength)
        }
    }

    /// Appends one row, or rejects it.
    private mutating func appendRow(_ row: Int, to batch: inout RecordBatch, _ rejects: inout [Reject]) {
        dataRecords += 1
        let first = parser.firstField(ofRow: row)
        for column in 0..<columns.count {
            if decode(first + column, into: &batch.bytes) != nil {
                batch.dropOpenRow()
                rejects.append(undecodable(column: column, at: places[row]).reject(at: places[row]))
                return
            }
            batch.ends.append(Int32(truncatingIfNeeded: batch.bytes.count))
        }
        batch.endRow(line: places[row].line, offset: places[row].byteOffset, length: places[row].byteLength)
    }

    private func decode(_ field: Int, into target: inout [UInt8]) -> Int? {
        parser.withFields { bytes, ends in
            let start = field == 0 ? 0 : Int(ends[field - 1])
            return decoder.append(bytes, start..<Int(ends[field]), to: &target)
        }
    }

    /// Takes a row that may be of another width, or the trailer.
    private mutating func takeOddRow(_ row: Int, to batch: inout RecordBatch, _ rejects: inout [Reject]) {
        if let definition = trailerDefinition {
            if let earlier = trailer {
                // What was taken for the trailer is not the last record.
                trailer = nil
                dataRecords += 1
                rejects.append(StructuralReject.strayTrailer(marker: definition.marker).reject(at: earlier.place))
            }
            if isTrailer(row) {
                trailer = CSVTrailer(place: places[row], fields: texts(ofRow: row))
                return
            }
        }
        let (width, count) = (columns.count, parser.fieldCount(ofRow: row))
        guard count >= width, count == width || restIsEmpty(row) else {
            dataRecords += 1
            let problem: StructuralReject =
                count < width
                ? .missingColumn(expected: width, found: count) : .extraColumn(expected: width, found: count)
            rejects.append(problem.reject(at: places[row]))
            return
        }
        appendRow(row, to: &batch, &rejects)
    }

    private func isTrailer(_ row: Int) -> Bool {
        let first = parser.firstField(ofRow: row)
        return parser.withFields { bytes, ends in
            let start = first == 0 ? 0 : Int(ends[first - 1])
            guard Int(ends[first]) - start == trailerMarker.count else { return false }
            for index in trailerMarker.indices where bytes[start + index] != trailerMarker[index] { return false }
            return true
        }
    }

    private func texts(ofRow row: Int) -> [String] {
        let first = parser.firstField(ofRow: row)
        return (0..<parser.fieldCount(ofRow: row)).map { field in
            var text: [UInt8] = []
            _ = decode(first + field, into: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Names the byte that means nothing.
    ///
    /// Quotes and blanks that the parser took out shift what is behind them, so it is looked for in the file.
    private func undecodable(column: Int, at place: Reject.Place) -> StructuralReject {
        var text: [UInt8] = []
        guard
            let bytes = readOriginal(
                path, source: source, at: place.byteOffset, count: Int(place.byteLength)),
            let index = decoder.append(bytes.span, bytes.indices, to: &text)
        else { return .encoding(column: columns[column], index: column, byte: nil, offset: place.byteOffset) }
        return .encoding(
            column: columns[column], index: column, byte: bytes[index], offset: place.byteOffset + Int64(index))
    }

    private func restIsEmpty(_ row: Int) -> Bool {
        let first = parser.firstField(ofRow: row)
        let (from, to) = (first + columns.count, first + parser.fieldCount(ofRow: row))
        return parser.withFields { _, ends in from > 0 && ends[to - 1] == ends[from - 1] }
    }
}

/// The last record of a file, which states totals.
struct CSVTrailer {
    let place: Reject.Place
    let fields: [String]

    func totals(_ definition: Trailer, _ source: String) throws(ExtractionError) -> [StatedTotal] {
        var totals: [StatedTotal] = []
        let wanted =
            [definition.rows.map { (String?.none, $0) }].compactMap { $0 }
            + definition.sums.map { (Optional($0.measure.value), $0.field) }
        for (measure, field) in wanted {
            guard field <= fields.count else {
                throw ExtractionError(
                    .badInput, source: source, line: Int(place.line),
                    "the trailer has \(fields.count) fields, and field \(field) is to state a total",
                    remedy: "ask the sender which form the trailer has")
            }
            totals.append(StatedTotal(measure: measure, text: fields[field - 1], line: place.line))
        }
        return totals
    }
}
