/// Writes values in the binary format of COPY into memory that is large enough, and hashes those it is told to.
@unsafe struct CopyRowWriter {
    private let target: UnsafeMutableRawPointer
    private(set) var count = 0
    /// The hash of the slice and the grain of the current row.
    private(set) var hash: UInt64 = 0

    init(_ target: UnsafeMutableRawPointer) { self.target = target }

    /// Begins a row: the number of fields and its lineage.
    @inline(__always)
    mutating func begin(columns: Int, slice: Int32, version: Int32, delivery: Int32, line: Int32) {
        store(Int16(truncatingIfNeeded: 4 + columns))
        appendInteger(slice)
        appendInteger(version)
        appendInteger(delivery)
        appendInteger(line)
        hash = 0x2545_f491_4f6c_dd1d
        mix(UInt64(UInt32(bitPattern: slice)))
    }

    /// Takes back what was written from a place on.
    @inline(__always)
    mutating func rewind(to count: Int) { self.count = count }

    @inline(__always)
    private mutating func store<Value: FixedWidthInteger>(_ value: Value) {
        target.storeBytes(of: value.bigEndian, toByteOffset: count, as: Value.self)
        count += MemoryLayout<Value>.size
    }

    @inline(__always) mutating func appendByte(_ value: UInt8) { store(value) }
    @inline(__always) mutating func appendInt32(_ value: Int32) { store(value) }
    @inline(__always) mutating func appendInt64(_ value: Int64) { store(value) }

    @inline(__always)
    mutating func appendInteger(_ value: Int32) {
        store(Int32(4))
        store(value)
    }

    @inline(__always)
    mutating func appendText(_ text: UnsafeBufferPointer<UInt8>) {
        store(Int32(truncatingIfNeeded: text.count))
        if let base = text.baseAddress { (target + count).copyMemory(from: base, byteCount: text.count) }
        count += text.count
    }

    /// Writes a decimal as PostgreSQL's `numeric` travels: groups of four decimal digits around the point
    /// (src/backend/utils/adt/numeric.c, numeric_recv).
    @inline(__always)
    mutating func appendNumeric(_ value: Int64, scale: Int) {
        // The groups begin at the point, so the decimals are filled up to whole groups.
        let fractionGroups = (scale + 3) / 4
        var factor: UInt64 = 1
        for _ in 0..<(fractionGroups * 4 - scale) { factor *= 10 }
        let full = value.magnitude.multipliedFullWidth(by: factor)
        var (high, low) = (full.high, full.low)
        var groups: (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16, UInt16, UInt16) = (0, 0, 0, 0, 0, 0, 0, 0)
        var count = 0
        withUnsafeMutableBytes(of: &groups) { raw in
            let groups = raw.bindMemory(to: UInt16.self)
            while high > 0 {
                // The high word is below 10,000: a value of 64 bits times at most 1,000.
                let (quotient, remainder) = UInt64(10_000).dividingFullWidth((high % 10_000, low))
                high /= 10_000
                low = quotient
                groups[count] = UInt16(truncatingIfNeeded: remainder)
                count += 1
            }
            while low > 0 {
                groups[count] = UInt16(truncatingIfNeeded: low % 10_000)
                low /= 10_000
                count += 1
            }
        }
        store(Int32(truncatingIfNeeded: 8 + count * 2))
        store(Int16(truncatingIfNeeded: count))
        store(Int16(truncatingIfNeeded: count == 0 ? 0 : count - 1 - fractionGroups))
        store(Int16(value < 0 ? 0x4000 : 0))
        store(Int16(truncatingIfNeeded: scale))
        withUnsafeBytes(of: &groups) { raw in
            let groups = raw.bindMemory(to: UInt16.self)
            for index in stride(from: count - 1, through: 0, by: -1) { store(groups[index]) }
        }
    }

    // MARK: The hash

    /// Mixes a word in: the two halves of a product of 128 bits (after Wang Yi's wyhash).
    @inline(__always)
    mutating func mix(_ word: UInt64) {
        let product = (hash ^ word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        hash = product.high ^ product.low &+ 0x8ebc_6af0_9c88_c6e3
    }

    /// Mixes a text in, its length first, so that it matters where one value ends and the next begins.
    @inline(__always)
    mutating func mix(_ text: UnsafeBufferPointer<UInt8>) {
        mix(UInt64(text.count) | 1 << 63)
        let raw = UnsafeRawBufferPointer(text)
        var index = 0
        while index + 8 <= raw.count {
            mix(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        guard index < raw.count else { return }
        var word: UInt64 = 0
        while index < raw.count {
            word = word << 8 | UInt64(raw[index])
            index += 1
        }
        mix(word)
    }
}
