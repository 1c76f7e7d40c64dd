internal import CSVParsing
internal import Records

/// The way of a CSV file's bytes into batches: lines into the parser, finished rows out of it.
///
/// A struct, so that a whole batch is read under one access to whoever owns it.
struct CSVReader: ~Copyable {
    private static let batchRows = 50_000
    /// A batch that a giant record blew up beyond this gives its memory back.
    private static let keptBytes = 8 << 20

    private let columns: [String]
    private let maximumBytes: Int
    private let decoder: FieldDecoder
    var lines: LineReader
    private var parser: CSVParser
    private(set) var trailer: CSVTrailer?
    /// The places of the rows that stand finished in the parser.
    private var places = RowPlaces()
    /// Where the row began that has not ended yet.
    private var openRow: Line?
    /// Why rows that stand finished in the parser are not text, in their order.
    private var undecodable: [(row: Int, problem: StructuralReject)] = []
    /// How many of the parser's undecodable fields belong to finished rows.
    private var undecodableSeen = 0
    /// The last record that was refused before it reached the parser's finished rows.
    private var lastRefused: Int64 = -1
    /// How many records there were, good or bad.
    private(set) var records = 0

    private struct Line {
        let number: Int32
        let offset: Int64
        let length: Int64

        var end: Int64 { offset + length }

        func place(to end: Int64) -> Reject.Place {
            Reject.Place(line: number, byteOffset: offset, byteLength: Int32(clamping: end - offset))
        }
    }

    /// - Parameter parser: has read the header, up to the current line, and is empty.
    init(
        columns: [String], lines: consuming LineReader, parser: consuming CSVParser, decoder: FieldDecoder,
        trailer: CSVTrailer?, maximumBytes: Int
    ) {
        self.columns = columns
        self.lines = lines
        self.parser = parser
        self.decoder = decoder
        self.trailer = trailer
        self.maximumBytes = maximumBytes
    }

    /// Fills an emptied batch.
    ///
    /// - Returns: false when there is nothing more.
    mutating func read(into batch: inout RecordBatch, _ rejects: inout [Reject]) throws -> Bool {
        if batch.bytes.capacity > Self.keptBytes { batch = RecordBatch(width: batch.width) }
        batch.removeAll()
        let refused = rejects.count
        var more = true
        // The parser can only be emptied between rows, so a batch goes on until an open row has ended.
        while more, openRow != nil || (parser.byteCount < batchBytes && places.count < Self.batchRows) {
            if try lines.advance() {
                readLine(&rejects)
            } else {
                more = finishText(&rejects)
            }
        }
        transfer(to: &batch, &rejects)
        if !more, let stray = trailer?.follow(by: lastRefused) { rejects.append(stray) }
        records += batch.rowCount + rejects.count - refused
        return more
    }

    /// Feeds the current line to the parser and notes the place of a row that ends on it.
    @inline(__always)
    private mutating func readLine(_ rejects: inout [Reject]) {
        let start = openRow ?? Line(number: lines.number, offset: lines.offset, length: lines.length)
        let end = lines.offset + lines.length
        if lines.isTooLong || end - start.offset > Int64(maximumBytes) {
            refuse(start, .tooLong(limit: maximumBytes), &rejects)
            return
        }
        let outcome = lines.withLine { parser.parse($0) }
        guard outcome == .read else {
            refuse(start, .brokenQuotes, &rejects)
            return
        }
        if parser.rowCount > places.count {
            endRow(start, at: end)
        } else if parser.isRowOpen {
            openRow = start
            lines.hold()
        }
    }

    /// Notes the place of the row that has just ended.
    @inline(__always)
    private mutating func endRow(_ start: Line, at end: Int64) {
        if parser.undecodableCount > undecodableSeen { explain(start) }
        places.append(line: start.number, offset: start.offset, length: Int32(clamping: end - start.offset))
        if openRow != nil {
            openRow = nil
            lines.release()
        }
    }

    /// Finds the byte of the row that is not text, while the row's own bytes are still at hand.
    ///
    /// Quotes and blanks that the parser took out shift what is behind them, so it is looked for in these.
    private mutating func explain(_ start: Line) {
        let row = places.count
        let column = parser.undecodableField(undecodableSeen) - parser.firstField(ofRow: row)
        undecodableSeen = parser.undecodableCount
        guard column < columns.count else { return }
        let problem = lines.withText(from: start.offset) { text in
            let index = decoder.firstUndecodable(text) ?? 0
            return StructuralReject.encoding(
                column: columns[column], index: column, byte: text[index], offset: start.offset + Int64(index))
        }
        undecodable.append((row, problem))
    }

    /// Ends the last row.
    ///
    /// - Returns: true when there are lines to be read again.
    private mutating func finishText(_ rejects: inout [Reject]) -> Bool {
        guard let start = openRow else { return false }
        if parser.finish() == .read, parser.rowCount > places.count {
            endRow(start, at: lines.offset)
            return false
        }
        return refuse(start, .brokenQuotes, &rejects)
    }

    /// Rejects the line on which a row began and goes on with the next one: a quote that is never closed takes no line
    /// with it but its own.
    ///
    /// - Returns: true when there are lines to be read again.
    @discardableResult
    private mutating func refuse(_ start: Line, _ problem: StructuralReject, _ rejects: inout [Reject]) -> Bool {
        rejects.append(problem.reject(at: start.place(to: start.end)))
        lastRefused = max(lastRefused, start.offset)
        parser.recover()
        openRow = nil
        guard start.number < lines.number else {
            lines.release()
            return false
        }
        lines.rewind(to: start.end, line: start.number + 1)
        return true
    }

    /// Moves the finished rows into the batch; rows of the wrong width or encoding become rejects.
    private mutating func transfer(to batch: inout RecordBatch, _ rejects: inout [Reject]) {
        let width = columns.count
        parser.withRows { bytes, fieldEnds, rowEnds in
            var run = RowRun(width: width)
            var field = 0
            var bad = 0
            for row in rowEnds.indices {
                let count = Int(rowEnds[row]) - field
                defer { field += count }
                let isBad = bad < undecodable.count && undecodable[bad].row == row
                defer { if isBad { bad += 1 } }
                if trailer != nil,
                    Self.divert(places[row], field..<field + count, bytes, fieldEnds, to: &trailer, &rejects)
                {
                    run.end(bytes, fieldEnds, places, into: &batch)
                    continue
                }
                if count == width, !isBad {
                    run.extend(row, field)
                    continue
                }
                run.end(bytes, fieldEnds, places, into: &batch)
                var problem = isBad ? undecodable[bad].problem : nil
                if count < width {
                    problem = .missingColumn(expected: width, found: count)
                } else if count > width, !Self.isEmpty(fieldEnds, field + width, field + count) {
                    problem = .extraColumn(expected: width, found: count)
                }
                if let problem {
                    rejects.append(problem.reject(at: places[row]))
                } else {
                    run.extend(row, field)
                    run.end(bytes, fieldEnds, places, into: &batch)
                }
            }
            run.end(bytes, fieldEnds, places, into: &batch)
        }
        parser.clear()
        places.removeAll()
        undecodable.removeAll(keepingCapacity: true)
        undecodableSeen = 0
    }

    /// Puts a record aside that begins as the trailer does; one that was put aside before it is a reject.
    private static func divert(
        _ place: Reject.Place, _ fields: Range<Int>, _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>,
        to trailer: inout CSVTrailer?, _ rejects: inout [Reject]
    ) -> Bool {
        if let stray = trailer?.follow(by: place.byteOffset) { rejects.append(stray) }
        func range(_ field: Int) -> Range<Int> { (field == 0 ? 0 : Int(ends[field - 1]))..<Int(ends[field]) }
        guard let first = fields.first, trailer?.matches(bytes.extracting(range(first))) == true else { return false }
        let texts = fields.map { field in
            bytes.extracting(range(field)).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        trailer?.putAside(texts, at: place)
        return true
    }

    private static func isEmpty(_ ends: borrowing Span<Int32>, _ from: Int, _ to: Int) -> Bool {
        from > 0 && ends[to - 1] == ends[from - 1]
    }
}
