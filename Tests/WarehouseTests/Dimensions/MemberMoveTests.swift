import Testing

@testable import Warehouse

@Suite struct MemberMoveTests {
    private func version(_ key: Int32, _ from: Int32, _ to: Int32, inferred: Bool = false) -> MemberVersion {
        MemberVersion(key: key, values: ["a"], validFrom: from, validTo: to, inferred: inferred)
    }

    /// `old key first day–last day, exclusive → new key`, or the gap that is left.
    private func moves(_ before: [MemberVersion], _ after: [MemberVersion]) -> [String] {
        MemberMove.between(before, after, of: ["a"]).map { move in
            let target = move.newKey.map(String.init) ?? "gap \(move.gap?.from ?? 0)–\(move.gap?.to ?? 0)"
            return "\(move.oldKey) \(move.from)–\(move.to) → \(target)"
        }
    }

    @Test("leads the days that a version loses to the one that holds then")
    func splits() {
        #expect(
            moves([version(1, 10, 50)], [version(1, 10, 20), version(2, 20, 30), version(3, 30, 50)]) == [
                "1 20–30 → 2", "1 30–50 → 3",
            ])
    }

    @Test("moves nothing when a version only gains days")
    func grows() { #expect(moves([version(1, 10, 20)], [version(1, 0, 30), version(2, 30, 40)]) == []) }

    @Test("leads a version that is gone to the one that took over its days")
    func merges() {
        #expect(
            moves([version(1, 10, 20), version(2, 20, 30)], [version(1, 10, 30), version(2, 20, 20)]) == [
                "2 20–30 → 1"
            ])
    }

    @Test("tells the whole gap around days on which nothing holds")
    func gaps() {
        #expect(
            moves([version(1, 10, 50)], [version(1, 10, 20), version(2, 40, 60)]) == [
                "1 20–40 → gap 20–40", "1 40–50 → 2",
            ])
        #expect(
            moves([version(9, .min, .max, inferred: true)], [version(9, 10, 20)]) == [
                "9 \(Int32.min)–10 → gap \(Int32.min)–10", "9 20–\(Int32.max) → gap 20–\(Int32.max)",
            ])
    }
}
