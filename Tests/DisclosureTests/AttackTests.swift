import TestSupport
import Testing

@testable import Disclosure

@Suite struct AttackTests {
    @Test("finds the same bounds as an independent solver, for every unknown cell of random tables")
    func sameBounds() throws {
        var random = RandomProblems(seed: 2568)
        var programs: [LinearProgram] = []
        var found: [[CountInterval]] = []
        for round in 0..<96 {
            let shape = RandomProblems.shapes[round % RandomProblems.shapes.count]
            var problem = random.table(shape)
            if round % 3 != 0 { problem = random.disturbed(problem) }
            let hidden = Set(problem.suppression(complementary: round % 2 == 0).reasons.keys)
            let flags = problem.hiddenFlags(hidden)
            // Where margins are not asked for, what they tell must come out all the same.
            let isAskedForMargins = round % 4 < 2
            let unknown = problem.cells.indices.filter {
                flags[$0] || isAskedForMargins && problem.cells[$0].standing == .implied
            }
            var attack = QuantityAttack(problem, quantity: 0, knowsPresence: true)
            let intervals = attack.intervals(of: unknown, hidden: flags)
            found.append(try unknown.map { try #require(intervals[$0]) })
            programs.append(LinearProgram(problem, hiding: hidden, asked: unknown))
        }
        #expect(programs.contains { program in program.unknown.count { $0 } > program.asked.count })
        let expected = try LinearProgram.intervals(programs)
        #expect(expected.joined().count > 1000)
        #expect(found == expected)
    }
}
