import Periods

/// Makes the values of one row after another.
///
/// There is one in a run of a recipe, and nothing in it is allocated per row.
struct RowMaker {
    let program: FieldProgram
    let layouts: [PopulationLayout]
    var random: SplitMix
    var slots: [Int64]
    /// The row's position among those of its month.
    var monthPosition = 0
    /// A population of which a month asked more members than it has.
    private(set) var overdrawn: Int?
    /// Whether a product did not fit 64 bits.
    private(set) var overflowed = false
    /// The year of the row's day, for counters that start again.
    var year = 0
    /// The values of the detail lines, line by line, of each detail.
    private(set) var lines: [[Int64]]
    private let steadySeed: UInt64
    private var counters: [Int]
    private var counterYears: [Int]

    init(program: FieldProgram, layouts: [PopulationLayout], random: SplitMix) {
        self.program = program
        self.layouts = layouts
        self.random = random
        steadySeed = self.random.next()
        slots = Array(repeating: missing, count: program.slotCount)
        lines = Array(repeating: [], count: program.details.count)
        counters = Array(repeating: 0, count: program.counterCount)
        counterYears = Array(repeating: 0, count: program.counterCount)
    }

    /// Computes the fields in the order they are written.
    mutating func make() {
        for index in program.fields.indices {
            slots[program.fields[index].slot] = value(program.fields[index].node)
        }
    }

    mutating func value(_ index: Int) -> Int64 {
        let node = program.nodes[index]
        switch node.operation {
        case .constant: return node.low
        case .slot: return slots[node.a]
        case .pick: return pick(node)
        case .branch:
            let key = value(node.a)
            let branch = key >= 0 && key < Int64(node.c) ? program.pool[node.b + Int(key)] : node.low
            return branch < 0 ? missing : value(Int(branch))
        case .dated: return dated(node)
        case .between:
            return node.low + Int64(node.a) * Int64(node.c < 0 ? random.below(node.b) : steady(node))
        case .times: return product(node)
        case .plus: return sum(node)
        case .least: return least(node)
        case .rescale:
            let number = value(node.a)
            return number == missing ? missing : number * node.low
        case .after: return after(node)
        case .maybe: return random.bits32() < node.low ? value(node.a) : missing
        case .sequence: return node.low + Int64(count(node.a, restartingYearly: node.c == 1) / node.b)
        case .cycle: return program.pool[node.a + count(node.c, restartingYearly: false) % node.b]
        case .draw: return draw(node)
        case .next:
            if monthPosition >= layouts[node.a].count { overdrawn = node.a }
            return Int64(layouts[node.a].mixed(monthPosition))
        case .attribute:
            let member = value(node.a)
            return member == missing ? missing : program.pool[node.c + layouts[node.b].cell(of: Int(member))]
        case .column:
            let row = value(node.a)
            return row == missing ? missing : program.pool[node.b + Int(row)]
        case .map:
            let word = value(node.a)
            return word >= 0 && word < Int64(node.c) ? program.pool[node.b + Int(word)] : missing
        case .month:
            let day = value(node.a)
            guard day != missing else { return missing }
            return Int64(
                CivilDate.first(ofMonth: CivilDate(number: Int(day)).monthNumber + Int(node.low)).number)
        case .details: return makeLines(node)
        case .lineCount:
            return lines[node.a].isEmpty
                ? 0 : Int64(lines[node.a].count / program.details[node.a].fields.count)
        case .lineSum:
            let width = program.details[node.a].fields.count
            return stride(from: node.b, to: lines[node.a].count, by: width).reduce(0) {
                $0 + lines[node.a][$1]
            }
        }
    }

    /// A number that depends on nothing but the value in a slot, the node and the seed.
    private func steady(_ node: Node) -> Int {
        var stream = SplitMix(seed: steadySeed &+ UInt64(bitPattern: slots[node.c]) &* 0x9e37_79b9_7f4a_7c15)
        _ = stream.next()
        stream = SplitMix(seed: stream.next() ^ UInt64(bitPattern: node.low) ^ UInt64(node.b))
        return stream.below(node.b)
    }

    private mutating func pick(_ node: Node) -> Int64 {
        let bits = random.bits32()
        var index = 0
        while index < node.b - 1, program.pool[node.a + index] <= bits { index += 1 }
        return program.pool[node.a + node.b + index]
    }

    private mutating func dated(_ node: Node) -> Int64 {
        let day = value(node.a)
        var index = node.c - 1
        while index >= 0, program.pool[node.b + index] > day { index -= 1 }
        return index < 0 ? missing : value(Int(program.pool[node.b + node.c + index]))
    }

    private mutating func product(_ node: Node) -> Int64 {
        var product: Int64 = 1
        for index in 0..<node.b {
            let factor = value(Int(program.pool[node.a + index]))
            if factor == missing { return missing }
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            if overflow { overflowed = true }
            product = overflow ? 0 : next
        }
        return divideRounding(product, by: node.low)
    }

    private mutating func sum(_ node: Node) -> Int64 {
        var sum: Int64 = 0
        for index in 0..<node.b {
            let part = value(Int(program.pool[node.a + 2 * index]))
            if part == missing { return missing }
            sum += part * program.pool[node.a + 2 * index + 1]
        }
        return sum
    }

    private mutating func least(_ node: Node) -> Int64 {
        var least = Int64.max
        for index in 0..<node.b {
            let part = value(Int(program.pool[node.a + 2 * index]))
            if part == missing { return missing }
            least = min(least, part * program.pool[node.a + 2 * index + 1])
        }
        return least
    }

    private mutating func after(_ node: Node) -> Int64 {
        let day = value(node.a)
        guard day != missing else { return missing }
        let days = value(node.b)
        guard days != missing, day + days <= node.low else { return missing }
        return day + days
    }

    private mutating func count(_ counter: Int, restartingYearly: Bool) -> Int {
        if restartingYearly, counterYears[counter] != year {
            counterYears[counter] = year
            counters[counter] = 0
        }
        defer { counters[counter] += 1 }
        return counters[counter]
    }

    private mutating func draw(_ node: Node) -> Int64 {
        let layout = layouts[node.a]
        guard node.c > 0 else { return Int64(random.below(layout.count)) }
        var cell = 0
        for index in 0..<node.c {
            let word = slots[Int(program.pool[node.b + 3 * index])]
            if word == missing { return missing }
            let map = Int(program.pool[node.b + 3 * index + 2])
            guard word < program.pool[map] else { return missing }
            let value = program.pool[map + 1 + Int(word)]
            if value < 0 { return missing }
            cell += Int(value) * Int(program.pool[node.b + 3 * index + 1])
        }
        let size = layout.starts[cell + 1] - layout.starts[cell]
        return size == 0 ? missing : Int64(layout.starts[cell] + random.below(size))
    }

    private mutating func makeLines(_ node: Node) -> Int64 {
        lines[node.a].removeAll(keepingCapacity: true)
        let count = value(node.b)
        guard count > 0 else { return 0 }
        for _ in 0..<count {
            for index in program.details[node.a].fields.indices {
                let field = program.details[node.a].fields[index]
                slots[field.slot] = value(field.node)
                lines[node.a].append(slots[field.slot])
            }
        }
        return count
    }

    /// Puts the values of one detail line back into their slots, to be written.
    mutating func restoreLine(_ line: Int, of detail: Int) {
        let width = program.details[detail].fields.count
        for index in 0..<width {
            slots[program.details[detail].fields[index].slot] = lines[detail][line * width + index]
        }
    }
}
