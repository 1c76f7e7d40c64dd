/// Records of a source as they came: every field as UTF-8 bytes, in one buffer.
///
/// Field `f` of row `r` is `bytes[start(r, f)..<ends[r * width + f]]`. A missing value (an empty field, an SQL NULL) is
/// empty. The buffers are reused from batch to batch.
package struct RecordBatch: Sendable {
    /// How many fields each row has.
    package let width: Int
    package var bytes: [UInt8] = []
    package var ends: [Int32] = []
    /// The line on which each row begins, from 1; the row's number for sources without lines.
    package var lines: [Int32] = []
    /// The byte in the file at which each row begins.
    package var offsets: [Int64] = []
    /// How many bytes of the file each row takes.
    package var lengths: [Int32] = []

    package init(width: Int) { self.width = width }

    package var rowCount: Int { lines.count }

    /// The place of a field in `bytes`.
    package func range(_ row: Int, _ field: Int) -> Range<Int> {
        let index = row * width + field
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return start..<Int(ends[index])
    }

    /// A field as a text, for messages.
    package func text(_ row: Int, _ field: Int) -> String { String(decoding: bytes[range(row, field)], as: UTF8.self) }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
    }

    /// Takes back a row of which only some fields were appended.
    package mutating func dropOpenRow() {
        let complete = rowCount * width
        ends.removeLast(ends.count - complete)
        bytes.removeLast(bytes.count - Int(ends.last ?? 0))
    }

    /// Ends the next row whose `width` fields were appended.
    package mutating func endRow(line: Int32, offset: Int64, length: Int32) {
        precondition(ends.count >= (rowCount + 1) * width, "a row has as many fields as the batch is wide")
        lines.append(line)
        offsets.append(offset)
        lengths.append(length)
    }
}
