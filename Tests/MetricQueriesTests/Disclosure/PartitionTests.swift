import TestSupport
import Testing

@testable import MetricQueries

@Suite struct PartitionTests {
    @Test("tells things apart by the sets they are in")
    func splits() {
        var partition = Partition(count: 6)
        partition.split([0, 1, 2])
        partition.split([2, 3])
        // Only in the first: 0, 1; in both: 2; only in the second: 3; in none: 4, 5.
        let numbered = partition.numbered
        #expect(numbered.parts == [0, 0, 1, 2, 3, 3])
        #expect(numbered.count == 4)
        #expect(numbered.parts(of: [0, 1, 2]) == [0, 1])
        #expect(numbered.parts(of: [3, 2]) == [1, 2])
        #expect(numbered.parts(of: []) == [])
    }

    @Test("leaves out what was removed, before and after it is told apart")
    func removes() {
        var partition = Partition(count: 4)
        partition.remove([1])
        partition.split([0, 1])
        partition.remove([3])
        let numbered = partition.numbered
        #expect(numbered.parts == [0, nil, 1, nil])
        #expect(numbered.count == 2)
        #expect(numbered.parts(of: [1, 3]) == [])
        partition.remove(0..<4)
        #expect(partition.numbered.count == 0)
    }

    @Test("nothing and everything are no sets that tell anything apart")
    func trivial() {
        #expect(Partition(count: 0).numbered.count == 0)
        var partition = Partition(count: 3)
        partition.split([])
        partition.split(0..<3)
        #expect(partition.numbered.parts == [0, 0, 0])
        #expect(partition.numbered.count == 1)
    }

    @Test("two things are in one part just when no set has one of them alone", arguments: 0..<50)
    func random(seed: UInt64) {
        var random = Randomness(seed: seed)
        let count = 1 + Int(random.next() % 12)
        let sets = (0..<random.next() % 6).map { _ in (0..<count).filter { _ in random.next() % 2 == 0 } }
        let removed = (0..<count).filter { _ in random.next() % 5 == 0 }
        var partition = Partition(count: count)
        let place = Int(random.next() % UInt64(sets.count + 1))
        for (index, set) in sets.enumerated() {
            if index == place { partition.remove(removed) }
            partition.split(set)
        }
        if place == sets.count { partition.remove(removed) }
        let numbered = partition.numbered
        for first in 0..<count {
            #expect((numbered.parts[first] == nil) == removed.contains(first))
            for second in 0..<count where !removed.contains(first) && !removed.contains(second) {
                let isAlike = sets.allSatisfy { $0.contains(first) == $0.contains(second) }
                #expect((numbered.parts[first] == numbered.parts[second]) == isAlike)
                #expect((partition.parts[first] == partition.parts[second]) == isAlike)
            }
        }
        #expect(Set(numbered.parts.compactMap(\.self)) == Set(0..<numbered.count))
    }
}
