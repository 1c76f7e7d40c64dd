import Testing

@testable import Warehouse

@Suite struct CompactionPlanTests {
    /// A leaf with one slice of its own, all of its rows live unless it is said otherwise.
    private func leaf(
        _ number: Int, rows: Int, kept: Int = 0, unkept: Int = 0, age: Int = 1
    ) -> StoredLeaf {
        let key = Int32(number)
        var pairs: [StoredLeaf.Pair] = []
        if rows > 0 { pairs.append(StoredLeaf.Pair(slice: key, version: key, rows: rows, age: 0)) }
        if kept > 0 { pairs.append(StoredLeaf.Pair(slice: 10_000 + key, version: key, rows: kept, age: age)) }
        return StoredLeaf(name: "v\(number)", versions: [key], kept: pairs, unkeptRows: unkept)
    }

    private func chosen(_ leaves: [StoredLeaf], _ demand: CompactionPlan.Demand = .whatPays) -> [String] {
        CompactionPlan(leaves, demand).rewritten.map(\.name)
    }

    @Test("rewrites a leaf of which under half is live, or of history under half is kept")
    func rewritesIdleLeaves() {
        #expect(chosen([leaf(1, rows: 4_999, unkept: 5_001)]) == ["v1"])
        #expect(chosen([leaf(1, rows: 5_000, unkept: 5_000)]) == [])
        // Readers pass over history too.
        #expect(chosen([leaf(1, rows: 4_999, kept: 5_001)]) == ["v1"])
        #expect(chosen([leaf(1, rows: 0, kept: 4_999, unkept: 5_001)]) == ["v1"])
        #expect(chosen([leaf(1, rows: 0, kept: 5_000, unkept: 5_000)]) == [])
        // What a small leaf wastes is nothing.
        #expect(chosen([leaf(1, rows: 10, unkept: 4_000)]) == [])
        #expect(chosen([leaf(1, rows: 10, unkept: 4_086)]) == ["v1"])
    }

    @Test("lets a leaf go that holds nothing, without rewriting any")
    func letsGo() {
        let plan = CompactionPlan([leaf(1, rows: 0, unkept: 10), leaf(2, rows: 5)], .whatPays)
        #expect(plan.emptied.map(\.name) == ["v1"])
        #expect(plan.rewritten == [])
    }

    @Test("joins small leaves once there are more than 32, each kind for itself")
    func joinsSmallLeaves() {
        #expect(chosen((1...32).map { leaf($0, rows: 10) }) == [])
        #expect(chosen((1...33).map { leaf($0, rows: 10) }).count == 33)
        let both = (1...32).map { leaf($0, rows: 10) } + (101...132).map { leaf($0, rows: 0, kept: 10) }
        #expect(chosen(both) == [])
        #expect(chosen(both + [leaf(133, rows: 0, kept: 10)]) == (101...133).map { "v\($0)" })
    }

    @Test("takes the smallest size of which there are eight, and no more rows than are easy beyond these")
    func takesTheSmallestSize() {
        // Sizes part at 4,096 and eight times that.
        let small = (1...7).map { leaf($0, rows: 4_095) }
        let middle = (8...20).map { leaf($0, rows: 4_096) }
        let large = (21...33).map { leaf($0, rows: 8 * 4_096) }
        #expect(chosen(small + middle + large) == middle.map(\.name).sorted())
        let huge = (1...40).map { leaf($0, rows: 3_000_000 + $0) }
        #expect(chosen(huge) == (1...8).map { "v\($0)" })
        let big = (1...40).map { leaf($0, rows: 300_000) }
        #expect(chosen(big).count == 13)
    }

    @Test("lays out what is published in one leaf and the n-th last versions of all slices under one version")
    func laysOut() throws {
        let leaves = [
            StoredLeaf(
                name: "a", versions: [1],
                kept: [
                    StoredLeaf.Pair(slice: 1, version: 1, rows: 5, age: 2),
                    StoredLeaf.Pair(slice: 2, version: 1, rows: 6, age: 0),
                ], unkeptRows: 0),
            StoredLeaf(
                name: "b", versions: [2, 3],
                kept: [
                    StoredLeaf.Pair(slice: 1, version: 2, rows: 7, age: 1),
                    StoredLeaf.Pair(slice: 3, version: 3, rows: 8, age: 4),
                    StoredLeaf.Pair(slice: 1, version: 3, rows: 9, age: 0),
                ], unkeptRows: 1),
        ]
        let plan = CompactionPlan(leaves, .everything)
        #expect(
            plan.newLeaves == [
                CompactionPlan.NewLeaf(
                    isLive: true,
                    moves: [
                        CompactionPlan.Move(slice: 2, version: 1, rows: 6, layer: 0),
                        CompactionPlan.Move(slice: 1, version: 3, rows: 9, layer: 0),
                    ]),
                CompactionPlan.NewLeaf(
                    isLive: false,
                    moves: [
                        CompactionPlan.Move(slice: 1, version: 2, rows: 7, layer: 0),
                        CompactionPlan.Move(slice: 1, version: 1, rows: 5, layer: 1),
                        CompactionPlan.Move(slice: 3, version: 3, rows: 8, layer: 0),
                    ]),
            ])
        #expect(plan.newLeaves.map(\.layers) == [1, 2])
    }

    @Test("parts a history of more versions than a leaf may have")
    func partsLongHistories() {
        let leaves = (1...600).map { number in
            StoredLeaf(
                name: "v\(number)", versions: [Int32(number)],
                kept: [StoredLeaf.Pair(slice: 1, version: Int32(number), rows: 1, age: number)], unkeptRows: 0)
        }
        let plan = CompactionPlan(leaves, .whatPays)
        #expect(plan.rewritten.count == 600)
        #expect(plan.newLeaves.map(\.layers) == [256, 256, 88])
        for leaf in plan.newLeaves { #expect(Set(leaf.moves.map(\.layer)).count == leaf.moves.count) }
    }

    @Test("rewrites a row about once for each power of eight, and leaves few leaves, whatever loads come")
    func costsLittle() {
        // Sizes by a rule of thumb of its own: mostly small, now and then large.
        var leaves: [StoredLeaf] = []
        var written = 0
        var loaded = 0
        for number in 1...5_000 {
            let rows = number % 97 == 0 ? 200_000 : 10 + number * 7_919 % 5_000
            loaded += rows
            leaves.append(leaf(number, rows: rows))
            let plan = CompactionPlan(leaves, .whatPays)
            let gone = Set(plan.rewritten.map(\.name))
            guard !gone.isEmpty else { continue }
            let joined = plan.rewritten.reduce(0) { $0 + $1.rows }
            written += joined
            leaves = leaves.filter { !gone.contains($0.name) }
            leaves.append(
                StoredLeaf(
                    name: "c\(number)", versions: [Int32(number)],
                    kept: [StoredLeaf.Pair(slice: Int32(number), version: Int32(number), rows: joined, age: 0)],
                    unkeptRows: 0))
            #expect(leaves.count <= 56)
        }
        // 23 million rows: from 4,096 on there are five powers of eight.
        #expect(written < 5 * loaded)
    }
}
