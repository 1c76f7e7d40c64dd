internal import Records

/// The columns of a batch as plain memory, so that a row can be written without asking an array per value.
///
/// It holds pointers and is only lent for the time of a call.
@unsafe struct CopyCells {
    private struct Column {
        let kind: ValueKind
        let isGrain: Bool
        let present: UnsafeBufferPointer<Bool>
        let numbers: UnsafeBufferPointer<Int64>
        let lowHalves: UnsafeBufferPointer<Int64>
        let bytes: UnsafeBufferPointer<UInt8>
        let ends: UnsafeBufferPointer<Int32>
    }

    private var columns: [Column] = []
    /// The most bytes that the values of one row take, texts left out.
    private(set) var fixedBytes = 0
    private(set) var textBytes = 0

    var count: Int { columns.count }

    private init() {}

    /// Lends the columns as memory.
    static func lend(_ columns: [TypedColumn], _ isGrain: [Bool], _ body: (CopyCells) -> Void) {
        lend(columns, isGrain, 0, CopyCells(), body)
    }

    /// Each column is lent inside the closure that lends the one before it.
    private static func lend(
        _ columns: [TypedColumn], _ isGrain: [Bool], _ index: Int, _ lent: CopyCells, _ body: (CopyCells) -> Void
    ) {
        guard index < columns.count else {
            body(lent)
            return
        }
        let column = columns[index]
        column.present.withUnsafeBufferPointer { present in
            column.numbers.withUnsafeBufferPointer { numbers in
                column.lowHalves.withUnsafeBufferPointer { lowHalves in
                    column.bytes.withUnsafeBufferPointer { bytes in
                        column.ends.withUnsafeBufferPointer { ends in
                            var lent = lent
                            lent.fixedBytes += 4 + (column.kind == .text ? 0 : 32)
                            lent.textBytes += bytes.count
                            lent.columns.append(
                                Column(
                                    kind: column.kind, isGrain: isGrain[index], present: present, numbers: numbers,
                                    lowHalves: lowHalves, bytes: bytes, ends: ends))
                            lend(columns, isGrain, index + 1, lent, body)
                        }
                    }
                }
            }
        }
    }

    /// Writes the values of a row, and mixes those of the grain into the writer's hash.
    @inline(__always)
    func write(_ row: Int, to writer: inout CopyRowWriter) {
        columns.withUnsafeBufferPointer { columns in
            for index in columns.indices {
                let column = columns[index]
                guard column.present[row] else {
                    writer.appendInt32(-1)
                    if column.isGrain { writer.mix(0x6e75_6c6c) }
                    continue
                }
                switch column.kind {
                case .integer32, .date:
                    let value = column.numbers[row]
                    writer.appendInteger(Int32(truncatingIfNeeded: value))
                    if column.isGrain { writer.mix(UInt64(bitPattern: value)) }
                case .integer64, .timestamp:
                    let value = column.numbers[row]
                    writer.appendInt32(8)
                    writer.appendInt64(value)
                    if column.isGrain { writer.mix(UInt64(bitPattern: value)) }
                case .decimal(let scale):
                    let value = column.numbers[row]
                    writer.appendNumeric(value, scale: scale)
                    if column.isGrain { writer.mix(UInt64(bitPattern: value)) }
                case .boolean:
                    writer.appendInt32(1)
                    writer.appendByte(column.numbers[row] == 0 ? 0 : 1)
                    if column.isGrain { writer.mix(UInt64(bitPattern: column.numbers[row])) }
                case .text:
                    let start = row == 0 ? 0 : Int(column.ends[row - 1])
                    let text = UnsafeBufferPointer(rebasing: column.bytes[start..<Int(column.ends[row])])
                    writer.appendText(text)
                    if column.isGrain { writer.mix(text) }
                case .pseudonym:
                    writer.appendInt32(16)
                    writer.appendInt64(column.numbers[row])
                    writer.appendInt64(column.lowHalves[row])
                    if column.isGrain {
                        writer.mix(UInt64(bitPattern: column.numbers[row]))
                        writer.mix(UInt64(bitPattern: column.lowHalves[row]))
                    }
                }
            }
        }
    }
}
