/// Tells whether a hash was perhaps added before: a Bloom filter of fixed size whose bits for one hash lie in one cache
/// line (Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).
///
/// It never says no wrongly. Of 30 million different hashes in the standard size, about 1 in 2,000 is taken for one that
/// was there before.
package struct RepeatFilter {
    /// 2²⁹ bits, 64 MiB: enough for some hundred million rows before most of them look familiar.
    package static let standardBits = 29

    /// Eight words make a block, and every hash has one bit in each of them.
    private static let blockWords = 8
    private var words: [UInt64]
    private let blockMask: UInt64

    /// - Parameter bits: the base-2 logarithm of the number of bits, at least 9.
    package init(bits: Int) {
        words = Array(repeating: 0, count: 1 << (max(bits, 9) - 6))
        blockMask = UInt64(words.count / Self.blockWords - 1)
    }

    /// Adds a hash.
    ///
    /// - Returns: true when it was perhaps added before.
    package mutating func insert(_ hash: UInt64) -> Bool {
        words.withUnsafeMutableBufferPointer { Self.insert(hash, $0, blockMask) }
    }

    @inline(__always)
    private static func insert(_ hash: UInt64, _ words: UnsafeMutableBufferPointer<UInt64>, _ mask: UInt64) -> Bool {
        let block = Int(truncatingIfNeeded: (hash >> 32) & mask) * blockWords
        // Eight times six bits of another mix of the hash say which bit of each word is meant.
        var choice = (hash ^ (hash >> 29)) &* 0x9e37_79b9_7f4a_7c15
        choice ^= choice >> 32
        var missing: UInt64 = 0
        for word in 0..<blockWords {
            let bit: UInt64 = 1 << (choice & 63)
            choice >>= 6
            missing |= ~words[block + word] & bit
            words[block + word] |= bit
        }
        return missing == 0
    }
}
