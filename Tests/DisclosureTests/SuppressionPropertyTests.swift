import TestSupport
import Testing

@testable import Disclosure

@Suite struct SuppressionPropertyTests {
    @Test("leaves nothing exposed in any full table, and hides every small count and no zero", arguments: [2, 5, 10])
    func nothingExposed(minimum: Int64) {
        var random = RandomProblems(seed: UInt64(minimum))
        for round in 0..<80 {
            let shape = RandomProblems.shapes[round % RandomProblems.shapes.count]
            let problem = random.table(shape, minimums: [minimum])
            let hidden = Set(problem.suppression().reasons.keys)
            #expect(problem.exposures(hiding: hidden).isEmpty)
            for (cell, controlled) in problem.cells.enumerated() {
                let count = controlled.counts[0] ?? 0
                if (1..<minimum).contains(count) { #expect(hidden.contains(cell)) }
                if count == 0 { #expect(!hidden.contains(cell)) }
            }
        }
    }

    @Test("leaves nothing exposed in any of several quantities")
    func severalQuantities() {
        var random = RandomProblems(seed: 7)
        for round in 0..<40 {
            let shape = RandomProblems.shapes[round % RandomProblems.shapes.count]
            let problem = random.table(shape, minimums: [5, 10, 0])
            #expect(problem.exposures(hiding: Set(problem.suppression().reasons.keys)).isEmpty)
        }
    }

    @Test("an independent attacker finds nothing too narrow with complementary cells, and recovers counts without")
    func independentAttacker() throws {
        var random = RandomProblems(seed: 99)
        var guarded: [LinearProgram] = []
        var unguarded: [LinearProgram] = []
        var withoutPresence: [LinearProgram] = []
        var counts: [[Int64]] = []
        for round in 0..<64 {
            let problem = random.table(RandomProblems.shapes[round % RandomProblems.shapes.count])
            let small = problem.suppression(complementary: false).reasons.keys.sorted()
            let hidden = Set(problem.suppression().reasons.keys)
            counts.append(problem.cells.map { $0.counts[0] ?? 0 })
            guarded.append(LinearProgram(problem, hiding: hidden, asked: hidden.sorted()))
            withoutPresence.append(
                LinearProgram(problem, hiding: hidden, asked: hidden.sorted(), knowsPresence: false))
            unguarded.append(LinearProgram(problem, hiding: Set(small), asked: small))
        }
        var recovered = 0
        for (program, intervals) in zip(unguarded, try LinearProgram.intervals(unguarded)) {
            recovered += zip(program.asked, intervals).count {
                $1.lowest == program.counts[$0] && $1.highest == program.counts[$0]
            }
        }
        #expect(recovered > 100)
        let (intervals, wider) = (
            try LinearProgram.intervals(guarded), try LinearProgram.intervals(withoutPresence)
        )
        for (index, program) in guarded.enumerated() {
            for (place, cell) in program.asked.enumerated() {
                let interval = intervals[index][place]
                let highest = interval.highest ?? .max
                if (1..<5).contains(program.counts[cell]) {
                    #expect(wider[index][place].lowest <= 1 && highest >= 4)
                } else {
                    #expect(interval.lowest < highest)
                }
            }
        }
    }

    @Test("decides the same each time, and keeps what was hidden before")
    func repeated() {
        var random = RandomProblems(seed: 3)
        for round in 0..<40 {
            let table = random.table(RandomProblems.shapes[round % RandomProblems.shapes.count])
            let problem = random.disturbed(table)
            let suppression = problem.suppression()
            #expect(problem.suppression() == suppression)
            var later = problem
            for cell in problem.cells.indices where problem.cells[cell].standing == .open {
                later.cells[cell].standing = suppression.reasons[cell] == nil ? .known : .hidden
            }
            #expect(Set(later.suppression().reasons.keys) == Set(suppression.reasons.keys))
            let hidden = Set(suppression.reasons.keys)
            #expect(later.exposures(hiding: []) == problem.exposures(hiding: hidden))
        }
    }
}
