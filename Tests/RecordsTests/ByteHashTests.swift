import Records
import TestSupport
import Testing

@Suite struct ByteHashTests {
    @Test(
        "changes every bit about half of the time when one bit of a string changes",
        arguments: [2, 3, 4, 7, 8, 9, 13, 16, 17, 31, 32, 33, 70])
    func spreadsBits(length: Int) {
        var random = Randomness(seed: UInt64(length))
        var flips = [Int](repeating: 0, count: 64)
        let trials = 4000
        for _ in 0..<trials {
            var bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let before = ByteHash.hash(bytes.span)
            bytes[Int(random.next() % UInt64(length))] ^= 1 << UInt8(random.next() % 8)
            let changed = before ^ ByteHash.hash(bytes.span)
            for bit in 0..<64 where changed >> UInt64(bit) & 1 == 1 { flips[bit] += 1 }
        }
        // Six standard deviations of a fair coin on either side.
        #expect(flips.allSatisfy { abs($0 - trials / 2) < 190 })
    }

    @Test("tells strings of zeros by their length, and what was hashed before")
    func countsLengths() {
        var seen: Set<UInt64> = []
        for length in 0...200 {
            let bytes = [UInt8](repeating: 0, count: length)
            seen.insert(ByteHash.hash(bytes.span))
            seen.insert(ByteHash.hash(bytes.span, after: 1))
        }
        #expect(seen.count == 402)
    }

    @Test("spreads numbers in a row over all bits")
    func spreadsNumbers() {
        var ones = [Int](repeating: 0, count: 64)
        for number in 0..<4000 as Range<UInt64> {
            let hash = ByteHash.hash(number, after: 7)
            for bit in 0..<64 where hash >> UInt64(bit) & 1 == 1 { ones[bit] += 1 }
        }
        #expect(ones.allSatisfy { abs($0 - 2000) < 190 })
    }
}
