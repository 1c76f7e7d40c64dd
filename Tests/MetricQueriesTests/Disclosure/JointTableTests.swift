import Testing

@testable import MetricQueries

@Suite struct JointTableTests {
    @Test("places are all combinations, the last root fastest")
    func places() throws {
        let table = try #require(JointTable(roots: [4, 7], sizes: [2, 3], most: 6))
        #expect(table.count == 6)
        #expect(table.places(of: [:]) == Array(0..<6))
        #expect(table.places(of: [4: [1]]) == [3, 4, 5])
        #expect(table.places(of: [7: [0, 2]]) == [0, 2, 3, 5])
        #expect(table.places(of: [4: [1], 7: [2]]) == [5])
        #expect(table.places(of: [4: []]) == [])
    }

    @Test("a table of no roots has one place")
    func noRoots() throws {
        let table = try #require(JointTable(roots: [], sizes: [], most: 1))
        #expect(table.places(of: [:]) == [0])
    }

    @Test("refuses more places than it may have, also such that cannot be counted")
    func tooMany() {
        #expect(JointTable(roots: [0, 1], sizes: [2, 3], most: 5) == nil)
        #expect(JointTable(roots: [0, 1, 2], sizes: [1 << 40, 1 << 40, 1], most: .max) == nil)
    }
}
