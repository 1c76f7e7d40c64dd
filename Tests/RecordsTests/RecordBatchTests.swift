import Records
import Testing

@Suite struct RecordBatchTests {
    @Test("gives each field its place, empty ones too")
    func placesFields() {
        var batch = RecordBatch(width: 3)
        append(["a", "", "ccc"], to: &batch, line: 2)
        append(["", "dd", ""], to: &batch, line: 3)
        #expect(batch.rowCount == 2)
        #expect((0..<3).map { batch.text(0, $0) } == ["a", "", "ccc"])
        #expect((0..<3).map { batch.text(1, $0) } == ["", "dd", ""])
        #expect(batch.lines == [2, 3])
    }

    @Test("takes back a row of which only some fields were appended", arguments: [0, 1])
    func dropsOpenRows(finished: Int) {
        var batch = RecordBatch(width: 2)
        for line in 0..<finished { append(["a", "b"], to: &batch, line: Int32(line)) }
        batch.bytes += Array("lost".utf8)
        batch.ends.append(Int32(batch.bytes.count))
        batch.dropOpenRow()
        #expect(batch.rowCount == finished)
        append(["c", "d"], to: &batch, line: 9)
        #expect((0..<2).map { batch.text(finished, $0) } == ["c", "d"])
    }

    private func append(_ fields: [String], to batch: inout RecordBatch, line: Int32) {
        for field in fields {
            batch.bytes += Array(field.utf8)
            batch.ends.append(Int32(batch.bytes.count))
        }
        batch.endRow(line: line, offset: 0, length: 0)
    }
}
