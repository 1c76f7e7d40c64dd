import Foundation
import TestSupport
import Testing

@testable import Disclosure

/// What the independent attacker is asked, and what it answers.
struct LinearProgram: Encodable {
    let least: [Int64]
    let counts: [Int64]
    let unknown: [Bool]
    let relations: [Relation]
    let asked: [Int]

    struct Relation: Encodable {
        let relation: CountRelation

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(relation.whole)
            try list.encode(relation.parts)
        }
    }

    /// What a reader of the tables knows in one quantity.
    ///
    /// - Parameter knowsPresence: whether the reader uses that a hidden row is not zero.
    /// - Precondition: all counts are known.
    init(
        _ problem: DisclosureProblem, quantity: Int = 0, hiding hidden: Set<Int>, asked: [Int],
        knowsPresence: Bool = true
    ) {
        counts = problem.cells.map { $0.counts[quantity] ?? 0 }
        let isHidden = problem.cells.indices.map {
            let standing = problem.cells[$0].standing
            return standing == .hidden || standing == .open && hidden.contains($0)
        }
        unknown = problem.cells.indices.map { isHidden[$0] || problem.cells[$0].standing == .implied }
        let counts = counts
        least = counts.indices.map { knowsPresence && isHidden[$0] && counts[$0] > 0 ? 1 : 0 }
        relations = problem.relations.filter { relation in
            counts[relation.whole] == relation.parts.reduce(0) { $0 + counts[$1] }
        }.map(Relation.init)
        self.asked = asked
    }

    /// Solves them all with HiGHS; bounds are rounded inwards to the whole numbers that are possible.
    static func intervals(_ programs: [LinearProgram]) throws -> [[CountInterval]] {
        try withTemporaryDirectory { directory in
            let file = "\(directory)/problems.json"
            try JSONEncoder().encode(programs).write(to: URL(filePath: file))
            let script = "\(repositoryDirectory)/Tests/DisclosureTests/attack.py"
            let outcome = try runProgram(pythonProgram, ["-B", script, file])
            try #require(outcome.status == 0, "\(outcome.standardError)")
            let answers = try JSONDecoder().decode([[[Double?]]].self, from: Data(outcome.standardOutput.utf8))
            return try answers.map { answer in
                try answer.map { ends in
                    CountInterval(
                        lowest: Int64((try #require(ends[0]) - 1e-6).rounded(.up)),
                        highest: ends[1].map { Int64(($0 + 1e-6).rounded(.down)) })
                }
            }
        }
    }
}
