internal import CLibCSV

/// Splits CSV into fields by libcsv in strict mode, one physical line at a time.
///
/// Lenient mode joins and swallows rows, so it is never used. libcsv knows no positions: the caller feeds it whole
/// physical lines and so knows on which line, and at which byte, each row begins and ends.
@safe package struct CSVParser: ~Copyable {
    /// How the bytes of one call ended.
    package enum Outcome: Equatable {
        /// All bytes were taken; `isRowOpen` tells whether a row goes on after them.
        case read
        /// Strict mode refused a byte: a quote inside a plain field, or text after a closing quote.
        case broken
    }

    /// libcsv grows its field buffer by 128 bytes a time unless told otherwise.
    private static let blockBytes = 64 << 10
    /// A larger field buffer is given back once its giant field has been read.
    private static let keptBytes = 1 << 20

    private let parser: UnsafeMutablePointer<csv_parser>
    private let store: UnsafeMutablePointer<FieldStore>
    private let delimiter: UInt8

    package init(delimiter: UInt8, encoding: CharacterEncoding = .utf8) {
        unsafe parser = .allocate(capacity: 1)
        unsafe store = .allocate(capacity: 1)
        unsafe store.initialize(to: FieldStore(encoding))
        self.delimiter = delimiter
        start()
    }

    deinit {
        unsafe csv_free(parser)
        unsafe parser.deallocate()
        unsafe store.pointee.deallocate()
        unsafe store.deallocate()
    }

    private func start() {
        _ = unsafe csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
        unsafe csv_set_delim(parser, delimiter)
        unsafe csv_set_blk_size(parser, Self.blockBytes)
    }

    /// Takes the bytes of one physical line, its line end included.
    package mutating func parse(_ line: borrowing Span<UInt8>) -> Outcome {
        let taken = unsafe line.withUnsafeBytes { buffer in
            unsafe csv_parse(parser, buffer.baseAddress, buffer.count, fieldEnded, rowEnded, store)
        }
        return taken == line.count ? .read : .broken
    }

    /// Ends the text: a last row without a line end is finished, an open quote is broken.
    package mutating func finish() -> Outcome {
        unsafe csv_fini(parser, fieldEnded, rowEnded, store) == 0 ? .read : .broken
    }

    /// Begins anew after a broken row, whose fields are forgotten; finished rows stay.
    package mutating func recover() {
        unsafe csv_free(parser)
        start()
        unsafe store.pointee.dropOpenRow()
    }

    /// Whether a row has begun and not ended, such as one whose quoted field goes on in the next line.
    package var isRowOpen: Bool { unsafe parser.pointee.pstate != 0 }

    /// How many rows have ended since the last `clear`.
    package var rowCount: Int { unsafe store.pointee.rowCount }

    /// How many bytes the fields hold since the last `clear`.
    package var byteCount: Int { unsafe store.pointee.byteCount }

    /// How many fields the finished row has.
    package func fieldCount(ofRow row: Int) -> Int {
        unsafe Int(store.pointee.rowEnds[row]) - firstField(ofRow: row)
    }

    /// The number of the row's first field, counted from the last `clear`.
    package func firstField(ofRow row: Int) -> Int { unsafe row == 0 ? 0 : Int(store.pointee.rowEnds[row - 1]) }

    /// How many fields since the last `clear` are not text in the encoding.
    package var undecodableCount: Int { unsafe store.pointee.undecodableCount }

    /// The number of a field that is not text in the encoding, counted from the last `clear`.
    package func undecodableField(_ index: Int) -> Int { unsafe Int(store.pointee.undecodable[index]) }

    /// Lends all fields of the finished rows: the bytes, where each field ends in them, and the number of fields up to
    /// the end of each row.
    ///
    /// Every field is UTF-8, but those that are not text in the encoding, which are as they came.
    package func withRows<Result>(
        _ body: (
            _ bytes: borrowing Span<UInt8>, _ fieldEnds: borrowing Span<Int32>, _ rowEnds: borrowing Span<Int32>
        ) throws -> Result
    ) rethrows -> Result {
        let bytes = unsafe UnsafeBufferPointer(start: store.pointee.bytes, count: store.pointee.byteCount)
        let ends = unsafe UnsafeBufferPointer(start: store.pointee.fieldEnds, count: store.pointee.fieldCount)
        let rows = unsafe UnsafeBufferPointer(start: store.pointee.rowEnds, count: store.pointee.rowCount)
        return try unsafe body(bytes.span, ends.span, rows.span)
    }

    /// Forgets the finished rows.
    ///
    /// Only between rows: an open row would lose its first fields.
    package mutating func clear() {
        unsafe store.pointee.clear()
        guard unsafe !isRowOpen && csv_get_buffer_size(parser) > Self.keptBytes else { return }
        unsafe csv_free(parser)
        start()
    }
}

@inline(__always)
private func fieldEnded(_ bytes: UnsafeMutableRawPointer?, _ count: Int, _ store: UnsafeMutableRawPointer?) {
    unsafe store?.assumingMemoryBound(to: FieldStore.self).pointee.appendField(bytes, count)
}

@inline(__always)
private func rowEnded(_ terminator: Int32, _ store: UnsafeMutableRawPointer?) {
    unsafe store?.assumingMemoryBound(to: FieldStore.self).pointee.endRow()
}
