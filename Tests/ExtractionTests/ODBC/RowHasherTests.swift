import Hashing
import Records
import Testing

@testable import Extraction

@Suite struct RowHasherTests {
    private func batch(_ rows: [[String]]) -> RecordBatch {
        var batch = RecordBatch(width: 2)
        for (index, row) in rows.enumerated() {
            for field in row {
                batch.bytes += field.utf8
                batch.ends.append(Int32(batch.bytes.count))
            }
            batch.endRow(line: Int32(index + 1), offset: 0, length: 0)
        }
        return batch
    }

    private func hash(_ batches: [[[String]]], faults: [Int32] = []) -> SHA256Digest {
        var hasher = RowHasher()
        for rows in batches { hasher.update(batch(rows)) }
        for fault in faults { hasher.update(fault: fault, "rule") }
        return hasher.finish()
    }

    @Test("gives the same whichever batches the rows come in")
    func ignoresBatches() {
        let rows = [["a", "b"], ["", String(repeating: "x", count: 300)], ["c", ""]]
        #expect(hash([rows]) == hash(rows.map { [$0] }))
        #expect(hash([rows, []]) == hash([rows]))
    }

    @Test("tells rows apart whose fields are cut otherwise")
    func tellsCuts() {
        #expect(hash([[["ab", "c"]]]) != hash([[["a", "bc"]]]))
        #expect(hash([[["a", ""], ["", "b"]]]) != hash([[["a", "b"]]]))
        #expect(hash([[["a", "b"]]]) != hash([[["a", "b"]]], faults: [2]))
        #expect(hash([], faults: [1]) != hash([], faults: [2]))
    }
}
