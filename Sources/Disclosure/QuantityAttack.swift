/// A reader who tries to work out hidden counts of one quantity, and remembers what turned out to be possible.
///
/// What was possible stays so when more cells are hidden, and needs no second look then.
struct QuantityAttack {
    let system: CountSystem
    /// By cell: the least count that a reader holds possible.
    let least: [Int64]
    /// Whether the reader uses that a hidden row is not zero.
    let knowsPresence: Bool
    /// By cell: the range of its counts in the alternatives seen so far.
    private var lowestSeen: [Int64]
    private var highestSeen: [Int64]
    private let isImplied: [Bool]

    init(_ problem: DisclosureProblem, quantity: Int, knowsPresence: Bool) {
        self.knowsPresence = knowsPresence
        let system = CountSystem(problem, quantity: quantity)
        self.system = system
        isImplied = problem.cells.map { $0.standing == .implied }
        least = zip(isImplied, system.counts).map { $0 || !knowsPresence ? 0 : min(1, $1) }
        lowestSeen = system.counts
        highestSeen = system.counts
    }

    /// Looks for needs that are not met and says why, in the order of the cells.
    ///
    /// - Parameter effort: how much is spent on each component; what is not found possible by then counts as not met.
    mutating func pins(hidden: [Bool], needs: [ProtectionNeed], effort: Int = .max) -> [Pin] {
        let needs = needs.filter { !$0.isMet(lowest: lowestSeen[$0.cell], highest: highestSeen[$0.cell]) }
        if needs.isEmpty { return [] }
        let unknowns = unknowns(hidden: hidden, asked: needs.map(\.cell))
        var equation = PinEquation(system, unknowns.subtraction)
        var pins: [Pin] = []
        var searched: [Int: [ProtectionNeed]] = [:]
        for need in needs {
            if let place = unknowns.subtraction.place[need.cell] {
                let row = unknowns.subtraction.steps[place].row
                pins.append(equation.pin(need, rows: [(row, 1)]))
            } else if let component = unknowns.component[need.cell] {
                searched[component, default: []].append(need)
            }
        }
        for (number, needs) in searched.sorted(by: { $0.key < $1.key }) {
            pins += self.pins(in: unknowns.components[number], needs: needs, effort: effort, equation: &equation)
        }
        return pins.sorted { $0.need.cell < $1.need.cell }
    }

    /// What a reader can work out about these cells, by cell; for those that are shown their very count.
    mutating func intervals(of cells: [Int], hidden: [Bool]) -> [Int: CountInterval] {
        let unknowns = unknowns(hidden: hidden, asked: cells)
        var intervals: [Int: CountInterval] = [:]
        var searched: [Int: [Int]] = [:]
        for cell in cells {
            intervals[cell] = CountInterval(lowest: system.counts[cell], highest: system.counts[cell])
            if let component = unknowns.component[cell] { searched[component, default: []].append(cell) }
        }
        for (number, cells) in searched {
            let component = unknowns.components[number]
            search(component) { search in
                for unknown in cells.compactMap(component.place) { search.exhaust(unknown) }
            }
            for cell in cells {
                let highest = highestSeen[cell]
                intervals[cell] = CountInterval(
                    lowest: lowestSeen[cell], highest: highest == AlternativeTable.unbounded ? nil : highest)
            }
        }
        return intervals
    }

    private func unknowns(hidden: [Bool], asked: [Int]) -> Unknowns {
        Unknowns(system, isUnknown: zip(hidden, isImplied).map { $0 || $1 }, least: least, asked: asked)
    }

    private mutating func pins(
        in component: UnknownComponent, needs: [ProtectionNeed], effort: Int, equation: inout PinEquation
    ) -> [Pin] {
        var pins: [Pin] = []
        var unproved = needs
        let least = least
        search(component) { search in
            search.probe()
            unproved = []
            for need in needs {
                do throws(ArithmeticOverflow) {
                    if search.tableau.work > effort {
                        unproved.append(need)
                    } else if let pin = try search.pin(need, in: component, least: least, equation: &equation) {
                        pins.append(pin)
                    }
                } catch {
                    unproved.append(need)
                }
            }
        }
        // A search that was given up proves nothing, unless another one came across what was sought.
        unproved.removeAll { $0.isMet(lowest: lowestSeen[$0.cell], highest: highestSeen[$0.cell]) }
        return pins + unproved.map { equation.guess($0) }
    }

    /// Lends a search of one component and keeps what it finds possible.
    ///
    /// The search does not begin where numbers grow too large to be exact.
    private mutating func search(_ component: UnknownComponent, _ body: (inout BoundSearch) -> Void) {
        let room = component.cells.map { system.counts[$0] - least[$0] }
        let table = AlternativeTable(
            room, lowest: component.cells.map { lowestSeen[$0] - least[$0] },
            highest: component.cells.map {
                highestSeen[$0] == AlternativeTable.unbounded ? highestSeen[$0] : highestSeen[$0] - least[$0]
            })
        do throws(ArithmeticOverflow) {
            var search = BoundSearch(try Tableau(component, of: system, room: room), table)
            body(&search)
            for (unknown, cell) in component.cells.enumerated() {
                lowestSeen[cell] = search.table.lowest[unknown] + least[cell]
                highestSeen[cell] = search.table.highest(of: unknown, above: least[cell])
            }
        } catch {
            // Nothing is found possible then, and callers go by what was.
            return
        }
    }
}
