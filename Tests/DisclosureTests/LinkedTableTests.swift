import Testing

@testable import Disclosure

/// Tables that share cells, worked out by hand.
@Suite struct LinkedTableTests {
    @Test("a cross table needs a rectangle: one small cell takes three others with it")
    func rectangle() {
        // 3 20 30 | 53; 40 50 60 | 150; 70 80 90 | 240; 113 150 180 | 443. The smallest rectangle with the 3 in it.
        let inner: [[Int64]] = [[3, 20, 30], [40, 50, 60], [70, 80, 90]]
        let table = CrossTable(sides: [.flat(3), .flat(3)])
        let problem = table.problem(minimums: [5]) { cell in
            let nodes = table.nodes(of: cell)
            return [inner[nodes[0] - 1][nodes[1] - 1]]
        }
        let small = table.cell([1, 1])
        #expect(problem.exposures(hiding: [small]) == [Exposure(cell: small, quantity: 0, lowest: 3, highest: 3)])
        // Two cells of a row and of a column still leave it: the others of the rectangle follow first.
        let corner = Set([[1, 1], [1, 2], [2, 1]].map(table.cell))
        #expect(problem.exposures(hiding: corner).map(\.lowest) == [3, 40, 20])
        let rectangle = Set([[1, 1], [1, 2], [2, 1], [2, 2]].map(table.cell))
        #expect(Set(problem.suppression().reasons.keys) == rectangle)
        #expect(problem.exposures(hiding: rectangle).isEmpty)
    }

    @Test("a small part of a part is protected on every level of a hierarchy")
    func hierarchy() {
        var table = Table()
        table.add("a1", 3)
        table.add("b1", 40)
        table.add("b2", 50)
        table.add("a", 3, reluctance: 1)
        table.add("b", 90, reluctance: 1)
        table.add("c", 70, reluctance: 1)
        table.add("total", 163, reluctance: 2)
        table.sum("a", "a1")
        table.sum("b", "b1", "b2")
        table.sum("total", "a", "b", "c")
        // The only part tells its whole, so both are small; b or c must go, and c is less.
        #expect(table.hidden() == ["a1": .small, "a": .small, "c": .complementary])
        #expect(table.remaining.isEmpty)
        #expect(table.exposures(hiding: ["a", "a1"]) == ["a1 3…3", "a 3…3"])
    }

    @Test("two tables with a total in common, of which one alone would show nothing")
    func commonTotal() {
        var table = Table()
        table.add("young", 3)
        table.add("middle", 20)
        table.add("old", 27)
        table.add("north", 24)
        table.add("south", 26)
        table.add("total", 50, reluctance: 1)
        table.sum("total", "young", "middle", "old")
        table.sum("total", "north", "south")
        // Hiding the total alone does not help: it follows from north and south.
        #expect(table.exposures(hiding: ["young", "total"]) == ["young 3…3", "total 50…50"])
        #expect(table.hidden() == ["young": .small, "middle": .complementary])
    }

    @Test("a difference of years follows like any other sum, here through what was shown last year")
    func time() {
        var table = Table()
        table.add("q1", 3)
        table.add("q2", 20, standing: .known)
        table.add("q3", 30, standing: .known)
        table.add("year", 53, reluctance: 1)
        table.add("half", 23, standing: .known)
        table.sum("year", "q1", "q2", "q3")
        table.sum("half", "q1", "q2")
        #expect(table.hidden() == ["q1": .small])
        #expect(table.remaining == ["q1 3…3"])
    }

    @Test("the complement of a rate is protected by its whole or its numerator")
    func complement() {
        var table = Table()
        table.add("in time", 97)
        table.add("late", 3, standing: .implied)
        table.add("all", 100, reluctance: 1)
        table.sum("all", "in time", "late")
        #expect(table.exposures(hiding: []) == ["late 3…3"])
        #expect(table.hidden() == ["in time": .complementary])
        #expect(table.remaining.isEmpty)
    }

    @Test("a margin that no table has, and the rest of a whole, tie cells together as well")
    func impliedMargin() {
        var table = Table()
        table.add("a", 3)
        table.add("rest", 17, standing: .implied, isProtected: false)
        table.add("total", 20, reluctance: 1)
        table.sum("total", "a", "rest")
        // The rest can be 0…19, so that a can be 1…20.
        #expect(table.hidden() == ["a": .small])
        #expect(table.remaining.isEmpty)
        table.add("other", 11)
        table.add("part", 6)
        table.sum("rest", "other", "part")
        #expect(table.exposures(hiding: ["a"]) == ["a 3…3"])
        #expect(table.hidden() == ["a": .small, "part": .complementary])
    }

    @Test("a rest that nobody shows cannot be negative: a hidden whole is at least what its shown part is")
    func restOfWhole() {
        var table = Table()
        table.add("a", 20)
        table.add("rest", 3, standing: .implied, isProtected: false)
        table.add("total", 23)
        table.sum("total", "a", "rest")
        var attack = QuantityAttack(table.problem, quantity: 0, knowsPresence: true)
        let total = table["total"]
        let intervals = attack.intervals(of: [total], hidden: table.problem.hiddenFlags([total]))
        #expect(intervals == [total: CountInterval(lowest: 20, highest: nil)])
    }

    @Test("what is hidden for one quantity must not follow in another")
    func quantities() {
        var table = Table(minimums: [5, 0])
        table.add("a", 3, 700)
        table.add("b", 20, 1)
        table.add("c", 30, 900)
        table.add("total", 53, nil, reluctance: 1)
        table.add("sum", nil, 1601, reluctance: 1)
        table.sum("total", "a", "b", "c")
        table.sum("sum", "a", "b", "c")
        #expect(table.hidden() == ["a": .small, "b": .complementary])
        #expect(table.remaining.isEmpty)
        #expect(table.problem.exposures(hiding: [0]).map(\.lowest) == [3, 700])
    }

    @Test("a quantity whose counts do not add up, as distinct ones may not, tells nothing")
    func distinct() {
        var table = Table()
        table.add("a", 3)
        table.add("b", 20)
        table.add("total", 22)
        table.sum("total", "a", "b")
        #expect(table.hidden() == ["a": .small])
        #expect(table.remaining.isEmpty)
    }

    @Test("odd problems: none at all, repeated relations, a whole among its parts, cycles, nothing shown")
    func odd() {
        let none = DisclosureProblem(minimums: [])
        #expect(none.suppression().reasons.isEmpty && none.exposures(hiding: []).isEmpty)
        var table = Table()
        table.add("a", 3)
        table.add("b", 20)
        table.add("total", 23, reluctance: 1)
        table.add("again", 23, reluctance: 1)
        for _ in 0..<2 { table.sum("total", "a", "b") }
        table.sum("total", "b", "a")
        table.sum("total", "again")
        table.sum("again", "total")
        table.sum("a", "a", "a")
        #expect(table.hidden() == ["a": .small, "b": .complementary])
        let all = ["a", "b", "total", "again"]
        #expect(table.exposures(hiding: all).isEmpty)
        #expect(table.exposures(hiding: ["a", "total"]) == ["a 3…3", "total 23…23"])
    }
}
