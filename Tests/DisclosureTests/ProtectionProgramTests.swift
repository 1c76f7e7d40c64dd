import Testing

@testable import Disclosure

@Suite struct ProtectionProgramTests {
    /// Three that must seem to be up to nine; 2 + 4 and 50 beside them, of a total that is shown.
    private var table: Table {
        var table = Table(minimum: 10)
        table.add("few", 3)
        table.add("two", 2, isProtected: false)
        table.add("four", 4, isProtected: false)
        table.add("fifty", 50)
        table.add("total", 59, reluctance: 100)
        table.sum("total", "few", "two", "four", "fifty")
        return table
    }

    @Test("hides one cell that is enough rather than several smaller ones")
    func single() {
        // Two and four can fall by 1 and 3, since they are shown to be there: not by six.
        #expect(table.hidden() == ["few": .small, "fifty": .complementary])
        #expect(table.remaining.isEmpty)
    }

    private func program(_ table: Table, hidden: Set<String>, open: Set<String>) -> (ProtectionProgram, CountSystem) {
        let system = CountSystem(table.problem, quantity: 0)
        let cells = table.problem.cells.indices
        let (hidden, open) = (Set(hidden.map { table[$0] }), Set(open.map { table[$0] }))
        let program = ProtectionProgram(
            system, isOpen: cells.map(open.contains), isHidden: cells.map(hidden.contains),
            isFree: cells.map { _ in false }, least: cells.map { _ in 1 }, prices: cells.map { _ in 1 })
        return (program, system)
    }

    @Test("changes counts that still add up, and come to the end that is asked for")
    func counts() throws {
        let table = table
        let (program, _) = program(table, hidden: ["few"], open: ["two", "four", "fifty", "total"])
        let need = ProtectionNeed(cell: table["few"], count: 3, range: .interval(lowest: 3, highest: 9))
        let up = try #require(program.counts(meeting: need, of: table["few"]))
        #expect(up.map { $0.rounded() } == [9, 2, 4, 44, 59])
        // What is hidden costs nothing: it is changed before anything else is.
        program.hide(table["total"])
        #expect(
            try #require(program.counts(meeting: need, of: table["few"])).map { $0.rounded() } == [9, 2, 4, 50, 65])
    }

    @Test("finds nothing where nothing can be hidden")
    func nothing() {
        let table = table
        let need = ProtectionNeed(cell: table["few"], count: 3, range: .interval(lowest: 3, highest: 9))
        #expect(program(table, hidden: ["few"], open: []).0.counts(meeting: need, of: table["few"]) == nil)
        // One and three are all that these can fall by.
        let (small, _) = program(table, hidden: ["few"], open: ["two", "four"])
        #expect(small.counts(meeting: need, of: table["few"]) == nil)
        // As some other value than it is, it needs one of them.
        let other = ProtectionNeed(cell: table["few"], count: 3, range: .otherValue)
        #expect(small.counts(meeting: other, of: table["few"]) != nil)
    }
}
