extension MutableRawSpan {
    /// Writes a number with its first byte first.
    @inline(__always)
    mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at place: Int) {
        storeBytes(of: number.bigEndian, toByteOffset: place, as: Number.self)
    }

    /// Writes a whole number of 32 bits behind its length.
    @inline(__always)
    mutating func putField(_ number: Int32, at place: Int) {
        put(4 << 32 | UInt64(UInt32(bitPattern: number)), at: place)
    }

    /// Writes what COPY takes for NULL: a length of -1.
    @inline(__always)
    mutating func putNothing(at place: Int) { put(Int32(-1), at: place) }
}
