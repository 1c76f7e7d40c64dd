/// SplitMix64: a small seeded generator whose numbers are the same on every machine and in every release.
///
/// The standard library's generators are not used: they are seeded by the system, and their algorithms may change.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Starts an independent stream for a name, so that leaving one recipe out does not change another.
    init(seed: UInt64, stream name: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var mixer = SplitMix(seed: seed ^ hash)
        state = mixer.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// Draws a whole number from zero up to, not including, the bound, which must be positive.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bitPattern: Int64(bound))).high)
    }

    /// Draws 32 bits, to be compared with a threshold of a share.
    mutating func bits32() -> Int64 { Int64(next() >> 32) }

    /// Draws a number from zero up to, not including, one.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
