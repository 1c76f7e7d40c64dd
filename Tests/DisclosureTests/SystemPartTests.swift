import Testing

@testable import Disclosure

@Suite struct SystemPartTests {
    /// Two tables that share a total, and a third that shares nothing: a + b = t, c + d = t, e + f = g.
    private var table: Table {
        var table = Table()
        for name in ["a", "b", "c", "d"] { table.add(name, 10) }
        table.add("t", 20)
        for name in ["e", "f"] { table.add(name, 7) }
        table.add("g", 14)
        table.sum("t", "a", "b")
        table.sum("t", "c", "d")
        table.sum("g", "e", "f")
        return table
    }

    private func parts(
        _ table: Table, unknown: [String], passedOver: [Int] = [], asked: [String]
    ) -> (parts: [SystemPart], part: [Int: Int]) {
        let system = CountSystem(table.problem, quantity: 0)
        let names = Set(unknown.map { table[$0] })
        return system.parts(
            isUnknown: table.problem.cells.indices.map(names.contains),
            isPassedOver: (0..<system.rowCount).map(passedOver.contains), asked: asked.map { table[$0] })
    }

    @Test("an unknown total connects two tables, a known one parts them")
    func total() {
        let table = table
        let joined = parts(table, unknown: ["a", "c", "t"], asked: ["a", "c"])
        #expect(joined.parts.map(\.cells) == [["a", "b", "c", "d", "t"].map { table[$0] }])
        #expect(joined.part == [table["a"]: 0, table["c"]: 0])
        let parted = parts(table, unknown: ["a", "c"], asked: ["a", "c"])
        #expect(parted.parts.map(\.cells) == [["a", "b", "t"].map { table[$0] }, ["c", "d", "t"].map { table[$0] }])
        #expect(parted.part == [table["a"]: 0, table["c"]: 1])
    }

    @Test("only parts of what is asked about are looked at, and rows that are passed over connect nothing")
    func asked() {
        let table = table
        let unknown = ["a", "c", "t", "e"]
        let one = parts(table, unknown: unknown, asked: ["e"])
        #expect(one.parts.map(\.cells) == [["e", "f", "g"].map { table[$0] }])
        let passed = parts(table, unknown: unknown, passedOver: [0], asked: ["a", "c"])
        #expect(passed.parts.map(\.cells) == [["c", "d", "t"].map { table[$0] }])
        // No row says anything about what is in no part.
        #expect(passed.part == [table["c"]: 0])
    }

    @Test("a part has its own numbers for its cells and the same equations")
    func numbers() throws {
        let table = table
        let part = try #require(parts(table, unknown: ["e", "f"], asked: ["f"]).parts.first)
        #expect(part.place(of: table["g"]) == 2)
        #expect(part.place(of: table["a"]) == nil)
        #expect(part.system.counts == [7, 7, 14])
        #expect(part.system.rowCount == 1)
        // The whole comes first: g − e − f = 0.
        #expect(part.system.rowCells == [2, 0, 1])
        #expect(part.system.rowCoefficients == [1, -1, -1])
        #expect(part.taking(table.problem.cells.indices.map { $0 * 10 }) == [50, 60, 70])
    }
}
