/// Numbers distinct byte strings in the order they are first seen: a hash table without a String or an allocation per
/// look-up.
package struct ByteKeyTable: Sendable {
    private var slots: [Int32]
    private var hashes: [UInt64] = []
    private var ends: [Int32] = []
    private var bytes: [UInt8] = []

    package init() { slots = Array(repeating: -1, count: 64) }

    package var count: Int { ends.count }

    /// The number of a key, nil when it was never added.
    package func find(_ key: borrowing Span<UInt8>) -> Int? {
        let hash = Self.hash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = Int(slots[slot])
            if hashes[entry] == hash, equals(entry, key) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a key.
    ///
    /// - Returns: its number, the old one when it is there already.
    package mutating func insert(_ key: borrowing Span<UInt8>) -> Int {
        if let entry = find(key) { return entry }
        if (count + 1) * 2 > slots.count { grow() }
        let entry = count
        for index in key.indices { bytes.append(key[index]) }
        ends.append(Int32(bytes.count))
        hashes.append(Self.hash(key))
        place(entry)
        return entry
    }

    /// The bytes of a key by its number.
    package func key(_ entry: Int) -> ArraySlice<UInt8> { bytes[range(entry)] }

    private func range(_ entry: Int) -> Range<Int> { (entry == 0 ? 0 : Int(ends[entry - 1]))..<Int(ends[entry]) }

    private func equals(_ entry: Int, _ key: borrowing Span<UInt8>) -> Bool {
        let range = range(entry)
        guard range.count == key.count else { return false }
        for index in key.indices where bytes[range.lowerBound + index] != key[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for entry in 0..<count { place(entry) }
    }

    private mutating func place(_ entry: Int) {
        var slot = Int(truncatingIfNeeded: hashes[entry]) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(entry)
    }

    /// FNV-1a with a final mix, since the low bits choose the slot.
    private static func hash(_ key: borrowing Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x0000_0100_0000_01b3 }
        hash ^= hash >> 32
        return hash &* 0xd6e8_feb8_6659_fd93 ^ (hash >> 29)
    }
}
