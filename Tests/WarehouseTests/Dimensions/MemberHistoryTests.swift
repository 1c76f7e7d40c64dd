import Testing

@testable import Warehouse

/// Members have a name, which is overwritten, and a class, which is versioned.
@Suite struct MemberHistoryTests {
    private var history = MemberHistory([], versioned: [false, true])
    private let keys = Keys()

    private final class Keys {
        var last: Int32 = 0
        func next() -> Int32 {
            last += 1
            return last
        }
    }

    private mutating func take(_ name: String?, _ kind: String?, from day: Int32?) {
        history.take([name, kind], validFrom: day, newKey: keys.next)
    }

    /// `key class first day–last day, exclusive`, with `∞` for no bound.
    private var summary: [String] {
        history.versions.map { version in
            let from = version.validFrom == .min ? "∞" : String(version.validFrom)
            let to = version.validTo == .max ? "∞" : String(version.validTo)
            return "\(version.key) \(version.values[1] ?? "NULL") \(from)–\(to)\(version.inferred ? " inferred" : "")"
        }
    }

    private var names: [String?] { history.versions.map { $0.values[0] } }

    @Test("begins with one version, from the first day that is given or for all time")
    mutating func begins() {
        take("a", "x", from: nil)
        #expect(summary == ["1 x ∞–∞"])
        history = MemberHistory([], versioned: [false, true])
        take("a", "x", from: 10)
        #expect(summary == ["2 x 10–∞"])
    }

    @Test("begins a version where a versioned attribute changes, and comes back to the first as a third")
    mutating func changesForthAndBack() {
        take("a", "x", from: 10)
        take("a", "y", from: 20)
        take("a", "x", from: 30)
        #expect(summary == ["1 x 10–20", "2 y 20–30", "3 x 30–∞"])
    }

    @Test("changes nothing when the same rows come again, in any order of arrival")
    mutating func replays() {
        let rows: [(String, Int32)] = [("x", 10), ("y", 20), ("x", 30)]
        for (kind, day) in rows { take("a", kind, from: day) }
        let before = history.versions
        for (kind, day) in rows + rows.reversed() { take("a", kind, from: day) }
        #expect(history.versions == before)
        #expect(keys.last == 3)
    }

    @Test("splits a version where a late row falls into it, and keeps what follows")
    mutating func splits() {
        take("a", "x", from: 10)
        take("a", "z", from: 30)
        take("a", "y", from: 20)
        #expect(summary == ["1 x 10–20", "3 y 20–30", "2 z 30–∞"])
    }

    @Test("puts a row that is older than everything known in front")
    mutating func prepends() {
        take("a", "y", from: 20)
        take("a", "x", from: 10)
        #expect(summary == ["2 x 10–20", "1 y 20–∞"])
    }

    @Test("fills a gap between two versions without overlapping either")
    func fillsGaps() {
        var history = MemberHistory(
            [
                MemberVersion(key: 7, values: ["a", "z"], validFrom: 30, validTo: .max, inferred: false),
                MemberVersion(key: 6, values: ["a", "x"], validFrom: 10, validTo: 15, inferred: false),
            ], versioned: [false, true])
        history.take(["a", "y"], validFrom: 20, newKey: { 8 })
        #expect(history.versions.map(\.key) == [6, 8, 7])
        #expect(history.versions.map(\.validFrom) == [10, 20, 30])
        #expect(history.versions.map(\.validTo) == [15, 30, .max])
    }

    @Test("overwrites an attribute without history in every version, and begins none")
    mutating func overwrites() {
        take("old", "x", from: 10)
        take("old", "y", from: 20)
        take("new", "y", from: 25)
        #expect(summary == ["1 x 10–20", "2 y 20–∞"])
        #expect(names == ["new", "new"])
    }

    @Test("does not take an attribute without history from a row that is older than what is known")
    mutating func keepsNewest() {
        take("new", "y", from: 20)
        take("old", "x", from: 10)
        #expect(names == ["new", "new"])
    }

    @Test("corrects a version that begins on the same day, without a new key")
    mutating func corrects() {
        take("a", "x", from: 10)
        take("a", "y", from: 10)
        #expect(summary == ["1 y 10–∞"])
    }

    @Test("corrects the latest version where the row does not say since when")
    mutating func correctsLatest() {
        take("a", "x", from: 10)
        take("a", "y", from: 20)
        take("b", "z", from: nil)
        #expect(summary == ["1 x 10–20", "2 z 20–∞"])
        #expect(names == ["b", "b"])
    }

    @Test("tells a missing value from an empty one, and begins a version for either")
    mutating func tellsNullFromEmpty() {
        take("a", nil, from: 10)
        take("a", "", from: 20)
        take("a", nil, from: 30)
        #expect(summary == ["1 NULL 10–20", "2  20–30", "3 NULL 30–∞"])
    }

    @Test("describes a placeholder in place, so that the rows that named it keep their key")
    mutating func describesPlaceholders() {
        history = MemberHistory(
            [MemberVersion(key: 9, values: [nil, nil], validFrom: .min, validTo: .max, inferred: true)],
            versioned: [false, true])
        take("a", "x", from: 10)
        #expect(summary == ["9 x 10–∞"])
        #expect(names == ["a"])
        take("a", "y", from: 20)
        #expect(summary == ["9 x 10–20", "1 y 20–∞"])
        history = MemberHistory(
            [MemberVersion(key: 9, values: [nil, nil], validFrom: .min, validTo: .max, inferred: true)],
            versioned: [false, true])
        take("a", "x", from: nil)
        #expect(summary == ["9 x ∞–∞"])
    }

    @Test("ends a version that arrives late where what it interrupts was stated again")
    mutating func endsAtRestatement() {
        take("a", "x", from: 10)
        take("a", "x", from: 30)
        take("a", "x", from: 40)
        take("a", "y", from: 20)
        #expect(summary == ["1 x 10–20", "2 y 20–30", "3 x 30–∞"])
        #expect(history.restated == [40])
    }

    @Test("begins a version earlier when a row that arrives late says the same")
    mutating func beginsEarlier() {
        take("a", "x", from: 10)
        take("a", "y", from: 30)
        take("a", "y", from: 20)
        #expect(summary == ["1 x 10–20", "2 y 20–∞"])
        #expect(history.restated == [30])
    }

    @Test("ends a member that a list does not name, and begins another version when it returns")
    mutating func closesAndOpens() {
        take("a", "x", from: 10)
        history.close(on: 20, newKey: keys.next)
        #expect(summary == ["1 x 10–20"])
        history.close(on: 25, newKey: keys.next)
        #expect(summary == ["1 x 10–20"])
        #expect(history.values(on: 20) == nil)
        history.open(["a", "x"], on: 30, newKey: keys.next)
        #expect(summary == ["1 x 10–20", "2 x 30–∞"])
        // What is said of a day before the end does not open it again.
        take("a", "y", from: 15)
        #expect(summary == ["1 x 10–15", "3 y 15–20", "2 x 30–∞"])
        // A row of a day within the gap does.
        take("a", "x", from: 25)
        #expect(summary == ["1 x 10–15", "3 y 15–20", "2 x 25–∞"])
    }

    @Test("does not end a member before a day on which it was stated again")
    mutating func closesUntilRestated() {
        take("a", "x", from: 10)
        take("a", "x", from: 30)
        history.close(on: 20, newKey: keys.next)
        #expect(summary == ["1 x 10–20", "2 x 30–∞"])
        history.close(on: 30, newKey: keys.next)
        #expect(summary == ["1 x 10–20", "2 x 30–∞"])
    }

    @Test("keeps a placeholder of a time that the row does not speak of")
    mutating func keepsOtherPlaceholders() {
        history = MemberHistory(
            [
                MemberVersion(key: 9, values: [nil, nil], validFrom: .min, validTo: 10, inferred: true),
                MemberVersion(key: 5, values: ["a", "x"], validFrom: 10, validTo: .max, inferred: false),
            ], versioned: [false, true])
        take("a", "y", from: 20)
        #expect(summary == ["9 NULL ∞–10 inferred", "5 x 10–20", "1 y 20–∞"])
    }

    @Test(
        "whatever the order of arrival, versions never overlap, and the last word on each day stands",
        arguments: 0..<200)
    mutating func neverOverlaps(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random(_ limit: Int32) -> Int32 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32(truncatingIfNeeded: state >> 33) % limit
        }
        for _ in 0..<12 { take("a", ["x", "y", "z"][Int(random(3))], from: random(20)) }
        let versions = history.versions.filter { !$0.isEmpty }
        for (version, next) in zip(versions, versions.dropFirst()) { #expect(version.validTo == next.validFrom) }
        #expect(versions.last?.validTo == .max)
        #expect(Set(versions.map(\.key)).count == versions.count)
    }
}
