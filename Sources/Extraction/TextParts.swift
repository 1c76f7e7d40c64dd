/// Hands out parts of a file's text, from front to back.
struct TextParts: ~Copyable {
    private var input: TextInput
    private let source: String
    private var buffer = [UInt8](repeating: 0, count: InputFile.blockBytes)
    /// The place of what stands in the buffer.
    private var present: Range<Int64> = 0..<0

    init(path: String, source: String) throws(ExtractionError) {
        input = try TextInput(path: path, source: source)
        self.source = source
    }

    /// Hands out what of a part has not been handed out or passed over yet, piece by piece.
    ///
    /// - Returns: the last byte, nil when there was none.
    mutating func copy(
        _ part: Range<Int64>, to body: (borrowing Span<UInt8>) throws -> Void
    ) throws -> UInt8? {
        var next = max(part.lowerBound, present.lowerBound)
        var last: UInt8?
        while next < part.upperBound {
            if next >= present.upperBound {
                try fill(from: next)
                continue
            }
            let end = min(part.upperBound, present.upperBound)
            let range = Int(next - present.lowerBound)..<Int(end - present.lowerBound)
            try body(buffer.span.extracting(range))
            last = buffer[range.upperBound - 1]
            next = end
        }
        return last
    }

    /// Reads on, at once up to `offset` where that is possible.
    private mutating func fill(from offset: Int64) throws {
        var start = present.upperBound
        if offset > start, try input.seek(to: offset) { start = offset }
        let count = try input.read(into: &buffer, from: 0)
        guard count > 0 else {
            throw ExtractionError(
                .changing, source: source, "the file ends at byte \(start), before a record that was read from it",
                remedy: "it is no longer the file that was read; run again")
        }
        present = start..<start + Int64(count)
    }
}
