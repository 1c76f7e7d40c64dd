internal import LinearProgramming

/// A reader who tries to work out hidden counts of one quantity, and remembers what turned out to be possible.
///
/// What was possible stays so when more cells are hidden, and needs no second look then.
struct QuantityAttack {
    let system: CountSystem
    /// Whether the reader uses that a hidden row is not zero.
    let knowsPresence: Bool
    /// By cell: the least count that a reader holds possible of it when it is hidden.
    let least: [Int64]
    private let isImplied: [Bool]
    private let weights: [Double]
    /// By cell: the range of its counts in the alternatives seen so far; none at first.
    private var lowestSeen: [Int64]
    private var highestSeen: [Int64]
    private let caps: [Int64?]
    /// By row of the system: whether it contradicts others and says nothing; known once something was hidden.
    private(set) var isPassedOver: [Bool]

    init(_ problem: DisclosureProblem, quantity: Int, knowsPresence: Bool) {
        self.knowsPresence = knowsPresence
        let system = CountSystem(problem, quantity: quantity)
        self.system = system
        isImplied = problem.cells.map { $0.standing == .implied }
        least = zip(isImplied, system.counts).map { $0 || !knowsPresence ? 0 : min(1, $1 ?? 0) }
        let minimum = problem.minimums[quantity]
        caps = system.counts.map { $0.map { max($0 + 1, minimum - 1, 2) } }
        isPassedOver = Array(repeating: false, count: system.rowCount)
        lowestSeen = Array(repeating: .max, count: problem.cells.count)
        highestSeen = Array(repeating: .min, count: problem.cells.count)
        // What was shown before may be of another state of the data; what is asked now is of one.
        weights = (0..<system.rowCount).map { row in
            system.terms(of: row).contains { problem.cells[system.rowCells[$0]].standing == .known } ? 1 : 1_000
        }
    }

    /// Two for each quantity: with the knowledge that hidden rows are not zero, and without.
    static func all(_ problem: DisclosureProblem) -> [QuantityAttack] {
        problem.minimums.indices.flatMap { quantity in
            [true, false].map { QuantityAttack(problem, quantity: quantity, knowsPresence: $0) }
        }
    }

    // MARK: Needs

    /// Looks for needs that are not met, in the order of the cells.
    mutating func unmet(_ needs: [ProtectionNeed], hidden: [Bool]) -> [ProtectionNeed] {
        let open = needs.filter { !isMet($0) }
        guard !open.isEmpty else { return [] }
        guard let program = program(hidden, asked: open.map(\.cell)) else { return open }
        probe(open, program)
        return open.filter { !isMet($0) && !meets($0, program) }
    }

    /// The needs of which nothing has been seen yet that meets them, after a few looks at all of them.
    mutating func probed(_ needs: [ProtectionNeed], hidden: [Bool]) -> [ProtectionNeed] {
        let open = needs.filter { !isMet($0) }
        guard open.count > 2, let program = program(hidden, asked: open.map(\.cell)) else { return open }
        probe(open, program)
        return open.filter { !isMet($0) }
    }

    /// Takes counts into account that are possible with what is hidden.
    mutating func see(_ counts: [Double]) {
        for (cell, count) in counts.enumerated() {
            // What is possible between whole numbers is rounded inwards.
            let count = min(count, Double(Int64.max / 2))
            lowestSeen[cell] = min(lowestSeen[cell], Int64((count - LinearProgram.tolerance).rounded(.up)))
            highestSeen[cell] = max(highestSeen[cell], Int64((count + LinearProgram.tolerance).rounded(.down)))
        }
    }

    func isMet(_ need: ProtectionNeed) -> Bool {
        need.isMet(lowest: lowestSeen[need.cell], highest: highestSeen[need.cell])
    }

    /// Moves all cells in question at once, in one direction and another: as long as a mixture settles more than one.
    private mutating func probe(_ needs: [ProtectionNeed], _ program: CountProgram) {
        var random = SplitMix(state: 2568)
        var open = needs
        var (turn, idle) = (0, 0)
        while open.count > 2, idle < 4 {
            let weights = open.map { need in
                let isUp = turn < 2 ? turn == 0 : random.next() % 2 == 0
                return (need.cell, (isUp ? 1 : -1) * (0.1 + Double(random.next() % 900) / 1000))
            }
            // Where the solver gives up, each is looked at by itself.
            guard let counts = program.counts(for: weights) else { return }
            see(counts)
            let left = open.filter { !isMet($0) }
            idle = open.count - left.count < 2 ? idle + 1 : 0
            turn += 1
            open = left
        }
    }

    /// Moves one cell to its ends.
    private mutating func meets(_ need: ProtectionNeed, _ program: CountProgram) -> Bool {
        for (end, _) in need.targets where !isMet(need) {
            if let counts = program.counts(for: [(need.cell, end == .highest ? 1 : -1)]) { see(counts) }
        }
        return isMet(need)
    }

    // MARK: Intervals

    /// What a reader can work out about these cells, by cell; for those that are shown their very count.
    mutating func intervals(of cells: [Int], hidden: [Bool]) -> [Int: CountInterval] {
        let asked = cells.filter { isUnknown($0, hidden) }
        let program = asked.isEmpty ? nil : program(hidden, asked: asked)
        var intervals: [Int: CountInterval] = [:]
        for cell in cells {
            guard let program, isUnknown(cell, hidden) else {
                intervals[cell] = system.counts[cell].map { CountInterval(lowest: $0, highest: $0) }
                continue
            }
            let lowest = program.counts(for: [(cell, -1)]).map { $0[cell] } ?? Double(least[cell])
            intervals[cell] = CountInterval(
                lowest: Int64((lowest - LinearProgram.tolerance).rounded(.up)),
                highest: program.highest(cell).map { Int64(($0 + LinearProgram.tolerance).rounded(.down)) })
        }
        return intervals
    }

    // MARK: Knowledge

    private func isUnknown(_ cell: Int, _ hidden: [Bool]) -> Bool {
        hidden[cell] || isImplied[cell] || system.counts[cell] == nil
    }

    /// The program with these cells hidden, without rows that contradict others; nil where the solver gave up.
    private mutating func program(_ hidden: [Bool], asked: [Int]) -> CountProgram? {
        let unknown = hidden.indices.map { isUnknown($0, hidden) }
        var caps: [Int: Int64] = [:]
        for cell in asked where unknown[cell] { caps[cell] = self.caps[cell] }
        if let program = CountProgram(
            system, isUnknown: unknown, least: least, caps: caps, isPassedOver: isPassedOver)
        {
            return program
        }
        isPassedOver = system.contradictory(weights: weights, isUnknown: unknown, least: least)
        return CountProgram(system, isUnknown: unknown, least: least, caps: caps, isPassedOver: isPassedOver)
    }
}

/// Numbers that look random and are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
