/// Fields as the C callbacks leave them: one byte buffer, and where each field and each row ends in it.
///
/// Raw memory instead of arrays, because the callbacks run once per field and must neither allocate nor count
/// references.
@unsafe struct FieldStore {
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var byteCount = 0
    private var byteCapacity: Int
    /// The end of each field in `bytes`.
    private(set) var fieldEnds: UnsafeMutablePointer<Int32>
    private(set) var fieldCount = 0
    private var fieldCapacity: Int
    /// The number of fields up to the end of each finished row.
    private(set) var rowEnds: UnsafeMutablePointer<Int32>
    private(set) var rowCount = 0
    private var rowCapacity: Int

    init() {
        unsafe byteCapacity = 1 << 20
        unsafe fieldCapacity = 1 << 16
        unsafe rowCapacity = 1 << 12
        unsafe bytes = .allocate(capacity: 1 << 20)
        unsafe fieldEnds = .allocate(capacity: 1 << 16)
        unsafe rowEnds = .allocate(capacity: 1 << 12)
    }

    func deallocate() {
        unsafe bytes.deallocate()
        unsafe fieldEnds.deallocate()
        unsafe rowEnds.deallocate()
    }

    mutating func appendField(_ source: UnsafeRawPointer?, _ count: Int) {
        if unsafe byteCount + count > byteCapacity {
            unsafe bytes = unsafe Self.grown(bytes, byteCount, &byteCapacity, by: count)
        }
        if unsafe fieldCount == fieldCapacity {
            unsafe fieldEnds = unsafe Self.grown(fieldEnds, fieldCount, &fieldCapacity, by: 1)
        }
        if let source = unsafe source, count > 0 {
            unsafe UnsafeMutableRawPointer(bytes + byteCount).copyMemory(from: source, byteCount: count)
        }
        unsafe byteCount += count
        unsafe fieldEnds[fieldCount] = unsafe Int32(truncatingIfNeeded: byteCount)
        unsafe fieldCount += 1
    }

    mutating func endRow() {
        if unsafe rowCount == rowCapacity { unsafe rowEnds = unsafe Self.grown(rowEnds, rowCount, &rowCapacity, by: 1) }
        unsafe rowEnds[rowCount] = unsafe Int32(truncatingIfNeeded: fieldCount)
        unsafe rowCount += 1
    }

    /// Forgets the fields of the row that has not ended.
    mutating func dropOpenRow() {
        unsafe fieldCount = rowCount == 0 ? 0 : Int(rowEnds[rowCount - 1])
        unsafe byteCount = fieldCount == 0 ? 0 : Int(fieldEnds[fieldCount - 1])
    }

    /// Forgets everything, and keeps the memory unless one giant row blew it up.
    mutating func clear() {
        unsafe byteCount = 0
        unsafe fieldCount = 0
        unsafe rowCount = 0
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
