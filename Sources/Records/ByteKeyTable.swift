/// Numbers distinct byte strings in the order they are first seen: a hash table without a String or an allocation per
/// look-up.
///
/// A key may stand behind another one, its parent. Keys of several parts are thus kept part by part, each behind the one
/// before it, and no two of them look alike because their texts do when joined.
package struct ByteKeyTable: Sendable {
    /// One key, or none when its number is negative.
    private struct Slot {
        var hash: UInt64 = 0
        var entry: Int32 = -1
        var parent: Int32 = -1
        var start: Int32 = 0
        var count: Int32 = 0
    }

    private var slots: [Slot]
    /// The slot of each key, by its number.
    private var places: [Int32] = []
    private var bytes: [UInt8] = []

    package init() { slots = Array(repeating: Slot(), count: 64) }

    package var count: Int { places.count }

    /// The number of a key, nil when it was never added.
    ///
    /// - Parameter parent: the number of the key that it stands behind, -1 for none.
    package func find(_ key: borrowing Span<UInt8>, behind parent: Int = -1) -> Int? {
        let entry = slots[slot(of: key, behind: parent, hash: Self.hash(key, parent))].entry
        return entry < 0 ? nil : Int(entry)
    }

    /// Adds a key.
    ///
    /// - Returns: its number, the old one when it is there already.
    package mutating func insert(_ key: borrowing Span<UInt8>, behind parent: Int = -1) -> Int {
        let hash = Self.hash(key, parent)
        var place = slot(of: key, behind: parent, hash: hash)
        if slots[place].entry >= 0 { return Int(slots[place].entry) }
        if (count + 1) * 2 > slots.count {
            grow()
            place = slot(of: key, behind: parent, hash: hash)
        }
        let entry = count
        slots[place] = Slot(
            hash: hash, entry: Int32(entry), parent: Int32(parent), start: Int32(bytes.count), count: Int32(key.count))
        places.append(Int32(place))
        for index in key.indices { bytes.append(key[index]) }
        return entry
    }

    /// The bytes of a key by its number.
    package func key(_ entry: Int) -> ArraySlice<UInt8> {
        let slot = slots[Int(places[entry])]
        return bytes[Int(slot.start)..<Int(slot.start + slot.count)]
    }

    /// Forgets all keys, and keeps the memory.
    package mutating func removeAll() {
        for place in places { slots[Int(place)] = Slot() }
        places.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    private static func hash(_ key: borrowing Span<UInt8>, _ parent: Int) -> UInt64 {
        ByteHash.hash(key, after: UInt64(truncatingIfNeeded: parent))
    }

    /// The slot that holds a key, or the free one where it belongs.
    @inline(__always)
    private func slot(of key: borrowing Span<UInt8>, behind parent: Int, hash: UInt64) -> Int {
        let slots = slots.span
        let last = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & last
        while slots[place].entry >= 0 {
            let slot = slots[place]
            if slot.hash == hash, slot.parent == Int32(truncatingIfNeeded: parent), Int(slot.count) == key.count,
                equals(key, at: Int(slot.start))
            {
                return place
            }
            place = (place + 1) & last
        }
        return place
    }

    /// Compares a key with as many bytes of the table, eight at a time.
    @inline(__always)
    private func equals(_ key: borrowing Span<UInt8>, at start: Int) -> Bool {
        let count = key.count
        let (left, right) = (key.bytes, bytes.span.bytes)
        guard count >= 8 else {
            for index in 0..<count where key[index] != bytes[start + index] { return false }
            return true
        }
        var index = 0
        while true {
            let word = left.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard word == right.unsafeLoadUnaligned(fromByteOffset: start + index, as: UInt64.self) else {
                return false
            }
            if index == count - 8 { return true }
            index = min(index + 8, count - 8)
        }
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        for entry in places.indices {
            let slot = old[Int(places[entry])]
            var place = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
            while slots[place].entry >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
            places[entry] = Int32(place)
        }
    }
}
