import Records
import TestSupport
import Testing

@Suite struct RepeatFilterTests {
    @Test("never denies a hash that was added, one by one or many at once", arguments: [10, 16, 22])
    func knowsWhatWasAdded(bits: Int) {
        var random = Randomness(seed: 1)
        let hashes = (0..<5000).map { _ in random.next() } + [0, .max, 1, 1 << 63]
        var single = RepeatFilter(bits: bits)
        for hash in hashes { _ = single.insert(hash) }
        for hash in hashes {
            let isKnown = single.insert(hash)
            #expect(isKnown)
        }
        var many = RepeatFilter(bits: bits)
        var hits: [Int32] = []
        many.insert(hashes.span, hits: &hits)
        hits.removeAll()
        many.insert(hashes.span, hits: &hits)
        #expect(hits == (0..<5004).map { Int32($0) })
    }

    @Test("says the same one by one and many at once")
    func agreesWithItself() {
        var random = Randomness(seed: 2)
        let hashes = (0..<20_000).map { _ in random.next() % 15_000 &* 0x9E37_79B9_7F4A_7C15 }
        var single = RepeatFilter(bits: 16)
        var expected: [Int32] = []
        for (place, hash) in hashes.enumerated() where single.insert(hash) { expected.append(Int32(place)) }
        var many = RepeatFilter(bits: 16)
        var hits: [Int32] = []
        many.insert(hashes.span, hits: &hits)
        #expect(hits == expected)
    }

    @Test("finds a hash that repeats one just before it")
    func findsNeighbours() {
        var filter = RepeatFilter(bits: 20)
        var hits: [Int32] = []
        let hashes: [UInt64] = [5 << 40, 7 << 40, 5 << 40, 9 << 40, 9 << 40]
        filter.insert(hashes.span, hits: &hits)
        #expect(hits == [2, 4])
    }

    /// As full as a filter of 2^29 bits with 30 million hashes, of which a Bloom filter of eight bits a hash takes at the
    /// end (1 - e^(-8 · 30e6 / 2^29))^8 = 0.03 % wrongly for repeated, and a blocked one somewhat more. (On the way there
    /// it takes fewer.)
    @Test("takes few hashes wrongly for repeated, as full as after thirty million rows")
    func isMostlyRight() {
        var random = Randomness(seed: 3)
        let count = 30_000_000 >> 7
        let hashes = (0..<count).map { _ in random.next() }
        let others = (0..<count).map { _ in random.next() }
        var filter = RepeatFilter(bits: 22)
        var hits: [Int32] = []
        filter.insert(hashes.span, hits: &hits)
        #expect(Double(hits.count) / Double(count) < 0.000_2)
        hits.removeAll()
        for (place, hash) in others.prefix(count / 20).enumerated() where filter.insert(hash) {
            hits.append(Int32(place))
        }
        #expect(Double(hits.count) / Double(count / 20) < 0.001)
    }
}
