import TestSupport
import Testing

@testable import MetricQueries

@Suite struct JointCellsTests {
    private func classes(_ sizes: [Int]) -> [Int: Partition] {
        var result: [Int: Partition] = [:]
        for (root, size) in sizes.enumerated() {
            var partition = Partition(count: size)
            for each in 0..<size { partition.split([each]) }
            result[root] = partition.numbered
        }
        return result
    }

    @Test("a cell is made of what it has in common with others and of its rest")
    func atoms() throws {
        // A table of 2 × 3: a row, a column, and the total.
        var cells = try JointCells([[], [0], [1]], classes: classes([2, 3]), most: 100, of: "visit")
        for cell in [[:], [0: [0]], [1: [2]]] as [[Int: [Int]]] { cells.split(cell) }
        cells.splitLinks()
        // Nothing is asked of both roots, so each has a group of its own, and the total is in both.
        #expect(cells.parts(of: [0: [0]]).count == 1)
        #expect(cells.parts(of: [1: [2]]).count == 1)
        #expect(cells.parts(of: [:]).count == 2)
        let linked = cells.linked()
        #expect(linked.map(\.first.count) == [2])
        #expect(linked.map(\.second.count) == [2])
        // Asked of both, they share a table: in the row and the column, in one of them, in neither.
        var joint = try JointCells([[], [0], [1], [0, 1]], classes: classes([2, 3]), most: 100, of: "visit")
        for cell in [[:], [0: [0]], [1: [2]]] as [[Int: [Int]]] { joint.split(cell) }
        joint.splitLinks()
        #expect(joint.linked().isEmpty)
        #expect(joint.parts(of: [:]).count == 4)
        #expect(joint.parts(of: [0: [0]]).count == 2)
        #expect(joint.parts(of: [1: [2]]).count == 2)
        #expect(Set(joint.parts(of: [0: [0]])).intersection(joint.parts(of: [1: [2]])).count == 1)
        #expect(joint.parts(of: [0: [0], 1: [2]]).count == 1)
    }

    @Test("what a list leaves out of its whole has no rows, and nothing outside of the whole is left out")
    func lists() throws {
        var cells = try JointCells([[0, 1]], classes: classes([3, 2]), most: 100, of: "visit")
        // Of the second class of root 1 a table lists only the first of root 0.
        cells.keep([[0: [0], 1: [1]]], of: [1: [1]])
        for root in 0..<3 { cells.split([0: [root]]) }
        cells.split([1: [1]])
        #expect(cells.parts(of: [1: [1]]) == cells.parts(of: [0: [0], 1: [1]]))
        #expect(cells.parts(of: [0: [1], 1: [1]]).isEmpty && cells.parts(of: [0: [2], 1: [1]]).isEmpty)
        #expect(cells.parts(of: [1: [0]]).count == 3)
    }

    @Test("refuses a table of more combinations than it may have, and says of what")
    func tooDetailed() throws {
        #expect(throws: DisclosureError.self) {
            try JointCells([[0, 1]], classes: classes([2, 3]), most: 5, of: "visit")
        }
        // In groups of their own the roots have no combinations.
        _ = try JointCells([[0], [1]], classes: classes([2, 3]), most: 5, of: "visit")
    }

    /// Random cells over a few roots, with every combination of all roots counted.
    private struct Trial {
        let sizes: [Int]
        let cells: [[Int: [Int]]]
        let voids: [[Int: [Int]]]
        /// By combination of all roots: its classes and how many rows it has, none in voids.
        let rows: [(classes: [Int], count: Int)]

        init(seed: UInt64) {
            var random = Randomness(seed: seed)
            let sizes = (0..<2 + random.next() % 3).map { _ in 1 + Int(random.next() % 3) }
            func some(_ roots: Int) -> [Int: [Int]] {
                var cell: [Int: [Int]] = [:]
                for root in sizes.indices.shuffled(&random).prefix(roots) {
                    let set = (0..<sizes[root]).filter { _ in random.next() % 2 == 0 }
                    cell[root] = set.isEmpty ? [Int(random.next() % UInt64(sizes[root]))] : set
                }
                return cell
            }
            let cells = (0..<1 + random.next() % 6).map { _ in some(Int(random.next() % 3)) }
            let voids = (0..<random.next() % 3).map { _ in some(1 + Int(random.next() % 2)) }
            var combinations: [[Int]] = [[]]
            for size in sizes { combinations = combinations.flatMap { row in (0..<size).map { row + [$0] } } }
            rows = combinations.map { classes in
                (classes, voids.contains { Self.contains($0, classes) } ? 0 : Int(random.next() % 50))
            }
            (self.sizes, self.cells, self.voids) = (sizes, cells, voids)
        }

        static func contains(_ cell: [Int: [Int]], _ classes: [Int]) -> Bool {
            cell.allSatisfy { root, allowed in allowed.contains(classes[root]) }
        }

        func count(_ cell: [Int: [Int]]) -> Int {
            rows.reduce(0) { $0 + (Self.contains(cell, $1.classes) ? $1.count : 0) }
        }
    }

    @Test("cells are exactly the parts of random tables that nothing tells apart, and voids none", arguments: 0..<200)
    func random(seed: UInt64) throws {
        let trial = Trial(seed: seed)
        let all = Set((trial.cells + trial.voids).map { Set($0.keys) })
        let partitions = classes(trial.sizes)
        var joint = try JointCells(all, classes: partitions, most: 1000, of: "visit")
        for void in trial.voids { joint.remove(void) }
        for cell in trial.cells { joint.split(cell) }
        joint.splitLinks()
        let groups = RootGroups(all, sizes: partitions.mapValues(\.count))

        // The part of each place of each group, found by asking for the place alone.
        var counts: [JointCells.Part: Int] = [:]
        var signatures: [JointCells.Part: Set<[Bool]>] = [:]
        for (group, roots) in groups.groups.enumerated() {
            let links = groups.links.filter { $0.first == group || $0.second == group }
            for classes in Set(trial.rows.map { row in roots.map { row.classes[$0] } }) {
                let place = Dictionary(uniqueKeysWithValues: zip(roots, classes.map { [$0] }))
                // What the place is in among what can be asked of its group; other roots are left out.
                let isIn = { (cell: [Int: [Int]]) in cell.allSatisfy { $1.contains(place[$0]?[0] ?? -1) } }
                let here = { (cell: [Int: [Int]]) in Set(cell.keys).isSubset(of: roots) }
                let parts = joint.parts(of: place)
                if trial.voids.contains(where: { here($0) && isIn($0) }) {
                    #expect(parts.isEmpty)
                    continue
                }
                let part = try #require(parts.first)
                #expect(parts.count == 1 && part.group == group)
                counts[part, default: 0] += trial.count(place)
                let own = trial.cells.filter { here($0) && joint.parts(of: $0).allSatisfy { $0.group == group } }
                let common = links.flatMap { link in
                    trial.rows.map { row in link.common.allSatisfy { place[$0] == [row.classes[$0]] } }
                }
                signatures[part, default: []].insert(own.map(isIn) + common)
            }
        }
        // Whatever is in one part is in the same cells and on the same side of each link, and nothing else is.
        #expect(signatures.values.allSatisfy { $0.count == 1 })
        for group in groups.groups.indices {
            let known = signatures.filter { $0.key.group == group }.flatMap(\.value)
            #expect(Set(known).count == known.count)
        }
        for cell in trial.cells {
            let parts = joint.parts(of: cell)
            #expect(Set(parts).count == parts.count)
            #expect(parts.reduce(0) { $0 + (counts[$1] ?? 0) } == trial.count(cell))
        }
        for (first, second) in joint.linked() {
            #expect(Set(first.map(\.group)).isDisjoint(with: second.map(\.group)))
            let (one, other) = (first.map { counts[$0] ?? -1 }, second.map { counts[$0] ?? -1 })
            #expect(one.reduce(0, +) == other.reduce(0, +))
        }
        // Links are told for each combination of what they have in common.
        let expected = groups.links.reduce(0) { sum, link in
            sum + link.common.reduce(1) { $0 * trial.sizes[$1] }
        }
        #expect(joint.linked().count == expected)
    }
}

extension Range<Int> {
    fileprivate func shuffled(_ random: inout Randomness) -> [Int] {
        var rest = Array(self)
        var result: [Int] = []
        while !rest.isEmpty { result.append(rest.remove(at: Int(random.next() % UInt64(rest.count)))) }
        return result
    }
}
