package import Records

/// Writes rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format").
package struct CopyEncoder {
    package private(set) var bytes: [UInt8] = []

    package init() { bytes.reserveCapacity(1 << 20) }

    /// Begins a COPY: signature, no flags, no extension.
    package mutating func begin() {
        bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    /// Ends a COPY.
    package mutating func end() { appendInt16(-1) }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Writes the lineage of a row and the values of every column.
    package mutating func appendRow(
        slice: Int32, version: Int32, delivery: Int32, line: Int32, _ columns: [TypedColumn], row: Int
    ) {
        appendInt16(Int16(truncatingIfNeeded: 4 + columns.count))
        appendInteger32(slice)
        appendInteger32(version)
        appendInteger32(delivery)
        appendInteger32(line)
        for index in columns.indices { appendValue(columns, index, row) }
    }

    /// Writes one value; the column is read where it stands, since a copy of it would count four references per value.
    private mutating func appendValue(_ columns: [TypedColumn], _ column: Int, _ row: Int) {
        guard columns[column].present[row] else {
            appendInt32(-1)
            return
        }
        switch columns[column].kind {
        case .integer32, .date: appendInteger32(Int32(truncatingIfNeeded: columns[column].numbers[row]))
        case .integer64, .timestamp:
            appendInt32(8)
            appendInt64(columns[column].numbers[row])
        case .decimal(let scale): appendNumeric(columns[column].numbers[row], scale: scale)
        case .boolean:
            appendInt32(1)
            bytes.append(columns[column].numbers[row] == 0 ? 0 : 1)
        case .text:
            let range = columns[column].textRange(row)
            appendInt32(Int32(truncatingIfNeeded: range.count))
            bytes += columns[column].bytes[range]
        case .pseudonym:
            appendInt32(16)
            appendInt64(columns[column].numbers[row])
            appendInt64(columns[column].lowHalves[row])
        }
    }

    private mutating func appendInteger32(_ value: Int32) {
        appendInt32(4)
        appendInt32(value)
    }

    private mutating func appendInt16(_ value: Int16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private mutating func appendInt32(_ value: Int32) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 24))
        bytes.append(UInt8(truncatingIfNeeded: value >> 16))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private mutating func appendInt64(_ value: Int64) {
        appendInt32(Int32(truncatingIfNeeded: value >> 32))
        appendInt32(Int32(truncatingIfNeeded: value))
    }

    /// Writes a decimal as PostgreSQL's `numeric` travels: groups of four decimal digits around the point
    /// (src/backend/utils/adt/numeric.c, numeric_recv).
    private mutating func appendNumeric(_ value: Int64, scale: Int) {
        var magnitude = value.magnitude
        // The groups begin at the point, so the decimals are filled up to whole groups.
        let fractionGroups = (scale + 3) / 4
        var overflow: UInt64 = 0
        for _ in 0..<(fractionGroups * 4 - scale) {
            let (high, low) = magnitude.multipliedFullWidth(by: 10)
            magnitude = low
            overflow = overflow * 10 + high
        }
        var groups: (Int16, Int16, Int16, Int16, Int16, Int16, Int16) = (0, 0, 0, 0, 0, 0, 0)
        var count = 0
        withUnsafeMutableBytes(of: &groups) { raw in
            let groups = raw.bindMemory(to: Int16.self)
            while magnitude > 0 || overflow > 0 {
                let (quotient, remainder) = UInt64(10_000).dividingFullWidth((overflow % 10_000, magnitude))
                overflow /= 10_000
                magnitude = quotient
                groups[count] = Int16(remainder)
                count += 1
            }
        }
        let weight = count - 1 - fractionGroups
        appendInt32(Int32(8 + count * 2))
        appendInt16(Int16(count))
        appendInt16(Int16(count == 0 ? 0 : weight))
        appendInt16(value < 0 ? 0x4000 : 0)
        appendInt16(Int16(scale))
        withUnsafeBytes(of: &groups) { raw in
            let groups = raw.bindMemory(to: Int16.self)
            for index in stride(from: count - 1, through: 0, by: -1) { appendInt16(groups[index]) }
        }
    }
}
