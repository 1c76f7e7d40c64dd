import Disclosure
import TestSupport

/// Random tables with zeros, unpublished margins and cells that are known, hidden or not protected.
struct RandomProblems {
    private var random: Randomness

    init(seed: UInt64) { random = Randomness(seed: seed) }

    static let shapes: [[TableSide]] = [
        [.flat(5)], [.flat(3), .flat(4)], [.flat(6), .flat(6)], [.tree([3, 3])], [.tree([2, 2, 2]), .flat(3)],
        [.flat(3), .flat(3), .flat(3)], [.tree([2, 2]), .tree([2, 3])], [.flat(2), .flat(3), .tree([2, 2])],
    ]

    /// A full table by one of the shapes: only zeros and small counts make it hard.
    mutating func table(_ shape: [TableSide], minimums: [Int64] = [5], most: UInt64 = 30) -> DisclosureProblem {
        let zeros = random.next() % 60
        var random = random
        let problem = CrossTable(sides: shape).problem(minimums: minimums) { _ in
            minimums.map { _ in
                random.next() % 100 < zeros ? 0 : Int64(random.next() % (random.next() % 2 == 0 ? 8 : most))
            }
        }
        self.random = random
        return problem
    }

    /// The same with margins and rests that no table has, complements, and cells that are known already, hidden, or open to all.
    mutating func disturbed(_ problem: DisclosureProblem) -> DisclosureProblem {
        var problem = problem
        for cell in problem.cells.indices {
            let isTotal = problem.cells[cell].reluctance > 0
            problem.cells[cell].isProtected = random.next() % 10 != 0
            switch random.next() % 20 {
            case 0: problem.cells[cell].standing = .hidden
            case 1: problem.cells[cell].standing = .known
            case 2: problem.cells[cell].standing = .implied
            case 3...6 where isTotal: problem.cells[cell].standing = .implied
            default: break
            }
        }
        return problem
    }
}
