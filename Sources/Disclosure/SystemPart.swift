/// Cells of a system that rows connect, with these rows: what is found out about others tells nothing about them.
struct SystemPart {
    /// The numbers that the cells have in the whole system, in rising order.
    let cells: [Int]
    let system: CountSystem

    /// The place of a cell of the whole system.
    func place(of cell: Int) -> Int? {
        var range = 0..<cells.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            if cells[middle] == cell { return middle }
            range = cells[middle] > cell ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return nil
    }

    /// What the cells have in a list by cell of the whole system.
    func taking<Value>(_ list: [Value]) -> [Value] { cells.map { list[$0] } }
}

extension CountSystem {
    /// Parts the system where shown cells part it.
    ///
    /// - Parameters:
    ///   - isUnknown: by cell; only such cells connect rows.
    ///   - isPassedOver: by row, whether it is in no part.
    ///   - asked: cells whose parts are wanted.
    /// - Returns: the parts, and the place of its part by cell that is in one.
    func parts(isUnknown: [Bool], isPassedOver: [Bool], asked: [Int]) -> (parts: [SystemPart], part: [Int: Int]) {
        var trees = DisjointSets(count: counts.count)
        var first: [Int?] = Array(repeating: nil, count: rowCount)
        for row in 0..<rowCount where !isPassedOver[row] {
            for term in terms(of: row) where isUnknown[rowCells[term]] {
                if let first = first[row] {
                    trees.join(first, rowCells[term])
                } else {
                    first[row] = rowCells[term]
                }
            }
        }
        let roots = Set(asked.map { trees.root(of: $0) })
        var rows: [Int: [Int]] = [:]
        for row in 0..<rowCount {
            if let cell = first[row], roots.contains(trees.root(of: cell)) {
                rows[trees.root(of: cell), default: []].append(row)
            }
        }
        let sorted = rows.sorted { ($0.value[0], $0.key) < ($1.value[0], $1.key) }
        var part: [Int: Int] = [:]
        for (number, (root, _)) in sorted.enumerated() { part[root] = number }
        var places: [Int: Int] = [:]
        for cell in asked { places[cell] = part[trees.root(of: cell)] }
        return (sorted.map { SystemPart(self, rows: $0.value) }, places)
    }
}

extension SystemPart {
    fileprivate init(_ system: CountSystem, rows: [Int]) {
        let cells = Set(rows.flatMap { system.terms(of: $0).map { system.rowCells[$0] } }).sorted()
        self.cells = cells
        self.system = CountSystem(system, rows: rows, cells: cells)
    }
}
