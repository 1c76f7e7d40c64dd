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
    private var isPassedOver: [Bool]?

    init(_ problem: DisclosureProblem, quantity: Int, knowsPresence: Bool) {
        self.knowsPresence = knowsPresence
        let system = CountSystem(problem, quantity: quantity)
        self.system = system
        isImplied = problem.cells.map { $0.standing == .implied }
        least = zip(isImplied, system.counts).map { $0 || !knowsPresence ? 0 : min(1, $1 ?? 0) }
        let minimum = problem.minimums[quantity]
        caps = system.counts.map { $0.map { max($0 + 1, minimum - 1, 2) } }
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
        attack(needs, hidden: hidden) { attack, needs, part, program in
            for need in needs where !attack.isMet(need) { attack.move(need, part, program) }
        }
    }

    /// The needs of which nothing has been seen yet that meets them, after a few looks at all of them.
    mutating func probed(_ needs: [ProtectionNeed], hidden: [Bool]) -> [ProtectionNeed] {
        attack(needs, hidden: hidden) { _, _, _, _ in }
    }

    /// Takes counts of a part's cells into account that are possible with what is hidden.
    mutating func see(_ counts: [Double], of part: SystemPart) {
        for (cell, count) in zip(part.cells, counts) {
            // What is possible between whole numbers is rounded inwards.
            let count = min(count, Double(Int64.max / 2))
            lowestSeen[cell] = min(lowestSeen[cell], Int64((count - LinearProgram.tolerance).rounded(.up)))
            highestSeen[cell] = max(highestSeen[cell], Int64((count + LinearProgram.tolerance).rounded(.down)))
        }
    }

    func isMet(_ need: ProtectionNeed) -> Bool {
        need.isMet(lowest: lowestSeen[need.cell], highest: highestSeen[need.cell])
    }

    /// Looks at each part of what is unknown that has needs not met yet, and returns those that are not met thereafter.
    private mutating func attack(
        _ needs: [ProtectionNeed], hidden: [Bool],
        _ body: (inout QuantityAttack, [ProtectionNeed], SystemPart, CountProgram) -> Void
    ) -> [ProtectionNeed] {
        let open = needs.filter { !isMet($0) }
        guard !open.isEmpty else { return [] }
        let unknown = hidden.indices.map { isUnknown($0, hidden) }
        let (parts, part) = parts(unknown, asked: open.map(\.cell))
        var byPart: [[ProtectionNeed]] = Array(repeating: [], count: parts.count)
        for need in open {
            if let number = part[need.cell] {
                byPart[number].append(need)
            } else {
                // No row says anything about it.
                lowestSeen[need.cell] = least[need.cell]
                highestSeen[need.cell] = .max
            }
        }
        for (part, needs) in zip(parts, byPart) {
            // Where the solver gives up, nothing is seen.
            guard let program = program(part, unknown, asked: needs.map(\.cell)) else { continue }
            probe(needs, part, program)
            body(&self, needs, part, program)
        }
        return open.filter { !isMet($0) }
    }

    /// Moves all cells in question at once, in one direction and another: as long as a mixture settles more than one.
    private mutating func probe(_ needs: [ProtectionNeed], _ part: SystemPart, _ program: CountProgram) {
        var open = needs
        // Multiples of the golden ratio are spread evenly, and are the same in every run.
        var phase = 0.0
        func next() -> Double {
            phase = (phase + 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
            return phase
        }
        var (turn, idle) = (0, 0)
        while open.count > 2, idle < 4 {
            let weights = open.compactMap { need in
                let isUp = turn < 2 ? turn == 0 : next() < 0.5
                let weight = (isUp ? 1 : -1) * (0.1 + next())
                return part.place(of: need.cell).map { ($0, weight) }
            }
            // Where the solver gives up, each is looked at by itself.
            guard let counts = program.counts(for: weights) else { return }
            see(counts, of: part)
            let left = open.filter { !isMet($0) }
            idle = open.count - left.count < 2 ? idle + 1 : 0
            turn += 1
            open = left
        }
    }

    /// Moves one cell to its ends.
    private mutating func move(_ need: ProtectionNeed, _ part: SystemPart, _ program: CountProgram) {
        guard let place = part.place(of: need.cell) else { return }
        for (end, _) in need.targets where !isMet(need) {
            if let counts = program.counts(for: [(place, end == .highest ? 1 : -1)]) { see(counts, of: part) }
        }
    }

    // MARK: Intervals

    /// What a reader can work out about these cells, by cell; for those that are shown their very count.
    mutating func intervals(of cells: [Int], hidden: [Bool]) -> [Int: CountInterval] {
        let unknown = hidden.indices.map { isUnknown($0, hidden) }
        let (parts, part) = parts(unknown, asked: cells.filter { unknown[$0] })
        var programs: [Int: CountProgram] = [:]
        var intervals: [Int: CountInterval] = [:]
        for cell in cells {
            guard unknown[cell] else {
                intervals[cell] = system.counts[cell].map { CountInterval(lowest: $0, highest: $0) }
                continue
            }
            guard let number = part[cell], let place = parts[number].place(of: cell) else {
                intervals[cell] = CountInterval(lowest: least[cell], highest: nil)
                continue
            }
            if programs[number] == nil { programs[number] = program(parts[number], unknown, asked: cells) }
            let lowest = programs[number]?.counts(for: [(place, -1)]).map { $0[place] } ?? Double(least[cell])
            intervals[cell] = CountInterval(
                lowest: Int64((lowest - LinearProgram.tolerance).rounded(.up)),
                highest: programs[number]?.highest(place).map { Int64(($0 + LinearProgram.tolerance).rounded(.down)) })
        }
        return intervals
    }

    // MARK: Knowledge

    /// Takes over which rows contradict others: what holds together for a reader who knows more holds for one who knows less.
    mutating func adopt(_ other: QuantityAttack) { isPassedOver = isPassedOver ?? other.isPassedOver }

    private func isUnknown(_ cell: Int, _ hidden: [Bool]) -> Bool {
        hidden[cell] || isImplied[cell] || system.counts[cell] == nil
    }

    /// Parts what is unknown, without rows that contradict others.
    mutating func parts(_ unknown: [Bool], asked: [Int]) -> (parts: [SystemPart], part: [Int: Int]) {
        if isPassedOver == nil {
            let none = Array(repeating: false, count: system.rowCount)
            let all = system.parts(
                isUnknown: unknown, isPassedOver: none, asked: unknown.indices.filter { unknown[$0] })
            let isConsistent = all.parts.allSatisfy { program($0, unknown, asked: []) != nil }
            isPassedOver =
                isConsistent ? none : system.contradictory(weights: weights, isUnknown: unknown, least: least)
        }
        return system.parts(isUnknown: unknown, isPassedOver: isPassedOver ?? [], asked: asked)
    }

    /// What a part's cells can be; nil where the solver gave up, or where they can be nothing.
    private func program(_ part: SystemPart, _ unknown: [Bool], asked: [Int]) -> CountProgram? {
        var caps: [Int: Int64] = [:]
        for cell in asked where unknown[cell] {
            if let place = part.place(of: cell) { caps[place] = self.caps[cell] }
        }
        return CountProgram(
            part.system, isUnknown: part.taking(unknown), least: part.taking(least), caps: caps)
    }
}
