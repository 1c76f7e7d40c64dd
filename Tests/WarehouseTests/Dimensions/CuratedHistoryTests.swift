import Testing

@testable import Warehouse

@Suite struct CuratedHistoryTests {
    private func history() -> MemberHistory {
        MemberHistory(
            [
                MemberVersion(key: 1, values: ["x"], validFrom: .min, validTo: 20, inferred: false),
                MemberVersion(key: 2, values: ["y"], validFrom: 20, validTo: .max, inferred: false),
            ], versioned: [true])
    }

    @Test("says exactly what the table says, keeping the keys of versions that begin on the same day")
    func replaces() {
        var history = history()
        history.replace(with: [(["y"], 20), (["w"], .min), (["z"], 30)], newKey: { 3 })
        #expect(history.versions.map(\.key) == [1, 2, 3])
        #expect(history.versions.map(\.values) == [["w"], ["y"], ["z"]])
        #expect(history.versions.map(\.validTo) == [20, 30, .max])
    }

    @Test("changes nothing when the table is the same")
    func replays() {
        var history = history()
        let before = history.versions
        history.replace(with: [(["x"], .min), (["y"], 20)], newKey: { 3 })
        #expect(history.versions == before)
    }

    @Test("leaves a version that the table no longer has without a day on which it holds")
    func removes() {
        var history = history()
        history.replace(with: [(["x"], .min)], newKey: { 3 })
        #expect(history.versions.map(\.key) == [1, 2])
        #expect(history.versions.map(\.validTo) == [.max, 20])
    }
}
