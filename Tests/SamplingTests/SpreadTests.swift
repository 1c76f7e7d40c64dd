import Testing

@testable import Sampling

@Suite struct SpreadTests {
    @Test("gives the largest remainders one more, the first of equal ones first")
    func largestRemainder() {
        #expect(apportion(10, by: [1, 1, 1]) == [4, 3, 3])
        // Exact shares 6.8, 2.72 and 0.48.
        #expect(apportion(10, by: [68, 27.2, 4.8]) == [7, 3, 0])
        #expect(apportion(0, by: [1, 2]) == [0, 0])
    }

    @Test("adds up exactly, whatever the weights and the start", arguments: [0, 1, 7, 366, 11_403_217])
    func evenSpread(total: Int) {
        var random = SplitMix(seed: UInt64(total))
        for _ in 0..<50 {
            let weights = (0..<366).map { _ in random.below(4) == 0 ? 0 : random.fraction() }
            let sum = weights.reduce(0.0, +)
            var spread = EvenSpread(total: total, totalWeight: sum, start: random.fraction())
            var given = 0
            var weight = 0.0
            for next in weights {
                let part = spread.next(next)
                #expect(part >= 0 && (next > 0 || part == 0))
                given += part
                weight += next
                #expect(abs(Double(given) - Double(total) * weight / sum) <= 1 + 1e-6)
            }
            #expect(given == total)
        }
    }

    @Test("draws the published sequence of SplitMix64")
    func splitMix() {
        // The reference implementation's output for the seed 1234567.
        var random = SplitMix(seed: 1_234_567)
        let drawn = (0..<5).map { _ in random.next() }
        #expect(
            drawn == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }
}
