import Records
import Testing

@testable import Warehouse

/// Expected bytes follow the PostgreSQL manual, COPY, "Binary Format", and `numeric_recv` of numeric.c: the number of
/// groups of four digits, the weight of the first, the sign, the number of decimals, the groups.
@Suite struct CopyEncoderTests {
    @Test("begins with the signature, no flags and no extension, and ends with -1")
    func beginsAndEnds() {
        var encoder = CopyEncoder()
        encoder.begin()
        encoder.end()
        #expect(
            encoder.bytes == Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0, 0, 0, 0, 0] + [
                0xFF, 0xFF,
            ])
    }

    @Test("writes lineage and values as lengths and big-endian numbers, nothing for what is missing")
    func writesRows() {
        var columns = [ValueKind.integer32, .integer64, .boolean, .text, .date, .timestamp, .pseudonym, .text].map {
            TypedColumn($0)
        }
        columns[0].append(-2)
        columns[1].append(1 << 40)
        columns[2].append(1)
        columns[3].appendText(Array("ก".utf8).span)
        columns[4].append(-1)
        columns[5].append(1_000_000)
        columns[6].appendPseudonym(high: 0x0102_0304_0506_0708, low: 0xF1F2_F3F4_F5F6_F7F8)
        columns[7].appendMissing()
        var encoder = CopyEncoder()
        #expect(append(batch(columns, lines: [258]), slices: [1], version: 2, delivery: 3, to: &encoder) == 1)
        let expected: [[UInt8]] = [
            [0, 12], [0, 0, 0, 4, 0, 0, 0, 1], [0, 0, 0, 4, 0, 0, 0, 2], [0, 0, 0, 4, 0, 0, 0, 3],
            [0, 0, 0, 4, 0, 0, 1, 2],
            [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFE], [0, 0, 0, 8, 0, 0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1],
            [0, 0, 0, 3, 0xE0, 0xB8, 0x81], [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF],
            [0, 0, 0, 8, 0, 0, 0, 0, 0, 0x0F, 0x42, 0x40],
            [0, 0, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8],
            [0xFF, 0xFF, 0xFF, 0xFF],
        ]
        #expect(encoder.bytes == expected.flatMap { $0 })
    }

    @Test(
        "writes decimals in groups of four digits around the point",
        arguments: [
            (0, 2, [0, 0, 0, 2]), (1, 0, [1, 0, 0, 0, 1]), (-1, 0, [1, 0, 0x4000, 0, 1]), (1, 2, [1, -1, 0, 2, 100]),
            (1_234_567, 2, [3, 1, 0, 2, 1, 2345, 6700]), (99_999_999, 4, [2, 0, 0, 4, 9999, 9999]),
            (-5, 5, [2, -1, 0x4000, 5, 0, 5000]),
            (.max, 0, [5, 4, 0, 0, 922, 3372, 368, 5477, 5807]),
            (.min, 2, [6, 4, 0x4000, 2, 9, 2233, 7203, 6854, 7758, 800]),
        ] as [(Int64, Int, [Int16])])
    func writesDecimals(value: Int64, scale: Int, expected: [Int16]) {
        var column = TypedColumn(.decimal(scale: scale))
        column.append(value)
        var encoder = CopyEncoder()
        append(batch([column], lines: [0]), slices: [0], version: 0, delivery: 0, to: &encoder)
        let field = Array(encoder.bytes.dropFirst(2 + 4 * 8))
        #expect(Array(field.prefix(4)) == [0, 0, 0, UInt8(field.count - 4)])
        let words = stride(from: 4, to: field.count, by: 2).map {
            Int16(bitPattern: UInt16(field[$0]) << 8 | UInt16(field[$0 + 1]))
        }
        #expect(significant(words) == significant(expected))
    }

    @Test("writes the accepted rows only, each with its own slice and line")
    func writesAcceptedRows() {
        var column = TypedColumn(.integer32)
        for number in 1...3 { column.append(Int64(number)) }
        var encoder = CopyEncoder()
        let batch = batch([column], lines: [2, 3, 4], accepted: [true, false, true])
        #expect(append(batch, slices: [7, -1, 8], version: 1, delivery: 1, to: &encoder) == 2)
        #expect(encoder.bytes.count == 2 * (2 + 5 * 8))
        func integers(_ row: Int) -> [UInt8] {
            let start = row * 42 + 2
            return stride(from: start + 7, to: start + 40, by: 8).map { encoder.bytes[$0] }
        }
        #expect(integers(0) == [7, 1, 1, 2, 1])
        #expect(integers(1) == [8, 1, 1, 4, 3])
    }

    @Test("keeps back a row that shares slice and grain with an earlier one, and no other")
    func keepsRepetitionsBack() throws {
        let rows: [(slice: Int32, grain: [String?], other: Int64)] = [
            (1, ["ab", "c"], 5), (1, ["a", "bc"], 5), (2, ["ab", "c"], 5), (1, ["ab", nil], 5), (1, ["ab", ""], 5),
            (1, ["abcdefghij", "c"], 5), (1, ["abcdefghik", "c"], 5), (1, ["ab", "c"], 6),
        ]
        var columns = [TypedColumn(.text), TypedColumn(.text), TypedColumn(.integer64)]
        for row in rows {
            for (index, text) in row.grain.enumerated() {
                if let text { columns[index].appendText(Array(text.utf8).span) } else { columns[index].appendMissing() }
            }
            columns[2].append(row.other)
        }
        let lines = rows.indices.map { Int32($0 + 2) }
        var filter = RepeatFilter(bits: 20)
        var held = HeldRows()
        let batch = batch(columns, lines: lines)
        var accepted = rows.indices.map { Int32($0) }
        var hashes: [UInt64] = []
        let slices = rows.map(\.slice)
        GrainHash.append(batch, accepted.span, slices.span, [0, 1], to: &hashes)
        try held.keep(
            &accepted, of: batch, from: records(lines), hashes: hashes, filter: &filter, slices: slices, version: 1,
            delivery: 4)
        #expect(accepted == [0, 1, 2, 3, 4, 5, 6])
        var places = held.places
        let place = try places.next()
        #expect(place?.place.line == 9)
        #expect(place?.delivery == 4)
        #expect(try places.next() == nil)
        // A row of two texts and a number: 2 + 4 × 8 + (4 + 2) + (4 + 1) + (4 + 8) bytes.
        var bytes = 0
        try held.readRows { bytes += $0.count }
        #expect(bytes == 57)
    }

    @discardableResult
    private func append(
        _ batch: TypedBatch, slices: [Int32], version: Int32, delivery: Int32, to encoder: inout CopyEncoder
    ) -> Int {
        let rows = batch.accepted.indices.filter { batch.accepted[$0] }.map { Int32($0) }
        encoder.append(batch, rows: rows, slices: slices, version: version, delivery: delivery)
        return rows.count
    }

    private func batch(_ columns: [TypedColumn], lines: [Int32], accepted: [Bool]? = nil) -> TypedBatch {
        var batch = TypedBatch(kinds: columns.map(\.kind))
        batch.columns = columns
        batch.accepted = accepted ?? lines.map { _ in true }
        batch.lines = lines
        return batch
    }

    private func records(_ lines: [Int32]) -> RecordBatch {
        var batch = RecordBatch(width: 0)
        for line in lines { batch.endRow(line: line, offset: Int64(line) * 10, length: 10) }
        return batch
    }

    /// Leading groups of zeros say nothing: the server takes them out.
    private func significant(_ words: [Int16]) -> [Int16] {
        var words = words
        while words.count > 4, words[4] == 0 {
            words.remove(at: 4)
            words[0] -= 1
            words[1] -= 1
        }
        return words
    }
}
