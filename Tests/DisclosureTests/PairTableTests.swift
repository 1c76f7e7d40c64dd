import Foundation
import TestSupport
import Testing

@testable import Disclosure

/// Three tables of the same rows, each by two of three roots: what one hides can follow from all three together.
@Suite struct PairTableTests {
    /// Tables by each two of three roots with their totals; combinations of all three are shown nowhere.
    private struct Tables {
        let table: CrossTable
        var problem: DisclosureProblem

        init(_ random: inout Randomness) {
            let sizes = (0..<3).map { _ in 2 + Int(random.next() % 2) }
            let zeros = random.next() % 60
            table = CrossTable(sides: sizes.map(TableSide.flat))
            let most: [UInt64] = [4, 9, 30]
            problem = table.problem(minimums: [5]) { _ in
                [random.next() % 100 < zeros ? 0 : Int64(random.next() % random.pick(most))]
            }
            for cell in problem.cells.indices where table.isInner(cell) {
                problem.cells[cell] = ControlledCell(counts: [nil], standing: .implied, isProtected: false)
            }
        }

        func count(_ cell: Int) -> Int64 { problem.cells[cell].counts[0] ?? 0 }

        /// What is hidden when each of the three tables is looked at by itself, with what the others hide.
        var separately: Set<Int> {
            var hidden: Set<Int> = []
            for side in 0..<3 {
                var alone = problem
                let isHere = problem.cells.indices.map { table.nodes(of: $0)[side] == 0 }
                for cell in alone.cells.indices {
                    if isHere[cell] {
                        if hidden.contains(cell) { alone.cells[cell].standing = .hidden }
                    } else {
                        alone.cells[cell] = ControlledCell(counts: [nil], standing: .implied, isProtected: false)
                    }
                }
                alone.relations.removeAll { relation in !relation.parts.allSatisfy { isHere[$0] } }
                hidden.formUnion(alone.suppression().reasons.keys)
            }
            return hidden
        }

        func attack(hiding hidden: Set<Int>) -> JointAttack {
            let figures = problem.cells.indices.filter { !table.isInner($0) }
            return JointAttack(
                sizes: table.sides.map { $0.children.count - 1 },
                shown: figures.filter { !hidden.contains($0) }.map {
                    JointAttack.Figure(place: table.nodes(of: $0), count: count($0))
                },
                hidden: hidden.sorted().map(table.nodes))
        }

        /// What is known too well by what an attack has found of the hidden cells.
        func exposed(_ hidden: Set<Int>, _ bounds: [JointAttack.Bounds]) -> [Int] {
            zip(hidden.sorted(), bounds).filter { cell, bounds in
                let highest = bounds.highest ?? .max
                return (1..<5).contains(count(cell))
                    ? bounds.lowest > 1 || highest < 4 : bounds.lowestPresent >= highest
            }.map(\.0)
        }
    }

    @Test("nothing follows from all tables together by every combination that rows can be, as it does table by table")
    func jointly() throws {
        var random = Randomness(seed: 2569)
        let trials = (0..<40).map { _ in Tables(&random) }
        let together = trials.map { Set($0.problem.suppression().reasons.keys) }
        let separately = trials.map(\.separately)
        for (trial, hidden) in zip(trials, together) {
            #expect(trial.problem.exposures(hiding: hidden).isEmpty)
            #expect(hidden.allSatisfy { !trial.table.isInner($0) && trial.count($0) > 0 })
            for cell in trial.problem.cells.indices where (1..<5).contains(trial.count(cell)) {
                #expect(hidden.contains(cell))
            }
        }
        let answers = try JointAttack.bounds(zip(trials, together).map { $0.attack(hiding: $1) })
        for (index, trial) in trials.enumerated() {
            #expect(trial.exposed(together[index], answers[index]) == [])
        }
        // The same attacker does find what tables that know nothing of each other leave.
        let others = try JointAttack.bounds(zip(trials, separately).map { $0.attack(hiding: $1) })
        let left = trials.indices.count { !trials[$0].exposed(separately[$0], others[$0]).isEmpty }
        #expect(left > 0)
        // And the audit sees the very cells.
        for (index, trial) in trials.enumerated() {
            let exposed = trial.problem.exposures(hiding: separately[index]).map(\.cell)
            #expect(exposed == trial.exposed(separately[index], others[index]))
        }
    }
}

/// What the attacker that knows combinations alone is asked, and what it answers.
private struct JointAttack: Encodable {
    let sizes: [Int]
    let shown: [Figure]
    let hidden: [[Int]]

    struct Figure: Encodable {
        let place: [Int]
        let count: Int64

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(place)
            try list.encode(count)
        }
    }

    /// The whole numbers that are possible.
    struct Bounds {
        let lowest: Int64
        /// With the knowledge that no hidden count is zero.
        let lowestPresent: Int64
        let highest: Int64?
    }

    static func bounds(_ attacks: [JointAttack]) throws -> [[Bounds]] {
        try withTemporaryDirectory { directory in
            let file = "\(directory)/problems.json"
            try JSONEncoder().encode(attacks).write(to: URL(filePath: file))
            let script = "\(repositoryDirectory)/Tests/DisclosureTests/attack_jointly.py"
            let outcome = try runProgram(pythonProgram, ["-B", script, file])
            try #require(outcome.status == 0, "\(outcome.standardError)")
            return try JSONDecoder().decode([[[Double?]]].self, from: Data(outcome.standardOutput.utf8)).map { answer in
                try answer.map { ends in
                    Bounds(
                        lowest: Int64((try #require(ends[0]) - 1e-6).rounded(.up)),
                        lowestPresent: Int64((try #require(ends[1]) - 1e-6).rounded(.up)),
                        highest: ends[2].map { Int64(($0 + 1e-6).rounded(.down)) })
                }
            }
        }
    }
}
