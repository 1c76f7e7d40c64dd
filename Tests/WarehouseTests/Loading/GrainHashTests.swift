import Records
import Testing
import Warehouse

@Suite struct GrainHashTests {
    @Test("is the same for the same slice and grain, whatever else the rows say")
    func isEqual() {
        let batch = batch([.text, .integer32, .pseudonym], [["a", 1, 2], ["a", 5, 2], ["a", 1, 2]])
        let hashes = hashes(batch, slices: [4, 4, 4], grain: [0, 2])
        #expect(hashes[0] == hashes[1])
        #expect(hashes[0] == hashes[2])
        #expect(
            self.hashes(batch, slices: [4, 4, 4], grain: [0, 1, 2])[0]
                != self.hashes(batch, slices: [4, 4, 4], grain: [0, 1, 2])[1])
    }

    @Test("tells slices, values, columns and missing values apart")
    func tellsApart() {
        let texts = batch(
            [.text, .text],
            [
                ["ab", "c"], ["a", "bc"], ["abc", ""], ["", "abc"], ["c", "ab"], [nil, "abc"], ["abc", nil],
                [nil, nil],
            ])
        var seen = Set(hashes(texts, slices: Array(repeating: 1, count: 8), grain: [0, 1]))
        #expect(seen.count == 8)
        seen.formUnion(hashes(texts, slices: Array(repeating: 2, count: 8), grain: [0, 1]))
        #expect(seen.count == 16)
        seen.formUnion(hashes(texts, slices: Array(repeating: 1, count: 8), grain: [1, 0]))
        // The other way round, all rows but the second say what one of them has said.
        #expect(seen.count == 17)
        let numbers = batch([.integer32, .integer64], [[1, 2], [2, 1], [0, 0], [nil, 0], [0, nil]])
        #expect(Set(hashes(numbers, slices: [1, 1, 1, 1, 1], grain: [0, 1])).count == 5)
    }

    @Test("tells pseudonyms apart by either half")
    func comparesBothHalves() {
        var batch = TypedBatch(kinds: [.pseudonym])
        for (high, low) in [(1, 1), (1, 2), (2, 1), (0, 0)] as [(UInt64, UInt64)] {
            batch.columns[0].appendPseudonym(high: high, low: low)
        }
        batch.columns[0].appendMissing()
        batch.accepted = Array(repeating: true, count: 5)
        batch.lines = [1, 2, 3, 4, 5]
        #expect(Set(hashes(batch, slices: [1, 1, 1, 1, 1], grain: [0])).count == 5)
    }

    @Test("spreads over all 64 bits, also for numbers in a row")
    func spreads() {
        let batch = batch([.integer32], (0..<4000).map { [$0] })
        let hashes = hashes(batch, slices: Array(repeating: 1, count: 4000), grain: [0])
        #expect(Set(hashes).count == 4000)
        for bit in 0..<64 as Range<UInt64> {
            // Six standard deviations of a fair coin on either side.
            #expect(abs(hashes.count { $0 >> bit & 1 == 1 } - 2000) < 190)
        }
    }

    private func hashes(_ batch: TypedBatch, slices: [Int32], grain: [Int]) -> [UInt64] {
        var hashes: [UInt64] = []
        let rows = batch.accepted.indices.map { Int32($0) }
        GrainHash.append(batch, rows.span, slices.span, grain, to: &hashes)
        return hashes
    }

    private func batch(_ kinds: [ValueKind], _ rows: [[Any?]]) -> TypedBatch {
        var batch = TypedBatch(kinds: kinds)
        for row in rows {
            for (column, value) in row.enumerated() {
                if let text = value as? String {
                    batch.columns[column].appendText(Array(text.utf8).span)
                } else if let number = value as? Int {
                    if kinds[column] == .pseudonym {
                        batch.columns[column].appendPseudonym(high: 0, low: UInt64(number))
                    } else {
                        batch.columns[column].append(Int64(number))
                    }
                } else {
                    batch.columns[column].appendMissing()
                }
            }
        }
        batch.accepted = Array(repeating: true, count: rows.count)
        batch.lines = (0..<rows.count).map { Int32($0) }
        return batch
    }
}
