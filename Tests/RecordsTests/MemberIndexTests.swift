import Records
import Testing

@Suite struct MemberIndexTests {
    /// Office 7 has two versions, before and from day 100; office 8 only one, of days 10 to 19.
    private let index: MemberIndex = {
        var next: Int32 = 900
        let index = MemberIndex(dimension: "office") {
            next += 1
            return next
        }
        index.add(["7"], from: .min, to: 100, key: 1)
        index.add(["7"], from: 100, to: .max, key: 2)
        index.add(["8"], from: 10, to: 20, key: 3)
        return index
    }()

    @Test(
        "finds the version that is valid on the day, from its first day up to, not including, its last",
        arguments: [
            ("7", -5000, .member(1)), ("7", 99, .member(1)), ("7", 100, .member(2)), ("7", 101, .member(2)),
            ("8", 9, .none), ("8", 10, .member(3)), ("8", 19, .member(3)), ("8", 20, .none), ("9", 0, .none),
        ] as [(String, Int32, MemberLookup.Match)])
    func findsVersions(code: String, day: Int32, expected: MemberLookup.Match) {
        #expect(find([code], on: day) == expected)
    }

    @Test("says so when two members share the key on a day")
    func findsAmbiguity() {
        index.add(["8"], from: 15, to: 30, key: 4)
        #expect(find(["8"], on: 14) == .member(3))
        #expect(find(["8"], on: 15) == .ambiguous)
        #expect(find(["8"], on: 25) == .member(4))
    }

    @Test(
        "keeps compound keys apart that look alike when joined", arguments: [["a", "bc"], ["abc", ""], ["", "abc"]])
    func keepsCompoundKeysApart(parts: [String]) {
        index.add(["ab", "c"], from: .min, to: .max, key: 5)
        #expect(find(parts, on: 0) == .none)
        #expect(find(["ab", "c"], on: 0) == .member(5))
    }

    @Test("infers a member for all time, once")
    func infersOnce() throws {
        #expect(try index.infer(["new"], on: 50) == 901)
        #expect(find(["new"], on: -1000) == .member(901))
        #expect(find(["new"], on: 1000) == .member(901))
        #expect(index.inferred.map(\.key) == [901])
        #expect(index.inferred.first?.from == .min)
        #expect(index.inferred.first?.to == .max)
    }

    @Test(
        "infers into the gap around the day only",
        arguments: [(5, Int32.min, 10), (25, 20, Int32.max)] as [(Int32, Int32, Int32)])
    func infersIntoGaps(day: Int32, from: Int32, to: Int32) throws {
        let key = try index.infer(["8"], on: day)
        #expect(index.inferred.first?.from == from)
        #expect(index.inferred.first?.to == to)
        #expect(find(["8"], on: day) == .member(key))
        #expect(find(["8"], on: 15) == .member(3))
    }

    @Test("gives the keys of every version of a member")
    func givesSurrogates() {
        #expect(Set(index.surrogates(of: ["7"])) == [1, 2])
        #expect(index.surrogates(of: ["9"]).isEmpty)
    }

    private func find(_ parts: [String], on day: Int32) -> MemberLookup.Match {
        index.find(parts, on: day)
    }
}
