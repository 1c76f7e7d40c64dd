import TestSupport
import Testing

@testable import MetricQueries

@Suite struct RootGroupsTests {
    private func texts(_ groups: RootGroups) -> [String] {
        groups.links.map { link in
            let (first, second) = (groups.groups[link.first], groups.groups[link.second])
            return "\(min(first[0], second[0])) \(max(first[0], second[0])) by \(link.common)"
        }.sorted()
    }

    @Test("a triangle of pairs is one group: what follows from all three is of all three roots")
    func triangle() {
        let groups = RootGroups([[0, 1], [1, 2], [0, 2]], sizes: [0: 2, 1: 3, 2: 4])
        #expect(groups.groups == [[0, 1, 2]])
        #expect(groups.links.isEmpty)
    }

    @Test("a chain of pairs is two groups, linked by the root in common")
    func chain() {
        let groups = RootGroups([[0, 1], [1, 2]], sizes: [0: 9, 1: 3, 2: 4])
        #expect(Set(groups.groups) == [[0, 1], [1, 2]])
        #expect(texts(groups) == ["0 1 by [1]"])
    }

    @Test("cells that restrict nothing are of a group without roots")
    func noRoots() {
        for cells in [[], [[]]] as [Set<Set<Int>>] {
            let groups = RootGroups(cells, sizes: [:])
            #expect(groups.groups == [[]])
            #expect(groups.links.isEmpty)
        }
    }

    @Test("a total and a cell of a root need no group besides the root's")
    func total() {
        let groups = RootGroups([[], [3]], sizes: [3: 5])
        #expect(groups.groups == [[3]])
        #expect(groups.links.isEmpty)
    }

    @Test("groups without a root in common are linked by their total alone")
    func disconnected() {
        let groups = RootGroups([[0, 1], [2, 3], [4]], sizes: [0: 2, 1: 2, 2: 2, 3: 2, 4: 2])
        #expect(Set(groups.groups) == [[0, 1], [2, 3], [4]])
        #expect(groups.links.count == 2)
        #expect(groups.links.allSatisfy { $0.common.isEmpty })
    }

    @Test("a square of pairs is cut where the table is smaller")
    func square() {
        // 0–1–2–3–0: joining 0 and 2, of two classes each, makes smaller tables than joining 1 and 3.
        let groups = RootGroups([[0, 1], [1, 2], [2, 3], [0, 3]], sizes: [0: 2, 1: 50, 2: 2, 3: 60])
        #expect(Set(groups.groups) == [[0, 1, 2], [0, 2, 3]])
        #expect(groups.links.map(\.common) == [[0, 2]])
    }

    @Test("holds every cell in one group and joins groups so that each root is in connected ones", arguments: 0..<200)
    func random(seed: UInt64) throws {
        var random = Randomness(seed: seed)
        let roots = 1 + Int(random.next() % 7)
        // Pairs alone make rings, which are no groups by themselves.
        let cells = Set(
            (0..<random.next() % 8).map { _ in
                seed % 2 == 0
                    ? Set((0..<roots).filter { _ in random.next() % 3 == 0 })
                    : Set((0..<2).map { _ in Int(random.next() % UInt64(roots)) })
            })
        let sizes = Dictionary(uniqueKeysWithValues: (0..<roots).map { ($0, 1 + Int(random.next() % 5)) })
        let result = RootGroups(cells, sizes: sizes)
        let groups = result.groups.map(Set.init)
        for cell in cells { #expect(groups.contains { cell.isSubset(of: $0) }) }
        if !cells.joined().isEmpty { #expect(groups.reduce([]) { $0.union($1) } == Set(cells.joined())) }
        for (index, group) in groups.enumerated() {
            #expect(result.groups[index] == group.sorted())
            for (other, larger) in groups.enumerated() where other != index { #expect(!group.isSubset(of: larger)) }
        }
        // A tree: one link less than groups, and all of them connected, whichever root is looked at (running intersection).
        #expect(result.links.count == groups.count - 1)
        for link in result.links {
            #expect(link.common == groups[link.first].intersection(groups[link.second]).sorted())
        }
        for root in [nil] + (0..<roots).map(Optional.some) {
            let holding = groups.indices.filter { root.map(groups[$0].contains) ?? true }
            var reached = Set(holding.prefix(1))
            for _ in groups {
                for link in result.links where root.map(link.common.contains) ?? true {
                    if reached.contains(link.first) || reached.contains(link.second) {
                        reached.formUnion([link.first, link.second])
                    }
                }
            }
            #expect(reached == Set(holding))
        }
    }
}
