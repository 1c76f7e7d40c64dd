/// Fields as the C callbacks leave them: one buffer of UTF-8, and where each field and each row ends in it.
///
/// Raw memory instead of arrays, because the callbacks run once per field and must neither allocate nor count
/// references.
@unsafe struct FieldStore {
    /// What `clear` leaves of a buffer that one giant row blew up.
    private static let keptBytes = 4 << 20
    /// How far beyond the end of a field its copy may reach.
    private static let slackBytes = 16

    private let encoding: CharacterEncoding
    /// What each byte becomes, for encodings of one byte a character.
    private let table: UnsafeMutablePointer<UInt32>
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var byteCount = 0
    private var byteCapacity = 2 << 20
    /// The end of each field in `bytes`.
    private(set) var fieldEnds: UnsafeMutablePointer<Int32>
    private(set) var fieldCount = 0
    private var fieldCapacity = 1 << 16
    /// The number of fields up to the end of each finished row.
    private(set) var rowEnds: UnsafeMutablePointer<Int32>
    private(set) var rowCount = 0
    private var rowCapacity = 1 << 12
    /// The numbers of the fields that are not text in the encoding; they stand in `bytes` as they came.
    private(set) var undecodable: UnsafeMutablePointer<Int32>
    private(set) var undecodableCount = 0
    private var undecodableCapacity = 16

    init(_ encoding: CharacterEncoding) {
        unsafe self.encoding = encoding
        unsafe table = .allocate(capacity: 256)
        unsafe table.initialize(repeating: 0, count: 256)
        unsafe bytes = .allocate(capacity: byteCapacity)
        unsafe fieldEnds = .allocate(capacity: fieldCapacity)
        unsafe rowEnds = .allocate(capacity: rowCapacity)
        unsafe undecodable = .allocate(capacity: undecodableCapacity)
        guard encoding == .windows874 else { return }
        for (byte, entry) in windows874Table().enumerated() { unsafe table[byte] = entry }
    }

    func deallocate() {
        unsafe table.deallocate()
        unsafe bytes.deallocate()
        unsafe fieldEnds.deallocate()
        unsafe rowEnds.deallocate()
        unsafe undecodable.deallocate()
    }

    /// Appends a field, decoded.
    ///
    /// At least 16 bytes can be read at `source`, however short the field is: libcsv collects every field at the start
    /// of a buffer that is never smaller than its block size.
    @inline(__always)
    mutating func appendField(_ source: UnsafeRawPointer?, _ count: Int) {
        let room = unsafe count * encoding.growth + Self.slackBytes
        if unsafe byteCount + room > byteCapacity {
            unsafe bytes = unsafe Self.grown(bytes, byteCount, &byteCapacity, by: room)
        }
        if unsafe fieldCount == fieldCapacity {
            unsafe fieldEnds = unsafe Self.grown(fieldEnds, fieldCount, &fieldCapacity, by: 1)
        }
        if let source = unsafe source, count > 0 {
            let target = unsafe UnsafeMutableRawPointer(bytes + byteCount)
            if unsafe Self.copyPlain(source, count, to: target) {
                unsafe byteCount += count
            } else {
                unsafe appendDecoded(source, count, to: target)
            }
        }
        unsafe fieldEnds[fieldCount] = unsafe Int32(truncatingIfNeeded: byteCount)
        unsafe fieldCount += 1
    }

    /// Copies a field, and tells whether that was all: whether it is ASCII without NUL.
    @inline(__always)
    private static func copyPlain(
        _ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer
    ) -> Bool {
        guard count <= 16 else { return unsafe copyLongPlain(source, count, to: target) }
        let first = unsafe source.loadUnaligned(as: UInt64.self)
        let second = unsafe source.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        unsafe target.storeBytes(of: first, as: UInt64.self)
        unsafe target.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
        return unsafe count <= 8
            ? isPlain(first, bytes: count) : isPlain(first, bytes: 8) && isPlain(second, bytes: count - 8)
    }

    private static func copyLongPlain(
        _ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer
    ) -> Bool {
        var index = 0
        while index + 8 <= count {
            let word = unsafe source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard unsafe isPlain(word, bytes: 8) else { return false }
            unsafe target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        // The last bytes once more, together with some before them.
        let word = unsafe source.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        unsafe target.storeBytes(of: word, toByteOffset: count - 8, as: UInt64.self)
        return unsafe isPlain(word, bytes: 8)
    }

    /// Whether the first bytes, 1 to 8, of a word in memory are all from 01 to 7F.
    @inline(__always)
    private static func isPlain(_ word: UInt64, bytes: Int) -> Bool {
        let used = ~0 as UInt64 &>> UInt64(truncatingIfNeeded: 64 - 8 * bytes)
        let word = word.littleEndian & used | 0x0101_0101_0101_0101 & ~used
        // Only a byte that is 00 or above 80 has its highest bit set by the subtraction, unless one before it is 00.
        return ((word &- 0x0101_0101_0101_0101) | word) & 0x8080_8080_8080_8080 == 0
    }

    @inline(never)
    private mutating func appendDecoded(_ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer) {
        let from = unsafe source.assumingMemoryBound(to: UInt8.self)
        let written =
            switch unsafe encoding {
            case .utf8: unsafe decodeUTF8(from, count, to: target.assumingMemoryBound(to: UInt8.self))
            case .windows874: unsafe decodeWindows874(from, count, table, to: target)
            }
        guard written < 0 else {
            unsafe byteCount += written
            return
        }
        unsafe target.copyMemory(from: source, byteCount: count)
        unsafe byteCount += count
        if unsafe undecodableCount == undecodableCapacity {
            unsafe undecodable = unsafe Self.grown(undecodable, undecodableCount, &undecodableCapacity, by: 1)
        }
        unsafe undecodable[undecodableCount] = unsafe Int32(truncatingIfNeeded: fieldCount)
        unsafe undecodableCount += 1
    }

    @inline(__always)
    mutating func endRow() {
        if unsafe rowCount == rowCapacity { unsafe rowEnds = unsafe Self.grown(rowEnds, rowCount, &rowCapacity, by: 1) }
        unsafe rowEnds[rowCount] = unsafe Int32(truncatingIfNeeded: fieldCount)
        unsafe rowCount += 1
    }

    /// Forgets the fields of the row that has not ended.
    mutating func dropOpenRow() {
        unsafe fieldCount = rowCount == 0 ? 0 : Int(rowEnds[rowCount - 1])
        unsafe byteCount = fieldCount == 0 ? 0 : Int(fieldEnds[fieldCount - 1])
        while unsafe undecodableCount > 0 && Int(undecodable[undecodableCount - 1]) >= fieldCount {
            unsafe undecodableCount -= 1
        }
    }

    /// Forgets everything, and keeps the memory unless one giant row blew it up.
    mutating func clear() {
        unsafe byteCount = 0
        unsafe fieldCount = 0
        unsafe rowCount = 0
        unsafe undecodableCount = 0
        if unsafe byteCapacity > Self.keptBytes {
            unsafe byteCapacity = Self.keptBytes
            unsafe bytes.deallocate()
            unsafe bytes = .allocate(capacity: byteCapacity)
        }
    }

    private static func grown<Element>(
        _ old: UnsafeMutablePointer<Element>, _ count: Int, _ capacity: inout Int, by extra: Int
    ) -> UnsafeMutablePointer<Element> {
        capacity = max(capacity * 2, count + extra)
        let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        unsafe new.update(from: old, count: count)
        unsafe old.deallocate()
        return unsafe new
    }
}
