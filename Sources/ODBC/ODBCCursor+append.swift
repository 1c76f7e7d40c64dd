internal import CLibODBC

extension ODBCCursor {
    /// Appends the rows of a block.
    mutating func appendBlock(
        _ bytes: inout [UInt8], _ ends: inout [Int32], _ numbers: inout [Int32], _ faults: inout [ODBCRowFault]
    ) {
        let rows = block.fetchedRows
        let base = Int32(truncatingIfNeeded: bytes.count)
        bytes.append(addingCapacity: rows * block.rowRoom) { bytes in
            ends.append(addingCapacity: rows * block.columns.count) { ends in
                unsafe bytes.withUnsafeMutableBufferPointer { bytes, written in
                    unsafe ends.withUnsafeMutableBufferPointer { ends, fields in
                        guard let start = bytes.baseAddress, let ends = ends.baseAddress else { return }
                        var writer = unsafe ByteWriter(start: start, count: 0)
                        for row in 0..<rows {
                            self.row += 1
                            if unsafe appendRow(row, &writer, base, ends + fields, &faults) {
                                unsafe written = writer.count
                                fields += block.columns.count
                                numbers.append(self.row)
                            } else {
                                unsafe writer.count = written
                            }
                        }
                    }
                }
            }
        }
    }

    /// - Returns: false when the row has a fault.
    @inline(__always)
    @unsafe private func appendRow(
        _ row: Int, _ writer: inout ByteWriter, _ base: Int32, _ ends: UnsafeMutablePointer<Int32>,
        _ faults: inout [ODBCRowFault]
    ) -> Bool {
        guard !block.isBroken(row) else {
            faults.append(ODBCRowFault(row: self.row, column: nil, kind: .unreadable("")))
            return false
        }
        var isWell = true
        for index in block.columns.indices {
            if let fault = unsafe block.read(block.columns[index], row, into: &writer) {
                faults.append(ODBCRowFault(row: self.row, column: index, kind: fault))
                isWell = false
            }
            unsafe ends[index] = unsafe base + Int32(truncatingIfNeeded: writer.count)
        }
        return isWell
    }

    /// Appends the one row of a block, some of whose values are fetched in pieces.
    mutating func appendRow(
        _ bytes: inout [UInt8], _ ends: inout [Int32], _ numbers: inout [Int32], _ faults: inout [ODBCRowFault]
    ) {
        row += 1
        let (start, fields) = (bytes.count, ends.count)
        var isWell = !block.isBroken(0)
        if !isWell { faults.append(ODBCRowFault(row: row, column: nil, kind: .unreadable(""))) }
        for (index, piece) in pieces.enumerated() where !block.isBroken(0) {
            let fault: ODBCRowFault.Kind? =
                if let bound = piece.bound {
                    appendBound(block.columns[bound], &bytes)
                } else {
                    appendPieces(piece, &bytes)
                }
            if let fault {
                faults.append(ODBCRowFault(row: row, column: index, kind: fault))
                isWell = false
            }
            ends.append(Int32(truncatingIfNeeded: bytes.count))
        }
        if isWell {
            numbers.append(row)
        } else {
            bytes.removeLast(bytes.count - start)
            ends.removeLast(ends.count - fields)
        }
    }

    private func appendBound(_ column: RowBlock.Column, _ bytes: inout [UInt8]) -> ODBCRowFault.Kind? {
        unsafe bytes.appending(column.form.room(column.width)) { writer in
            unsafe block.read(column, 0, into: &writer)
        }
    }

    private func appendPieces(_ piece: PieceReader, _ bytes: inout [UInt8]) -> ODBCRowFault.Kind? {
        var value: [UInt8] = []
        switch unsafe fetchValue(piece, of: statement, into: &value) {
        case .null: return nil
        case .tooLong: return .tooLong(limit: Self.longestValue)
        case .failed: return .unreadable(failure(.fetch).message)
        case .whole:
            return unsafe bytes.appending(piece.form.room(value.count) + 3) { writer in
                unsafe value.withUnsafeBytes { value in
                    guard let start = value.baseAddress else { return nil }
                    do throws(TextFault) {
                        try unsafe piece.form.put(start, length: value.count, shift: block.shift, into: &writer)
                        return nil
                    } catch {
                        return ODBCRowFault.Kind(error)
                    }
                }
            }
        }
    }
}

extension [UInt8] {
    /// Appends what a body writes, which is at most so many bytes.
    fileprivate mutating func appending<Result>(_ room: Int, _ body: (inout ByteWriter) -> Result?) -> Result? {
        var result: Result?
        append(addingCapacity: room) { bytes in
            unsafe bytes.withUnsafeMutableBufferPointer { bytes, written in
                guard let start = bytes.baseAddress else { return }
                var writer = unsafe ByteWriter(start: start, count: 0)
                result = unsafe body(&writer)
                unsafe written = writer.count
            }
        }
        return result
    }
}
