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
        let encoder = encoded(columns, line: 258)
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
        let encoder = encoded([column], line: 0)
        let field = Array(encoder.bytes.dropFirst(2 + 4 * 8))
        #expect(Array(field.prefix(4)) == [0, 0, 0, UInt8(field.count - 4)])
        let words = stride(from: 4, to: field.count, by: 2).map {
            Int16(bitPattern: UInt16(field[$0]) << 8 | UInt16(field[$0 + 1]))
        }
        #expect(significant(words) == significant(expected))
    }

    @Test("writes the rows of every block in their order, each with its slice, and none that was rejected")
    func passesOverRejectedRows() {
        var batch = TypedBatch(kinds: [.integer32])
        for row in 0..<2000 {
            if row % 7 == 0 { batch.columns[0].appendMissing() } else { batch.columns[0].append(Int64(row)) }
        }
        batch.accepted = (0..<2000).map { $0 % 3 != 0 && !(600..<1200).contains($0) }
        batch.lines = (0..<2000).map { Int32($0 + 2) }
        var encoder = CopyEncoder()
        var hashes: [UInt64] = []
        encoder.append(
            batch, slices: (0..<2000).map { Int32($0 % 5) }, version: 8, delivery: 9, grain: [0], hashes: &hashes)
        func field(_ number: Int) -> [UInt8] {
            [0, 0, 0, 4] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }
        var expected: [UInt8] = []
        for row in 0..<2000 where batch.accepted[row] {
            expected += [0, 5] + field(row % 5) + field(8) + field(9) + field(row + 2)
            expected += row % 7 == 0 ? [0xFF, 0xFF, 0xFF, 0xFF] : field(row)
        }
        #expect(encoder.bytes == expected)
        #expect(hashes.count == batch.accepted.count { $0 })
    }

    @Test("copies texts of every length", arguments: 0...40)
    func copiesTexts(length: Int) {
        let text = Array("abcdefghijklmnopqrstuvwxyz0123456789ABCD".utf8.prefix(length))
        var columns = [TypedColumn(.text), TypedColumn(.boolean)]
        columns[0].appendText(text.span)
        columns[1].append(1)
        let row = encoded(columns, line: 0).bytes.dropFirst(2 + 4 * 8)
        #expect(Array(row) == [0, 0, 0, UInt8(length)] + text + [0, 0, 0, 1, 1])
    }

    /// One row of slice 1, version 2 and delivery 3.
    private func encoded(_ columns: [TypedColumn], line: Int32) -> CopyEncoder {
        var batch = TypedBatch(kinds: [])
        batch.columns = columns
        batch.accepted = [true]
        batch.lines = [line]
        var encoder = CopyEncoder()
        var hashes: [UInt64] = []
        encoder.append(batch, slices: [1], version: 2, delivery: 3, grain: [], hashes: &hashes)
        return encoder
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
