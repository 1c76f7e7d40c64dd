import Testing

@testable import Disclosure

/// Figures of another state of the data than the rest, which cannot hold together with it.
@Suite struct ContradictoryRowsTests {
    /// Three and twenty of parts that nobody sees, and two totals of them; one is of an earlier state.
    private func table(stale: Int64) -> Table {
        var table = Table()
        table.add("few", 3)
        table.add("many", 20)
        table.add("first", nil, standing: .implied, isProtected: false)
        table.add("second", nil, standing: .implied, isProtected: false)
        table.add("total", 23, reluctance: 1)
        table.add("stale", stale, standing: .known)
        table.sum("few", "first")
        table.sum("many", "second")
        table.sum("total", "first", "second")
        table.sum("stale", "first", "second")
        return table
    }

    @Test("gives up the row of what was shown before, and no other")
    func givesUp() {
        for (stale, expected) in [(30, [false, false, false, true]), (23, [false, false, false, false])]
            as [(Int64, [Bool])]
        {
            let problem = table(stale: stale).problem
            let attack = QuantityAttack(problem, quantity: 0, knowsPresence: true)
            let rows = attack.system.contradictory(
                weights: [1_000, 1_000, 1_000, 1], isUnknown: problem.cells.map { $0.standing == .implied },
                least: attack.least)
            #expect(rows == expected)
        }
    }

    @Test("a stale total neither hides what follows nor keeps it from being protected")
    func protects() {
        let table = table(stale: 30)
        // 23 − 20 is still three.
        #expect(table.exposures(hiding: ["few"]) == ["few 3…3"])
        #expect(table.hidden() == ["few": .small, "many": .complementary])
        #expect(table.remaining.isEmpty)
    }

    @Test("a total shown before that agrees is knowledge like any other")
    func agrees() {
        let table = table(stale: 23)
        // The parts follow from one another by it, also where the total itself were hidden.
        #expect(table.exposures(hiding: ["few", "total"]) == ["few 3…3", "total 23…23"])
        #expect(table.hidden() == ["few": .small, "many": .complementary])
    }
}
