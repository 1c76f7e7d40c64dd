/// The children of the nodes of a tree by their keys: a hash table of numbers.
struct StepTable {
    /// A free slot has no child.
    private struct Slot {
        var key: Int64 = 0
        var node: Int32 = 0
        var child: Int32 = -1
    }

    private var slots = [Slot](repeating: Slot(), count: 16)
    private var count = 0

    /// The child of a node by its key, negative when there is none.
    @inline(__always)
    func child(of node: Int32, _ key: Int64) -> Int32 {
        let slots = slots.span
        var place = Self.hash(node, key) & (slots.count - 1)
        while slots[place].child >= 0 {
            if slots[place].key == key, slots[place].node == node { return slots[place].child }
            place = (place + 1) & (slots.count - 1)
        }
        return -1
    }

    /// Adds a child that is not there.
    mutating func insert(_ child: Int32, under node: Int32, _ key: Int64) {
        count += 1
        if count * 2 > slots.count {
            let old = slots
            slots = Array(repeating: Slot(), count: old.count * 2)
            for slot in old where slot.child >= 0 { put(slot) }
        }
        put(Slot(key: key, node: node, child: child))
    }

    private mutating func put(_ slot: Slot) {
        var place = Self.hash(slot.node, slot.key) & (slots.count - 1)
        while slots[place].child >= 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }

    /// Keys are small numbers or days, in long runs; the upper bits of the product depend on all of theirs.
    @inline(__always)
    private static func hash(_ node: Int32, _ key: Int64) -> Int {
        let mixed = (UInt64(bitPattern: key) ^ UInt64(UInt32(bitPattern: node)) << 40) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32)
    }
}
